import type { Fix } from '../../model/fix.ts';
import { chained, command } from './command.ts';
import { commandFixes } from './fix.ts';

/** How to end shares of a workload or a lens of the AWS Well-Architected Tool. */
export function toolUnshareCommands(
  { kind, arn, region }: { kind: 'workload' | 'lens'; arn: string; region: string },
  shareIds: readonly string[],
): Fix[] {
  return commandFixes(
    'If the access is not wanted: end it with the AWS CLI',
    chained(
      shareIds.map((id) =>
        kind === 'lens'
          ? command`aws wellarchitected delete-lens-share --lens-alias ${arn} --share-id ${id} --region ${region}`
          : command`aws wellarchitected delete-workload-share --workload-id ${workloadId(arn)} --share-id ${id} --region ${region}`,
      ),
    ),
  );
}

function workloadId(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
