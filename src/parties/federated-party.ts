import type { Failed } from '../model/check.ts';
import type { Grant, GrantPrincipal } from '../model/grant.ts';
import { type ThirdPartyRef, thirdPartyRef } from '../model/party.ts';

/**
 * Outsiders that are not AWS accounts, as findings and reports name them: an OIDC provider by its issuer, the same in
 * every account; a SAML provider by the name that the accounts gave it; a principal that is gone by its unique id.
 */
export function federatedParty(principal: GrantPrincipal): ThirdPartyRef | null {
  switch (principal.kind) {
    case 'web-identity':
    case 'saml':
      return thirdPartyRef('identity-provider', principal.provider, {
        key: `identity-provider:${providerKey(principal)}`,
      });
    case 'unique-id':
      return thirdPartyRef('unknown', `deleted principal ${principal.value}`);
    default:
      return null;
  }
}

/** An identity provider without its account. A SAML provider may bear the name of an issuer, and is another one. */
export function providerKey(principal: Extract<GrantPrincipal, { kind: 'web-identity' | 'saml' }>): string {
  return principal.kind === 'saml' ? `saml-provider/${principal.provider}` : principal.provider;
}

/** The party of these grants, all of the same principal, as a finding names it. */
export function namedBy([first]: readonly Grant[]): Pick<Failed, 'thirdParty'> {
  const party = first === undefined ? null : federatedParty(first.principal);
  return party === null ? {} : { thirdParty: party };
}
