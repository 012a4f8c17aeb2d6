import type { GrantPrincipal } from '../model/grant.ts';
import { isNeverPublic } from './address-space.ts';
import { accountOfArnPattern } from './arn-account.ts';
import { isStandIn } from './external-ids/stand-in.ts';
import { withHome } from './home.ts';
import { type Condition, isNegatedOperator } from './operators.ts';
import { ipRange } from './values.ts';
import { beforeWildcard, hasWildcard, matchesArn, matchesWildcard } from './wildcard.ts';

/**
 * Why no request that a principal of AWS can make to assume a role meets a condition, in words that follow the key;
 * null where one may. For conditions that a request without the key fails, whatever statement they stand in; only
 * where that is certain. Of requests with other actions less is certain: services send keys of their own, and some take
 * requests without TLS.
 */
export function neverMet(
  condition: Condition,
  principal: GrantPrincipal,
  actions: readonly string[] = [],
): string | null {
  const { base, set, ifExists, keyLower, values } = condition;
  if (
    base === 'Null' ||
    ifExists ||
    set === 'ForAllValues' ||
    isNegatedOperator(base) ||
    values.length === 0
  ) {
    return null;
  }
  const isAwsPrincipal = ['account', 'role', 'user', 'session'].includes(principal.kind);
  if (isAwsPrincipal && NEVER_SENT_BY_AWS_PRINCIPALS.has(keyLower)) {
    return `is in requests of AWS services only, and ${principal.value} is none`;
  }
  const isOfOthers = actions.some((action) => !action.startsWith('sts:'));
  if (isOfOthers && keyLower === 'aws:securetransport') return null;
  if (!isOfOthers && FOREIGN_PREFIX.test(keyLower))
    return 'is a key of another service, which no request to assume a role carries';
  const judge = JUDGES.get(keyLower);
  return judge === undefined || values.some((value) => value.includes('${') && withHome(value).includes('${'))
    ? null
    : judge(condition, principal);
}

/**
 * Keys that STS sends along only where an AWS service calls by itself.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourcearn
 */
const NEVER_SENT_BY_AWS_PRINCIPALS: ReadonlySet<string> = new Set([
  'aws:principalservicename',
  'aws:principalservicenameslist',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
]);

/**
 * Prefixes of keys that belong to the actions of one service alone.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
 */
const FOREIGN_PREFIX =
  /^(?:s3|kms|sns|sqs|dynamodb|cloudformation|rds|secretsmanager|cloudtrail|organizations):/;

type Judge = (condition: Condition, principal: GrantPrincipal) => string | null;

const JUDGES: ReadonlyMap<string, Judge> = new Map<string, Judge>([
  ['aws:sourceip', ({ base, values }) => privateOnly(base, values)],
  [
    'aws:username',
    (_, { kind, value }) =>
      kind === 'role' || kind === 'session' ? `is the name of a user, and ${value} is none` : null,
  ],
  ['aws:principaltype', principalType],
  [
    'aws:securetransport',
    ({ base, values }) =>
      saysOnly(base, values, 'false')
        ? 'is true of every request to STS, which takes no others than those over TLS'
        : null,
  ],
  [
    'aws:principalisawsservice',
    ({ base, values }, { kind }) =>
      saysOnly(base, values, 'true') && ['account', 'role', 'user', 'session'].includes(kind)
        ? 'is false of every caller who is no AWS service'
        : null,
  ],
  ['aws:principalaccount', whole(/^\d{12}$/, 'names no account, which has twelve digits')],
  ['aws:principalorgid', whole(/^o-[a-z0-9]+$/, 'names no organization')],
  ['aws:sourcevpc', whole(/^vpc-\w+$/, 'names no VPC')],
  ['aws:sourcevpce', whole(/^vpce-\w+$/, 'names no VPC endpoint')],
  ['aws:principalarn', principalArn],
  ['aws:userid', whole(/^[^*?]+$/, 'names nobody')],
]);

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html (private IP address) */
function privateOnly(base: string, values: readonly string[]): string | null {
  const isPrivate = (value: string) => {
    if (base === 'StringLike' && hasWildcard(value)) return PRIVATE_START.test(beforeWildcard(value));
    const range = ipRange(value);
    return range !== undefined && isNeverPublic(range);
  };
  return /^(?:IpAddress|StringEquals|StringLike)$/.test(base) && values.every(isPrivate)
    ? `is always a public address, or absent behind a VPC endpoint, and never in ${values.join(', ')}`
    : null;
}

const PRIVATE_START = /^(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\./;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principaltype */
function principalType({ base, values }: Condition, { kind, value: name }: GrantPrincipal): string | null {
  const type = kind === 'user' ? 'User' : kind === 'role' ? 'AssumedRole' : undefined;
  if (type === undefined || !/^String(?:Equals|Like)$/.test(base)) return null;
  const isType = (value: string) => (base === 'StringLike' ? matchesWildcard(value, type) : value === type);
  return values.some(isType) ? null : `is always ${type} for ${name}`;
}

/** Where a text is compared as a whole, a wildcard is a character like any other. */
function whole(form: RegExp, words: string): Judge {
  return ({ base, values }) =>
    base === 'StringEquals' && values.every((value) => !isStandIn(value) && !form.test(withHome(value)))
      ? `${words}: wildcards and the like mean nothing under StringEquals`
      : null;
}

/**
 * The key holds the ARN of the role, not of its session, and under StringEquals no pattern.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
 */
function principalArn({ base, values }: Condition, principal: GrantPrincipal): string | null {
  const accountId = 'accountId' in principal ? principal.accountId : undefined;
  const isSession = (value: string) => /^arn:aws[a-z-]*:sts::[^:]*:assumed-role\//.test(value);
  const isElsewhere = (value: string) => {
    const named = accountOfArnPattern(value, base);
    return accountId !== undefined && named !== undefined && named !== accountId;
  };
  const isLiteralPattern = (value: string) => base === 'StringEquals' && /^arn:.*[*?][^/]*$/.test(value);
  const isDead = (value: string) => isSession(value) || isElsewhere(value) || isLiteralPattern(value);
  const isNamed = ['role', 'user'].includes(principal.kind) && 'arn' in principal;
  if (values.some((value) => value.includes('${'))) return null;
  if (!values.every(isDead)) {
    return isNamed &&
      /^(?:StringEquals|StringLike|ArnEquals|ArnLike)$/.test(base) &&
      !values.some((value) => names(base, value, principal.arn))
      ? `names others than ${principal.value}`
      : null;
  }
  if (values.every(isSession)) return 'is the ARN of the role that calls, never that of its session';
  if (values.every(isElsewhere)) return `names another account than that of ${principal.value}`;
  return 'names nobody: wildcards mean nothing under StringEquals, and a session is called by the ARN of its role';
}

function names(base: string, value: string, arn: string): boolean {
  if (base === 'StringEquals') return value === arn;
  return base === 'StringLike' ? matchesWildcard(value, arn) : matchesArn(value, arn);
}

function saysOnly(base: string, values: readonly string[], word: string): boolean {
  return base === 'Bool' && values.every((value) => value.toLowerCase() === word);
}
