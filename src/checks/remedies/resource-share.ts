import type { Fix } from '../../model/fix.ts';
import { chained, command } from './command.ts';
import { commandFixes } from './fix.ts';

/** How to take principals out of a share, and, when nobody outside is left, to let nobody else from outside in. */
export function unshareCommands(
  { arn, region }: { arn: string; region: string },
  principals: readonly string[],
  isLast: boolean,
): Fix[] {
  return commandFixes(
    'If the access is not wanted: end it with the AWS CLI',
    chained([
      ...principals.map(
        (principal) =>
          command`aws ram disassociate-resource-share --resource-share-arn ${arn} --principals ${principal} --region ${region}`,
      ),
      ...(isLast ? [forbidOutsiders(arn, region)] : []),
    ]),
  );
}

/** How to keep a share within the organization from now on. */
export function withinOrganizationCommand(arn: string, region: string): Fix[] {
  return commandFixes('Keep the share within the organization with the AWS CLI', [
    forbidOutsiders(arn, region),
  ]);
}

function forbidOutsiders(arn: string, region: string): string | undefined {
  return command`aws ram update-resource-share --resource-share-arn ${arn} --no-allow-external-principals --region ${region}`;
}
