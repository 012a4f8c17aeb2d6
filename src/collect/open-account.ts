import { listOf, requiredText } from '../aws/answer.ts';
import type { AccountConnection } from '../aws/connection.ts';
import { AwsCallError } from '../aws/errors.ts';
import type { AccountTarget } from '../model/account.ts';
import type { AccountIdentity } from '../model/facts/account-identity.ts';
import { plainText } from '../model/plain-text.ts';
import { saidWho } from '../targets/who-calls.ts';

/** The Regions entry of a target whose Regions are still to be found out. */
export const ENABLED_REGIONS = 'enabled';

/**
 * Opens the account's session and makes sure of whose account it is: everything read through the session is kept
 * under the target's id. Throws when the session cannot be opened or leads to another account.
 */
export async function identify(
  connection: AccountConnection,
  target: Pick<AccountTarget, 'accountId' | 'access'>,
): Promise<Omit<AccountIdentity, 'aliases'>> {
  const { access } = target;
  const by = access.kind === 'profile' ? ` The profile is ${plainText(access.profile)}` : '';
  const said = await connection
    .caller('account-identity')
    .call('sts', 'GetCallerIdentity', 'global', {})
    .catch((error: unknown) => {
      // Whose credentials they are, AWS does not say; where there are none, the message names the profile already.
      if (!(error instanceof AwsCallError) || by === '' || error.code === 'NoCredentials') throw error;
      const { reason, action: refused, code, serviceMessage, deniedBy } = error;
      const message = `${error.message}${by}`;
      throw new AwsCallError({ reason, action: refused, message }, code, serviceMessage, deniedBy);
    });
  const { accountId, arn } = saidWho(said);
  if (accountId !== target.accountId) {
    const message = `The session leads to account ${plainText(accountId).slice(0, -1)} and not to ${target.accountId}; nothing was read.${by}`;
    throw new AwsCallError({ reason: 'FAILED', action: 'sts:GetCallerIdentity', message });
  }
  return { accountId, callerArn: arn };
}

/** The Regions that are enabled in the account, in alphabetical order. */
export async function enabledRegions(connection: AccountConnection): Promise<string[]> {
  const regions = await connection
    .caller('session')
    .list(
      'account',
      'ListRegions',
      'global',
      { RegionOptStatusContains: ['ENABLED', 'ENABLED_BY_DEFAULT'], MaxResults: 50 },
      (page) =>
        listOf(page.Regions, 'the list of Regions').map(({ RegionName }) =>
          requiredText(RegionName, 'the name of a Region'),
        ),
    );
  return [...new Set(regions)].toSorted();
}
