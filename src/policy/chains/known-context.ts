import type { Tag } from '../../model/facts/authorization-details.ts';
import { isStandIn } from '../external-ids/stand-in.ts';
import { type Condition, isKnownOperator } from '../operators.ts';
import { conditionHolds } from '../request-conditions.ts';
import { holdsByPattern } from './known-pattern.ts';

/** A condition, and whether a request without the key or with another value fails it. */
export type ChainCondition = Condition & { required: boolean };

/** What is certain of the context of a request before it is made. Keys are lower case. */
export interface KnownContext {
  values: ReadonlyMap<string, readonly string[]>;
  /** Of keys that the request surely carries: wildcard patterns that their values match, where no more is known. */
  patterns: ReadonlyMap<string, string>;
  /** Whether the request surely carries no such key. */
  isAbsent(keyLower: string): boolean;
}

/** `holds` and `stops` only where that is certain; `open`: it depends on the caller, the time or what was not read. */
export type ConditionVerdict = 'holds' | 'stops' | 'open';

/** What is known of a role's session, whoever came into it. */
export interface SessionFacts {
  arn: string;
  accountId: string;
  uniqueId: string;
  tags: readonly Tag[];
  /** Whether those who come in may give the session tags of their own choice. */
  takesSessionTags: boolean;
  /** The account's organization, where it is known. */
  organizationId?: string;
}

/** What is known of the role that the session asks for. */
export type ResourceFacts = Pick<SessionFacts, 'accountId' | 'tags' | 'organizationId'>;

/**
 * Keys that no request of a role's session carries when it asks STS itself: those of users, of AWS services and of
 * calls that services make.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const NEVER_IN_A_ROLE_SESSION: ReadonlySet<string> = new Set([
  'aws:principalservicename',
  'aws:principalservicenameslist',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:username',
]);

const PRINCIPAL_TAG = 'aws:principaltag/';
const RESOURCE_TAGS = ['aws:resourcetag/', 'iam:resourcetag/'] as const;

/** The context of any request at this moment (ISO 8601 UTC), by a principal of this account where one is named. */
export function contextAt(asOf: string, accountId?: string): KnownContext {
  const caller: ReadonlyArray<[string, string[]]> =
    accountId === undefined
      ? []
      : [
          ['aws:principalaccount', [accountId]],
          ['aws:principalisawsservice', ['false']],
        ];
  return {
    values: new Map([
      ...caller,
      ['aws:currenttime', [asOf]],
      ['aws:epochtime', [String(Math.floor(Date.parse(asOf) / 1000))]],
      ['aws:securetransport', ['true']],
    ]),
    patterns: new Map(),
    isAbsent: () => false,
  };
}

/**
 * The context of a request by a role's session. `aws:PrincipalArn` is the role's ARN, not the session's.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
 */
export function sessionContext(session: SessionFacts, asOf: string): KnownContext {
  const { arn, accountId, uniqueId, tags, takesSessionTags, organizationId } = session;
  const values = new Map([
    ...contextAt(asOf, accountId).values,
    ['aws:principalarn', [arn]],
    ['aws:principaltype', ['AssumedRole']],
  ]);
  const patterns = new Map([
    ['aws:userid', `${uniqueId}:*`],
    // Of all requests with temporary credentials.
    ['aws:tokenissuetime', '*'],
  ]);
  if (organizationId !== undefined) {
    values.set('aws:principalorgid', [organizationId]);
    patterns.set('aws:principalorgpaths', `${organizationId}/r-*/`);
  }
  if (!takesSessionTags) {
    for (const { key, value } of tags) values.set(`${PRINCIPAL_TAG}${key.toLowerCase()}`, [value]);
  }
  return {
    values,
    patterns,
    isAbsent: (key) =>
      NEVER_IN_A_ROLE_SESSION.has(key) ||
      (!takesSessionTags && key.startsWith(PRINCIPAL_TAG) && !values.has(key)),
  };
}

/** The same request, now that the role it asks for is known. */
export function withResource(context: KnownContext, resource: ResourceFacts): KnownContext {
  const values = new Map([...context.values, ['aws:resourceaccount', [resource.accountId]]]);
  if (resource.organizationId !== undefined) values.set('aws:resourceorgid', [resource.organizationId]);
  for (const { key, value } of resource.tags) {
    for (const prefix of RESOURCE_TAGS) values.set(`${prefix}${key.toLowerCase()}`, [value]);
  }
  return {
    ...context,
    values,
    isAbsent: (key) =>
      context.isAbsent(key) || (RESOURCE_TAGS.some((prefix) => key.startsWith(prefix)) && !values.has(key)),
  };
}

/**
 * Whether a condition holds for every request, or for none, of which this much is known. A way that only time bars is
 * open: what an Allow gives from a day on, and what a Deny refuses until a day.
 */
export function judgeCondition(
  condition: Condition,
  context: KnownContext,
  effect: 'Allow' | 'Deny' = 'Allow',
): ConditionVerdict {
  const { operator, base, key, keyLower, values } = condition;
  if (!isKnownOperator(base)) return 'open';
  // A tag that held an external ID is there, with a value that the evidence may no longer tell.
  const isKnown = (one: string) =>
    context.values.has(one) ? !context.values.get(one)?.some(isStandIn) : context.isAbsent(one);
  if ([keyLower, ...variablesIn(values)].every(isKnown)) {
    const holds = conditionHolds(operator, key, values, context.values);
    if (holds === (effect === 'Deny') && isUntilThen(condition, effect)) return 'open';
    return holds ? 'holds' : 'stops';
  }
  const pattern = context.patterns.get(keyLower);
  const holds = pattern === undefined ? undefined : holdsByPattern(condition, pattern);
  return holds === undefined ? 'open' : holds ? 'holds' : 'stops';
}

/** The verdict on conditions that must all hold. */
export function judgeConditions(
  conditions: readonly Condition[],
  context: KnownContext,
  effect: 'Allow' | 'Deny' = 'Allow',
): ConditionVerdict {
  const verdicts = conditions.map((condition) => judgeCondition(condition, context, effect));
  if (verdicts.includes('stops')) return 'stops';
  return verdicts.includes('open') ? 'open' : 'holds';
}

/** Whether a condition that bars the way today gives it free on a later day. */
function isUntilThen({ base, keyLower }: Condition, effect: 'Allow' | 'Deny'): boolean {
  const isTime = keyLower === 'aws:currenttime' || keyLower === 'aws:epochtime';
  return isTime && (effect === 'Allow' ? /^(?:Date|Numeric)Greater/ : /^(?:Date|Numeric)Less/).test(base);
}

/** The context keys, lower case, that values are filled in from. */
function variablesIn(values: readonly string[]): string[] {
  return values.flatMap((value) =>
    [...value.matchAll(/\$\{(?![*?$]\})([^},]*)/g)].map(([, name = '']) => name.trim().toLowerCase()),
  );
}
