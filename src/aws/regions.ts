import { partitionNamed, partitionOfRegion } from '../model/partitions.ts';

/**
 * The home Region of the partition that `region` is in; of the standard partition when no Region is known. A Region of a
 * partition that is not known here is taken for its home: no other Region is known of it.
 */
export function homeRegion(region: string | undefined): string {
  return region === undefined ? 'us-east-1' : (partitionOfRegion(region)?.homeRegion ?? region);
}

/** The home Region of a partition; undefined for a partition that is not known here. */
export function homeRegionOf(partition: string): string | undefined {
  return partitionNamed(partition)?.homeRegion;
}

/** The parts of an ARN that this tool asks for; undefined when the text is no ARN. */
export function parseArn(
  arn: string,
): { partition: string; accountId: string; resource: string } | undefined {
  const [prefix, partition, , , accountId, ...resource] = arn.split(':');
  if (prefix !== 'arn' || !partition || accountId === undefined) return undefined;
  return { partition, accountId, resource: resource.join(':') };
}

/** The Region that an ARN names; `global` where it names none. */
export function arnRegion(arn: string): string {
  return arn.split(':')[3] || 'global';
}
