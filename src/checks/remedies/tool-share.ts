import type { Fix } from '../../model/fix.ts';
import type { ToolKind } from '../../model/tool-kind.ts';
import { chained, command } from './command.ts';
import { commandFixes } from './fix.ts';

/** How to end shares of something of the AWS Well-Architected Tool. */
export function toolUnshareCommands(
  { kind, arn, region }: { kind: ToolKind; arn: string; region: string },
  shareIds: readonly string[],
): Fix[] {
  return commandFixes(
    'If the access is not wanted: end it with the AWS CLI',
    chained(shareIds.map((id) => COMMANDS[kind](arn, id, region))),
  );
}

const COMMANDS: Readonly<Record<ToolKind, (arn: string, id: string, region: string) => string | undefined>> =
  {
    workload: (arn, id, region) =>
      command`aws wellarchitected delete-workload-share --workload-id ${workloadId(arn)} --share-id ${id} --region ${region}`,
    lens: (arn, id, region) =>
      command`aws wellarchitected delete-lens-share --lens-alias ${arn} --share-id ${id} --region ${region}`,
    profile: (arn, id, region) =>
      command`aws wellarchitected delete-profile-share --profile-arn ${arn} --share-id ${id} --region ${region}`,
    template: (arn, id, region) =>
      command`aws wellarchitected delete-template-share --template-arn ${arn} --share-id ${id} --region ${region}`,
  };

function workloadId(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
