import type { Role } from '../model/facts/authorization-details.ts';
import { groupedBy } from '../model/grouped-by.ts';
import type { AccountStudy } from '../model/study.ts';
import { admittingGrants, trustOf } from '../policy/access-role.ts';
import { webIdentityProvider } from '../policy/issuers/web-identity-providers.ts';
import { TRUST_ANCHOR } from './certificate-entries.ts';
import { federatedParty, providerKey } from './federated-party.ts';
import { admittingThirdPartyGrants, exemptReason, type ThirdPartyGrant } from './third-party.ts';

/**
 * Whose people and workloads come by an identity provider. `outside`: those of another platform, the public, or of a
 * provider in somebody else's account. `own`: a SAML provider, a cluster or a trust anchor that the account itself has
 * set up, which is the sign-in of its own staff and workloads as a rule. `not-known`: an issuer that is in no list here.
 */
export type ProviderStanding = 'outside' | 'own' | 'not-known';

/** The standing of a provider, or of a trust anchor that the register gives to nobody, by its key alone; one in somebody else's account has to be told by its ARN. */
export function standingOfProvider(key: string): ProviderStanding {
  if (key === '*' || key === 'saml-provider/*') return 'outside';
  if (key.startsWith('saml-provider/') || key.startsWith(TRUST_ANCHOR)) return 'own';
  const { outside } = webIdentityProvider(key);
  if (outside === undefined) return 'not-known';
  return outside ? 'outside' : 'own';
}

/** A third party that a role admits, or an identity provider of which it is not known whether it is one. */
export type OutsideGrant = ThirdPartyGrant & { standing: Exclude<ProviderStanding, 'own'> };

/**
 * Everyone from outside who may come in by a role: third parties, the public, and those for whom an identity provider
 * vouches that is not the account's own.
 */
function outsideGrants(role: Role, study: AccountStudy): readonly OutsideGrant[] {
  return study.once(outsideGrantsIn, role);
}

function outsideGrantsIn(role: Role, study: AccountStudy): OutsideGrant[] {
  const { account, parties } = study;
  const byProvider = admittingGrants(role, study).flatMap((grant): OutsideGrant[] => {
    const { principal } = grant;
    if (principal.kind !== 'web-identity' && principal.kind !== 'saml') return [];
    const key = providerKey(principal);
    const { accountId = account.accountId } = principal;
    const isForeign = accountId !== account.accountId && parties.whoIs(accountId).kind !== 'own';
    const standing = isForeign ? 'outside' : standingOfProvider(key);
    const party = federatedParty(principal);
    return standing === 'own' || party === null ? [] : [{ grant, key, party, standing }];
  });
  return [
    ...admittingThirdPartyGrants(role, study).map((one): OutsideGrant => ({ ...one, standing: 'outside' })),
    ...byProvider,
  ];
}

/** Whether an outsider may come in by a role, or that cannot be ruled out; never for a role that is exempt. */
export function mayAdmitOutsiders(role: Role, study: AccountStudy): boolean {
  if (exemptReason(role, study) !== null) return false;
  return trustOf(role, study).problems.length > 0 || outsideParties(role, study).size > 0;
}

/** The same one by one, each by its key and with its grants. */
export function outsideParties(
  role: Role,
  study: AccountStudy,
): ReadonlyMap<string, readonly OutsideGrant[]> {
  return study.once(groupedByParty, role);
}

function groupedByParty(role: Role, study: AccountStudy): Map<string, OutsideGrant[]> {
  return groupedBy(outsideGrants(role, study), ({ key }) => key);
}

/** Added to what would be wrong, were the provider an outsider's. */
export const WHOSE_IS_NOT_KNOWN =
  'whether those for whom it vouches are your own is on no record: its issuer is in no list of shared ones';
