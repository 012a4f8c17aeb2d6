import type { AnywhereProfile, TrustAnchor } from '../../model/facts/roles-anywhere.ts';
import type { Fix } from '../../model/fix.ts';
import { command } from './command.ts';
import { inAccount, type Place } from './in-account.ts';

/** Nobody comes by an anchor that is disabled; one that turns out to be needed is enabled again. */
export function disableAnchorFixes({ arn }: TrustAnchor, account: Place): Fix[] {
  return inAccount('If nobody needs it: disable the trust anchor with the AWS CLI', account, [
    command`aws rolesanywhere disable-trust-anchor --trust-anchor-id ${idOf(arn)} --region ${regionOf(arn)}`,
  ]);
}

export function limitProfileFixes({ arn }: AnywhereProfile, account: Place): Fix[] {
  return inAccount('With the AWS CLI, with what those machines need saved as session-policy.json', account, [
    command`aws rolesanywhere update-profile --profile-id ${idOf(arn)} --session-policy file://session-policy.json --region ${regionOf(arn)}`,
  ]);
}

/** The service keeps the subject of every certificate that came. */
export function subjectsFixes(region: string, account: Place): Fix[] {
  return inAccount('See with the AWS CLI which subjects have come', account, [
    command`aws rolesanywhere list-subjects --region ${region} --query ${'subjects[].[x509Subject,lastSeenAt]'}`,
  ]);
}

function idOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

function regionOf(arn: string): string {
  return arn.split(':')[3] ?? '';
}
