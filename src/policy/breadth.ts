import { publicAddresses } from './address-space.ts';
import { accountOfArnPattern } from './arn-account.ts';
import { withHome } from './home.ts';
import { accountOfPattern, isOneOrganization, lacksFixed } from './id-patterns.ts';
import type { WebIdentityProvider } from './issuers/issuer.ts';
import { SHARED_ISSUERS } from './issuers/shared-issuers.ts';
import type { Condition } from './operators.ts';
import { type IpRange, ipRange } from './values.ts';
import { arnParts, beforeWildcard, hasWildcard, isOnlyWildcards, toFirstWildcard } from './wildcard.ts';

/**
 * Why the values of a condition, taken together, are met by strangers too, in words that follow the key; null where
 * they shut strangers out. Values are ORed, so that one open pattern opens the condition, and ranges of addresses
 * count by what they cover together. For conditions that a request without the key fails.
 */
export function tooWide({
  base,
  keyLower,
  values,
}: Pick<Condition, 'base' | 'keyLower' | 'values'>): string | null {
  if (isRange(base) && !MEASURED.test(keyLower))
    return 'accepts a range of values, where the key holds a name';
  // Of a Deny, such a comparison never holds, and what is left of it when it is turned round says nothing.
  if (JUDGES.has(keyLower) && /^(?:Bool|Numeric|Date)/.test(base))
    return 'compares a name or an address with what is neither';
  const judge = JUDGES.get(keyLower) ?? claimJudge(keyLower);
  return judge === undefined ? null : judge(values.map(withHome), base);
}

/** Whether the addresses that a condition on the network names are so many that they shut out few strangers. */
export function isBroad({ base, values }: Pick<Condition, 'base' | 'values'>): boolean {
  return base === 'IpAddress' && exceeds(values, BROAD);
}

/** Whether an operator accepts all values on one side of the one that is named, or all of a block of addresses. */
function isRange(base: string): boolean {
  return /Less|Greater|^IpAddress$/.test(base);
}

/** Keys whose values are moments, spans of time, addresses or whatever the account makes of a tag. */
const MEASURED =
  /^(?:aws:(?:sourceip|vpcsourceip|ec2instancesourceprivateipv4|currenttime|epochtime|tokenissuetime|multifactorauthage|principaltag\/.*|requesttag\/.*)|sts:durationseconds)$/;

/** Answers in words why values let strangers through, or null. */
type Judge = (values: readonly string[], base: string) => string | null;

const accountJudge = eachValue(
  (value) => accountOfPattern(value) === undefined,
  (value) => `accepts accounts that strangers may have: ${value}`,
);
const organizationJudge = eachValue(
  (value) => !isOneOrganization(value.split('/', 1)[0] ?? ''),
  (value) => `accepts organizations of strangers: ${value}`,
);
const vpcJudge = eachValue(
  (value) => lacksFixed(value, 'vpc-', 8),
  (value) => `accepts VPCs of strangers: ${value}`,
);
const endpointJudge = eachValue(
  (value) => lacksFixed(value, 'vpce-', 8),
  (value) => `accepts VPC endpoints of strangers: ${value}`,
);
const arnJudge = eachValue(leavesAccountOpen, (value) => `accepts ARNs of strangers' accounts: ${value}`);

/**
 * By key, the judge of its values. Keys that are missing here have values whose width nobody can tell, or whose
 * values are no patterns.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const JUDGES: ReadonlyMap<string, Judge> = new Map<string, Judge>([
  ['aws:principalaccount', accountJudge],
  ['aws:sourceaccount', accountJudge],
  ['aws:sourceowner', accountJudge],
  ['aws:vpceaccount', accountJudge],
  ['aws:principalorgid', organizationJudge],
  ['aws:principalorgpaths', organizationJudge],
  ['aws:sourceorgid', organizationJudge],
  ['aws:sourceorgpaths', organizationJudge],
  ['aws:vpceorgid', organizationJudge],
  ['aws:vpceorgpaths', organizationJudge],
  ['aws:principalarn', arnJudge],
  ['aws:sourcearn', arnJudge],
  ['aws:sourcevpcarn', arnJudge],
  // What services document of their own resource policies.
  // https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-caller-account
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
  ['kms:calleraccount', accountJudge],
  ['s3:dataaccesspointaccount', accountJudge],
  ['s3:dataaccesspointarn', arnJudge],
  ['aws:sourcevpc', vpcJudge],
  ['aws:ec2instancesourcevpc', vpcJudge],
  ['aws:sourcevpce', endpointJudge],
  [
    'aws:userid',
    eachValue(
      (value) => !/^(?:A[A-Z0-9]{11}|\d{12})/.test(beforeWildcard(value)),
      (value) => `accepts callers of strangers' accounts: ${value}`,
    ),
  ],
  ['aws:sourceip', addressJudge],
  // A VPC may have any addresses, and so has one of a stranger.
  // https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
  ['aws:vpcsourceip', () => 'accepts addresses that VPCs of strangers have as well'],
  ['aws:ec2instancesourceprivateipv4', () => 'accepts addresses that VPCs of strangers have as well'],
]);

/**
 * Claims of issuers that serve all their customers under one name say in their first part whose a token is, or for whom
 * it was made out. Where it is not known how values are made, no pattern is called open.
 */
function claimJudge(keyLower: string): Judge | undefined {
  const [, name = '', claim] = /^([^:]+\.[^:]+):(.+)$/.exec(keyLower) ?? [];
  const issuer = claim === undefined ? undefined : SHARED_ISSUERS.find(({ matches }) => matches.test(name));
  const bound = issuer === undefined || claim === undefined ? undefined : boundOf(issuer, claim);
  if (bound === undefined) return undefined;
  return eachValue(
    (value) => !bound.test(toFirstWildcard(value)),
    (value) => `accepts tokens that strangers at the provider have as well: ${value}`,
  );
}

function boundOf(
  { subjects, audienceClaims, boundAudience }: WebIdentityProvider,
  claim: string,
): RegExp | undefined {
  const subject = subjects.find((one) => one.claim === claim);
  return subject === undefined && audienceClaims.includes(claim) ? boundAudience : subject?.bound;
}

/** Wildcards mean something under StringLike and the operators for ARNs only. */
function eachValue(
  isOpen: (value: string, base: string) => boolean,
  words: (value: string) => string,
): Judge {
  return (values, base) => {
    if (base !== 'StringLike' && !base.startsWith('Arn')) return null;
    const open = values.find((value) => hasWildcard(value) && isOpen(value, base));
    return open === undefined ? null : words(open);
  };
}

/** Whether an ARN pattern leaves open whose account it means. In a string pattern a wildcard runs across colons. */
function leavesAccountOpen(pattern: string, base: string): boolean {
  if (accountOfArnPattern(pattern, base) !== undefined) return false;
  const parts = arnParts(pattern);
  if (parts === undefined) return true;
  const [, , , , account = '', resource = ''] = parts;
  if (base.startsWith('String') && hasWildcard(parts.slice(0, 4).join(':'))) return true;
  // Names of buckets are nobody else's, and whoever likes may have one that begins like another.
  if (account === '') return !beforeWildcard(resource).includes('/') && hasWildcard(resource);
  // So is that of a bucket where Region and account, which its ARN has not, are wildcards.
  if (parts[2] === 's3' && isOnlyWildcards(account) && !/[/*?]/.test(resource)) return false;
  return hasWildcard(account) && !/^vpc\/vpc-[0-9a-f]{8,}$/.test(resource);
}

/**
 * The most public addresses that still say where a request comes from. What is broader than /8 (IPv4) or /32 (IPv6)
 * is open to anyone, by the meaning that Amazon S3 gives to "public".
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
const WIDE = { ipv4: 1n << 24n, ipv6: 1n << 96n } as const;

/** What is more than a large network's own addresses: /16 (IPv4), /40 (IPv6). */
const BROAD = { ipv4: 1n << 16n, ipv6: 1n << 88n } as const;

function addressJudge(values: readonly string[], base: string): string | null {
  if (base === 'IpAddress') {
    return exceeds(values, WIDE) ? `accepts a large part of all addresses: ${values.join(', ')}` : null;
  }
  const open = values.find(
    (value) =>
      base === 'StringLike' &&
      hasWildcard(value) &&
      !/^(?:\d+\.){2}|^[0-9a-f]+:[0-9a-f]+:/i.test(beforeWildcard(value)),
  );
  return open === undefined ? null : `accepts a large part of all addresses: ${open}`;
}

function exceeds(values: readonly string[], most: typeof WIDE | typeof BROAD): boolean {
  const ranges = values.flatMap((value): IpRange[] => {
    const range = ipRange(value);
    return range === undefined ? [] : [range];
  });
  return (['ipv4', 'ipv6'] as const).some(
    (family) =>
      mostOf(ranges, family) > Number(most[family]) && publicAddresses(ranges, family) > most[family],
  );
}

/** What the ranges would hold if none shared an address with another. */
function mostOf(ranges: readonly IpRange[], family: 'ipv4' | 'ipv6'): number {
  const bits = family === 'ipv4' ? 32 : 128;
  return ranges
    .filter(([address]) => address.kind() === family)
    .reduce((sum, [, prefix]) => sum + 2 ** (bits - prefix), 0);
}
