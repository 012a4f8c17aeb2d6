import type { GrantCondition } from '../model/grant.ts';
import type { GuardStrength } from '../model/guard-strength.ts';
import { isBroad } from './breadth.ts';
import { isNearEnd, isTime } from './time-limit.ts';
import { hasWildcard } from './wildcard.ts';

/** What the strength of a guard depends on besides the condition. */
export interface GuardSetting {
  /** Whether those who come in belong to someone else's account, where others sign in and hand out tags. */
  foreign: boolean;
  /** ISO 8601 UTC. */
  asOf: string;
}

/**
 * Keys that whoever asks fills in as they like, or that are the same in every request to this role: they shut nobody
 * out, whatever their values.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
 */
const SHUTS_NOBODY_OUT: ReadonlySet<string> = new Set([
  'aws:principaltype',
  'aws:referer',
  'aws:requestedregion',
  'aws:resourceaccount',
  'aws:resourceorgid',
  'aws:resourceorgpaths',
  'aws:securetransport',
  'aws:sourceidentity',
  'aws:tagkeys',
  'aws:tokenissuetime',
  'aws:useragent',
  'aws:viaawsservice',
  'sts:durationseconds',
  'sts:rolesessionname',
  'sts:sourceidentity',
  'sts:taskpolicyarn',
  'sts:transitivetagkeys',
]);
const SHUTS_NOBODY_OUT_PREFIXES = [
  'aws:requesttag/',
  'aws:requestcontext/',
  'aws:resourcetag/',
  'iam:resourcetag/',
] as const;

/** Keys whose values are in the hands of the account that the caller belongs to. */
const SET_BY_THE_CALLERS_ACCOUNT: ReadonlySet<string> = new Set([
  'aws:federatedprovider',
  'aws:multifactorauthage',
  'aws:multifactorauthpresent',
  'aws:username',
]);

/** Keys of AWS that name someone or some place, and that nobody can choose. */
const STRONG_AWS_KEYS: ReadonlySet<string> = new Set([
  'aws:ec2instancesourcevpc',
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalisawsservice',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:principalservicename',
  'aws:principalservicenameslist',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceip',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:sourcevpc',
  'aws:sourcevpcarn',
  'aws:sourcevpce',
  'aws:userid',
  'aws:vpceaccount',
  'aws:vpceorgid',
  'aws:vpceorgpaths',
]);

/** Issuers whose audience names the tenant; elsewhere everybody may have a token for the same one. */
const TENANT_IN_AUDIENCE =
  /^(?:cognito-identity(?:-us-gov)?\.(?:[a-z0-9-]+\.)?amazonaws\.com(?:\.cn)?|oidc\.vercel\.com.*|api\.pulumi\.com\/oidc|sandboxes\.cloud):aud$/;

/**
 * How well one condition shuts out those who are not meant: `strong` where they cannot meet it, `weak` where it only
 * makes it harder or ends it some day, `none` where everybody meets it.
 */
export function guardStrength(condition: GrantCondition, { foreign, asOf }: GuardSetting): GuardStrength {
  const { required, keyLower, values, base } = condition;
  if (!required) return 'none';
  if (
    SHUTS_NOBODY_OUT.has(keyLower) ||
    SHUTS_NOBODY_OUT_PREFIXES.some((prefix) => keyLower.startsWith(prefix))
  ) {
    return 'none';
  }
  if (isTime(keyLower)) return isNearEnd(condition, asOf) ? 'weak' : 'none';
  if (keyLower === 'sts:externalid') return isPattern(condition) ? 'weak' : 'strong';
  if (keyLower === 'aws:sourceip') return isBroad(condition) ? 'weak' : 'strong';
  if (SET_BY_THE_CALLERS_ACCOUNT.has(keyLower) || keyLower.startsWith('aws:principaltag/')) {
    if (base === 'Bool' && !values.every((value) => /^true$/i.test(value))) return 'none';
    return foreign ? 'weak' : 'strong';
  }
  if (keyLower.startsWith('aws:')) return STRONG_AWS_KEYS.has(keyLower) ? 'strong' : 'weak';
  if (keyLower.endsWith(':aud') && !keyLower.startsWith('saml:')) {
    return TENANT_IN_AUDIENCE.test(keyLower) ? 'strong' : 'weak';
  }
  return 'strong';
}

/** Whether a value that a condition accepts is a pattern, and so not one agreed value. */
export function isPattern({ base, values }: Pick<GrantCondition, 'base' | 'values'>): boolean {
  return (base === 'StringLike' || base.startsWith('Arn')) && values.some(hasWildcard);
}

/** The better of two. */
export function stronger(a: GuardStrength, b: GuardStrength): GuardStrength {
  return rank(a) >= rank(b) ? a : b;
}

/** The worse of two. */
export function weaker(a: GuardStrength, b: GuardStrength): GuardStrength {
  return rank(a) <= rank(b) ? a : b;
}

function rank(strength: GuardStrength): number {
  return ['none', 'weak', 'strong'].indexOf(strength);
}
