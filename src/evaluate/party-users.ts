import { GLOBAL } from '../model/fact.ts';
import type { FactIndex } from '../model/fact-index.ts';
import type { CredentialHolder } from '../model/facts/credential-report.ts';
import type { ThirdPartyRef } from '../model/party.ts';
import type { AccountStudy } from '../model/study.ts';
import type { PartyUser } from '../model/third-party-summary.ts';
import { standingOfUser } from '../parties/third-party-users.ts';
import { accessOf, highestAccess } from '../policy/permissions/access.ts';
import { permissionsOfUsers } from '../policy/permissions/account-users.ts';
import { levelsOf } from '../policy/permissions/catalogue.ts';

/** A user of an own account, and the third party that works as it. */
export interface UserOfParty {
  party: ThirdPartyRef;
  user: PartyUser;
}

/** The users of the account that the register gives to third parties; one that several entries mean, to each of them. */
export function partyUsersOf(index: FactIndex, study: AccountStudy): UserOfParty[] {
  const details = index.get('authorization-details', GLOBAL);
  if (details?.status !== 'COLLECTED') return [];
  const report = index.get('credential-report', GLOBAL);
  const holders = new Map(
    report?.status === 'COLLECTED' ? report.value.users.map((holder) => [holder.arn, holder]) : [],
  );
  const { users = [] } = details.value;
  const permissionsOf = permissionsOfUsers(details.value);
  return users.flatMap((user) => {
    const standing = standingOfUser(user, study);
    if (standing.whose !== 'third-party') return [];
    const found = {
      accountId: study.account.accountId,
      userArn: user.arn,
      ...credentialsIn(holders.get(user.arn)),
      highestAccess: highestAccess(levelsOf(accessOf(permissionsOf(user)).actions)),
    };
    return [standing.party, ...standing.others].map((party) => ({ party, user: found }));
  });
}

function credentialsIn(
  holder: CredentialHolder | undefined,
): Pick<PartyUser, 'activeKeys' | 'password' | 'mfa' | 'lastUsedAt'> {
  if (holder === undefined) return { activeKeys: null, password: null, mfa: null, lastUsedAt: null };
  const { accessKeys, passwordEnabled, mfaActive, passwordLastUsedAt, moreCredentials } = holder;
  const active = accessKeys.filter((key) => key.active).length;
  const uses = [passwordLastUsedAt, ...accessKeys.map(({ lastUsedAt }) => lastUsedAt)];
  return {
    // What the report does not list may be a key: none is known of, and not that there is none.
    activeKeys: active === 0 && moreCredentials !== undefined ? null : active,
    password: passwordEnabled,
    mfa: mfaActive,
    lastUsedAt:
      uses
        .filter((at) => at !== null)
        .toSorted()
        .at(-1) ?? null,
  };
}
