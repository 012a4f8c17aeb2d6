import type { AuthorizationDetails, Role } from '../model/facts/authorization-details.ts';
import { admittingGrants } from '../policy/access-role.ts';
import { type ChainRole, type ChainSetting, chainRoles } from '../policy/chains/chain-role.ts';
import { federatedParty, providerKey } from './federated-party.ts';
import { admittingThirdPartyGrants, exemptReason, type TrustContext } from './third-party.ts';

const answers = new WeakMap<AuthorizationDetails, TrustContext & { roles: ChainRole[] }>();

/** The roles of an account that a chain may pass through; worked out once for the check and for the whole run. */
export function chainRolesIn(details: AuthorizationDetails, { account, parties }: TrustContext): ChainRole[] {
  const known = answers.get(details);
  if (known?.account === account && known.parties === parties) return known.roles;
  const own = new Set([...parties.ownAccountIds, ...parties.ownOrganizationIds, account.accountId]);
  const [organizationId, ...others] = parties.ownOrganizationIds;
  // Accounts outside the organization have no unit; which of several organizations one is in was not read.
  const certain = account.organizationalUnit !== undefined && others.length === 0;
  const roles = chainRoles(details, {
    accountId: account.accountId,
    ...(certain && organizationId !== undefined ? { organizationId } : {}),
    isOwn: (id) => own.has(id),
    entrancesOf: (role) => entrancesOf(role, { account, parties }),
  });
  answers.set(details, { account, parties, roles });
  return roles;
}

/** Third parties, the public, and identity providers; deleted principals come in no more. */
function entrancesOf(role: Role, context: TrustContext): ReturnType<ChainSetting['entrancesOf']> {
  if (exemptReason(role, context) !== null) return [];
  const federated = admittingGrants(role).flatMap((grant) => {
    const { principal } = grant;
    if (principal.kind !== 'web-identity' && principal.kind !== 'saml') return [];
    const party = federatedParty(principal);
    return party === null ? [] : [{ key: providerKey(principal), party, grant }];
  });
  return [...admittingThirdPartyGrants(role, context), ...federated];
}
