import { webIdentityProvider } from '../policy/issuers/web-identity-providers.ts';
import { BY_CERTIFICATE, TRUST_ANCHOR } from './certificate-entries.ts';
import type { AdmittedParty } from './third-party.ts';

/** A party in words: `Datadog (account 464622532012)`, `account 999988887777`, `anyone`, `users of the SAML provider okta`. */
export function partyName({ party, key }: Pick<AdmittedParty, 'party' | 'key'>): string {
  if (party.kind === 'public') return 'anyone';
  if (party.kind === 'identity-provider') return providerName(key);
  if (key.startsWith(BY_CERTIFICATE)) return `${party.name} (by certificate)`;
  if (party.accountId === undefined) {
    return party.name === key ? key : `${party.name} (organization ${key})`;
  }
  return party.name === party.accountId
    ? `account ${party.accountId}`
    : `${party.name} (account ${party.accountId})`;
}

/** Those for whom an identity provider vouches: `whoever comes by GitHub Actions (token.actions.githubusercontent.com)`. */
function providerName(key: string): string {
  if (key === '*' || key === 'saml-provider/*') return 'whoever comes by any identity provider';
  if (key.startsWith('saml-provider/'))
    return `users of the SAML provider ${key.slice('saml-provider/'.length)}`;
  if (key.startsWith(TRUST_ANCHOR))
    return `whoever has a certificate of the trust anchor ${key.slice(TRUST_ANCHOR.length)}`;
  const { name } = webIdentityProvider(key);
  return `whoever comes by ${name === key ? key : `${name} (${key})`}`;
}
