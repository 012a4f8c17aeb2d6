import type { Grant } from '../model/grant.ts';

/** The words for conditions that guard a grant; other keys stand under their own name. */
const GUARD_WORDS: Readonly<Record<string, string>> = {
  'sts:externalid': 'external ID',
  'aws:sourceip': 'source IP',
  'aws:vpcsourceip': 'VPC source IP',
  'aws:sourcevpc': 'source VPC',
  'aws:sourcevpce': 'VPC endpoint',
  'aws:multifactorauthpresent': 'MFA',
  'aws:multifactorauthage': 'MFA age',
  'aws:currenttime': 'time limit',
  'aws:epochtime': 'time limit',
  'aws:principalorgid': 'organization',
  'aws:principalorgpaths': 'organizational unit',
  'aws:principalaccount': 'caller account',
  'aws:principalarn': 'caller ARN',
  'aws:sourceaccount': 'source account',
  'aws:sourcearn': 'source ARN',
  'aws:sourceorgid': 'source organization',
  'saml:aud': 'SAML audience',
};

/** What a request needs to get in by this grant, in words, each once and in alphabetical order. */
export function guardsOf(grant: Grant): string[] {
  const words = grant.conditions
    .filter(({ required }) => required)
    .map(({ key, keyLower }) => wordFor(key, keyLower));
  return [...new Set(words)].sort();
}

function wordFor(key: string, keyLower: string): string {
  if (Object.hasOwn(GUARD_WORDS, keyLower)) return GUARD_WORDS[keyLower] ?? key;
  if (keyLower.endsWith(':sub')) return 'token subject';
  if (keyLower.endsWith(':aud')) return 'token audience';
  return key;
}
