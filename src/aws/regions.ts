/**
 * The Region that serves IAM and Organizations in each partition, and is never switched off.
 * https://docs.aws.amazon.com/general/latest/gr/iam-service.html
 */
const HOME_REGIONS: Readonly<Record<string, string>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-north-1',
  'aws-us-gov': 'us-gov-west-1',
  'aws-eusc': 'eusc-de-east-1',
  'aws-iso': 'us-iso-east-1',
  'aws-iso-b': 'us-isob-east-1',
  'aws-iso-e': 'eu-isoe-west-1',
  'aws-iso-f': 'us-isof-south-1',
};

/** How the names of a partition's Regions begin; all others belong to the standard partition. */
const PREFIXES: ReadonlyArray<readonly [prefix: string, home: string]> = [
  ['cn-', 'cn-north-1'],
  ['us-gov-', 'us-gov-west-1'],
  ['eusc-', 'eusc-de-east-1'],
  ['us-iso-', 'us-iso-east-1'],
  ['us-isob-', 'us-isob-east-1'],
  ['eu-isoe-', 'eu-isoe-west-1'],
  ['us-isof-', 'us-isof-south-1'],
];

/** The home Region of the partition that `region` is in; of the standard partition when no Region is known. */
export function homeRegion(region: string | undefined): string {
  return PREFIXES.find(([prefix]) => region?.startsWith(prefix))?.[1] ?? 'us-east-1';
}

/** The home Region of a partition; undefined for a partition that is not known here. */
export function homeRegionOf(partition: string): string | undefined {
  return Object.hasOwn(HOME_REGIONS, partition) ? HOME_REGIONS[partition] : undefined;
}

/** The parts of an ARN that this tool asks for; undefined when the text is no ARN. */
export function parseArn(
  arn: string,
): { partition: string; accountId: string; resource: string } | undefined {
  const [prefix, partition, , , accountId, ...resource] = arn.split(':');
  if (prefix !== 'arn' || !partition || accountId === undefined) return undefined;
  return { partition, accountId, resource: resource.join(':') };
}
