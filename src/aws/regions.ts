/** The Region that serves IAM and Organizations in each partition, and is never switched off. */
const HOME_REGIONS = { aws: 'us-east-1', 'aws-us-gov': 'us-gov-west-1', 'aws-cn': 'cn-north-1' };

/** The partition that a Region belongs to. */
function partitionOf(region: string): keyof typeof HOME_REGIONS {
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  return region.startsWith('cn-') ? 'aws-cn' : 'aws';
}

/** The home Region of the partition that `region` is in; of the standard partition when no Region is known. */
export function homeRegion(region: string | undefined): string {
  return HOME_REGIONS[partitionOf(region ?? '')];
}

/** The parts of an ARN that this tool asks for; undefined when the text is no ARN. */
export function parseArn(
  arn: string,
): { partition: string; accountId: string; resource: string } | undefined {
  const [prefix, partition, , , accountId, ...resource] = arn.split(':');
  if (prefix !== 'arn' || !partition || accountId === undefined) return undefined;
  return { partition, accountId, resource: resource.join(':') };
}
