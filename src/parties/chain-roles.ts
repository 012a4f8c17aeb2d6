import type { AuthorizationDetails, Role } from '../model/facts/authorization-details.ts';
import type { RolesAnywhere } from '../model/facts/roles-anywhere.ts';
import type { AccountStudy } from '../model/study.ts';
import { admittingGrants } from '../policy/access-role.ts';
import { type ChainRole, type ChainSetting, chainRoles } from '../policy/chains/chain-role.ts';
import { policiesByArn } from '../policy/permissions/effective.ts';
import { type CertificateEntry, certificateEntries } from './certificate-entries.ts';
import { federatedParty, providerKey } from './federated-party.ts';
import { admittingThirdPartyGrants, exemptReason } from './third-party.ts';

/**
 * The roles of an account that a chain may pass through; worked out once for the check and for the whole run.
 *
 * @param anywhere by which certificates open some of them, as far as it was read
 */
export function chainRolesIn(
  details: AuthorizationDetails,
  study: AccountStudy,
  anywhere: readonly RolesAnywhere[] = [],
): ChainRole[] {
  const policies = policiesByArn(details.policies);
  const entriesOf = (role: Role) => certificateEntries(role, anywhere, policies, study);
  return details.roles.some((role) => entriesOf(role).length > 0)
    ? chainRoles(details, settingOf(study, entriesOf), study)
    : study.once(readChainRoles, details);
}

function readChainRoles(details: AuthorizationDetails, study: AccountStudy): ChainRole[] {
  return chainRoles(
    details,
    settingOf(study, () => []),
    study,
  );
}

function settingOf(
  study: AccountStudy,
  byCertificate: (role: Role) => readonly CertificateEntry[],
): ChainSetting {
  const { account, parties } = study;
  const own = new Set([...parties.ownAccountIds, ...parties.ownOrganizationIds, account.accountId]);
  const [organizationId, ...others] = parties.ownOrganizationIds;
  // Accounts outside the organization have no unit; which of several one is in is known where it was found there.
  const certain = account.organizationalUnit !== undefined && others.length === 0;
  const known = account.organizationId ?? (certain ? organizationId : undefined);
  return {
    accountId: account.accountId,
    ...(known === undefined ? {} : { organizationId: known }),
    isOwn: (id) => own.has(id),
    entrancesOf: (role) => [
      ...entrancesOf(role, study),
      ...byCertificate(role).map(({ anchor: _, ...entrance }) => entrance),
    ],
  };
}

/** Third parties, the public, and identity providers; deleted principals come in no more. */
function entrancesOf(role: Role, study: AccountStudy): ReturnType<ChainSetting['entrancesOf']> {
  if (exemptReason(role, study) !== null) return [];
  const federated = admittingGrants(role, study).flatMap((grant) => {
    const { principal } = grant;
    if (principal.kind !== 'web-identity' && principal.kind !== 'saml') return [];
    const party = federatedParty(principal);
    return party === null ? [] : [{ key: providerKey(principal), party, grant }];
  });
  return [...admittingThirdPartyGrants(role, study), ...federated];
}
