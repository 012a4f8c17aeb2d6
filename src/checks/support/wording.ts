import type { Grant } from '../../model/grant.ts';
import { webIdentityProvider } from '../../policy/issuers/web-identity-providers.ts';
import type { AdmittedParty } from './third-party.ts';

/** A party in words: `Datadog (account 464622532012)`, `account 999988887777`, `anyone`, `users of the SAML provider okta`. */
export function partyName({ party, key }: Pick<AdmittedParty, 'party' | 'key'>): string {
  if (party.kind === 'public') return 'anyone';
  if (party.kind === 'identity-provider') return providerName(key);
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
  const { name } = webIdentityProvider(key);
  return `whoever comes by ${name === key ? key : `${name} (${key})`}`;
}

/** The statements in words, counted as a reader counts them: `statement 1`, `statements 1, 3`. */
export function statementsOf(grants: readonly Grant[]): string {
  const numbers = [...new Set(grants.map(({ statement }) => statement + 1))].sort((a, b) => a - b);
  return `${numbers.length === 1 ? 'statement' : 'statements'} ${numbers.join(', ')}`;
}

/** A date as a person writes it: `2027-03-31`. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** The moment at which a day (`2027-03-31`, UTC) is over, in milliseconds since 1970. */
export function endOfDay(day: string): number {
  return Date.parse(`${day.slice(0, 10)}T00:00:00Z`) + 86_400_000;
}

/** The last second of the day a year after an instant, as policies give dates. */
export function yearFrom(instant: string): string {
  const date = new Date(Date.parse(instant));
  date.setUTCFullYear(date.getUTCFullYear() + 1);
  return `${date.toISOString().slice(0, 10)}T23:59:59Z`;
}
