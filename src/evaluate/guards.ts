import type { Grant, GrantCondition } from '../model/grant.ts';
import type { GuardStrength } from '../model/guard-strength.ts';
import { alone, choicesOf } from '../policy/alternatives.ts';
import { type GuardSetting, guardStrength, stronger, weaker } from '../policy/guard-strength.ts';
import { bindsAnchor, bindsSubject, isAboutCertificate } from '../policy/roles-anywhere.ts';

/** The words for conditions that guard a grant; other keys stand under their own name. */
const GUARD_WORDS: Readonly<Record<string, string>> = {
  'sts:externalid': 'external ID',
  'aws:sourceip': 'source IP',
  'aws:vpcsourceip': 'VPC source IP',
  'aws:sourcevpc': 'source VPC',
  'aws:sourcevpcarn': 'source VPC',
  'aws:sourcevpce': 'VPC endpoint',
  'aws:vpceaccount': 'VPC endpoint account',
  'aws:vpceorgid': 'VPC endpoint organization',
  'aws:vpceorgpaths': 'VPC endpoint organizational unit',
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
  'aws:sourceorgpaths': 'source organizational unit',
  'aws:sourceowner': 'source account',
  'kms:calleraccount': 'caller account',
  'kms:viaservice': 'use by a named service alone',
  's3:dataaccesspointaccount': 'account of the access point',
  's3:dataaccesspointarn': 'access point',
  's3:x-amz-server-side-encryption': 'encryption of what is written',
  's3:x-amz-server-side-encryption-aws-kms-key-id': 'encryption by a named key',
  'sns:endpoint': 'endpoint',
  'sns:protocol': 'protocol',
  'aws:userid': 'caller id',
  'saml:aud': 'SAML audience',
};

/** What a request needs to get in by a grant, and how well that shuts out others. */
export interface Guards {
  /** The conditions in words, each once and in alphabetical order; those that everybody meets are left out. */
  requiredConditions: string[];
  /** Those of them that are weak. */
  weakConditions: string[];
  /** How well all of them together guard the grant. */
  guard: GuardStrength;
}

/** The guards of a grant: its conditions, and of Deny statements that leave a choice the weakest way past them. */
export function guardsOf(grant: Grant, setting: GuardSetting): Guards {
  const words = new Map<string, GuardStrength>();
  const add = (word: string, strength: GuardStrength) => {
    if (strength !== 'none') words.set(word, stronger(strength, words.get(word) ?? 'none'));
  };
  for (const condition of alone(grant)) add(wordOf(condition), guardStrength(condition, setting));
  for (const ways of choicesOf(grant)) {
    const strengths = ways.map((way) => best(way.map((condition) => guardStrength(condition, setting))));
    const names = ways.flatMap((way) => way.filter(({ required }) => required).map(wordOf));
    add([...new Set(names)].sort().join(' or '), strengths.reduce(weaker, 'strong'));
  }
  const named = [...words].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    requiredConditions: named.map(([word]) => word),
    weakConditions: named.filter(([, strength]) => strength === 'weak').map(([word]) => word),
    guard: best(named.map(([, strength]) => strength)),
  };
}

/**
 * The same for whoever comes with a certificate. Of its conditions the trust anchor and the subject shut others out
 * together: the same subject may stand in a certificate of another authority, and an authority vouches for many.
 */
export function certificateGuards(grant: Grant, asOf: string): Guards {
  const named = [
    ...(bindsAnchor(grant) ? ['trust anchor'] : []),
    ...(bindsSubject(grant) ? ['certificate subject'] : []),
  ];
  const conditions = grant.conditions.filter((condition) => !isAboutCertificate(condition));
  const others = guardsOf({ ...grant, conditions }, { foreign: true, asOf });
  return {
    requiredConditions: [...others.requiredConditions, ...named].sort(),
    weakConditions: [...others.weakConditions, ...(named.length === 2 ? [] : named)].sort(),
    guard: named.length === 2 ? 'strong' : named.length === 1 ? stronger('weak', others.guard) : others.guard,
  };
}

function best(strengths: readonly GuardStrength[]): GuardStrength {
  return strengths.reduce(stronger, 'none');
}

function wordOf({ key, keyLower }: GrantCondition): string {
  if (Object.hasOwn(GUARD_WORDS, keyLower)) return GUARD_WORDS[keyLower] ?? key;
  if (keyLower.endsWith(':sub')) return 'token subject';
  if (keyLower.endsWith(':aud')) return 'token audience';
  return key;
}
