import type { ManagedPolicy, Role } from '../../model/facts/authorization-details.ts';
import { parseJson } from '../../model/json-text.ts';
import { isObject } from '../condition.ts';
import { matchesWildcard } from '../wildcard.ts';
import { accessOf, matchedOnce } from './access.ts';
import { type ActionSet, expand, isEmpty, overlap, without } from './catalogue.ts';
import { coveringPatterns } from './covering-patterns.ts';
import { effectivePermissions, type PolicySource, readOnce } from './effective.ts';
import { wildcardsMeet } from './resources.ts';
import type { ServiceUse } from './service-use.ts';
import type { ActionElement, PermissionStatement } from './statement.ts';

/** The smallest policy that would have served a role in a period. */
export interface UsedPolicy {
  document: { Version: '2012-10-17'; Statement: object[] };
  /** The policies in whose place it stands; the others of the role stay. */
  replaces: readonly PolicySource[];
}

/**
 * The most that IAM takes: characters of all inline policies of a role together, white space left out.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const LONGEST_INLINE = 10_240;

/** What IAM counts of inline policies against that. */
export function inlineLength(documents: readonly string[]): number {
  return documents.reduce((sum, document) => sum + document.replace(/\s/g, '').length, 0);
}

type Statement = Record<string, unknown>;

interface Given {
  source: PolicySource;
  document: string;
}

/**
 * One policy for those that give more than was used: their statements with resources and conditions as they are, and of the
 * actions those that were used or whose use nobody sees. It is worked out again what the role may do by it: all that it
 * could do but for what was idle, and nothing else. Undefined where that cannot be had in one inline policy, where a policy was
 * not understood in full, or where nothing is left.
 *
 * Where a wildcard stands for services, those of the published list are taken, and those in the report.
 *
 * @param name of the inline policy; one that has the name already is taken up in it where it gives more than was used
 */
export function usedPolicy(
  role: Role,
  policies: ReadonlyMap<string, ManagedPolicy>,
  use: ServiceUse,
  name: string,
): UsedPolicy | undefined {
  const before = effectivePermissions(role, policies);
  if (before.problems.length > 0) return undefined;
  const statements: Statement[] = [];
  const replaces: PolicySource[] = [];
  for (const { source, document } of policiesOf(role, policies)) {
    const reduced = reducedStatements(document, use);
    if (reduced === 'as it is') continue;
    if (reduced === undefined) return undefined;
    statements.push(...reduced);
    replaces.push(source);
  }
  if (!statements.some(({ Effect }) => Effect === 'Allow')) return undefined;
  const document = { Version: '2012-10-17' as const, Statement: distinct(statements) };
  const after = withPolicy(role, { document, replaces }, name);
  if (after === undefined) return undefined;
  const [had, has] = [accessOf(before), accessOf(effectivePermissions(after, policies))].map(
    ({ actions }) => actions,
  ) as [ActionSet, ActionSet];
  const isRight =
    isEmpty(without(has, had)) && isEmpty(without(without(had, use.idle), has)) && !overlap(has, use.idle);
  return isRight ? { document, replaces } : undefined;
}

function policiesOf(role: Role, policies: ReadonlyMap<string, ManagedPolicy>): Given[] {
  return [
    ...role.inlinePolicies.map(
      ({ name, document }, index): Given => ({
        source: { kind: 'inline', index, name },
        document,
      }),
    ),
    ...role.attachedPolicies.flatMap(({ arn, name }): Given[] => {
      const policy = policies.get(arn);
      return policy === undefined
        ? []
        : [{ source: { kind: 'attached', arn, name }, document: policy.document }];
    }),
  ];
}

/** The role with the policy in place of those that it is for; undefined where IAM would not take it. */
export function withPolicy(role: Role, { document, replaces }: UsedPolicy, name: string): Role | undefined {
  const gone = (kind: PolicySource['kind'], key: number | string) =>
    replaces.some((one) => one.kind === kind && (one.kind === 'inline' ? one.index : one.arn) === key);
  const inlinePolicies = [
    ...role.inlinePolicies.filter((_, index) => !gone('inline', index)),
    { name, document: JSON.stringify(document) },
  ];
  if (new Set(inlinePolicies.map((one) => one.name)).size < inlinePolicies.length) return undefined;
  if (inlineLength(inlinePolicies.map((one) => one.document)) > LONGEST_INLINE) return undefined;
  return {
    ...role,
    inlinePolicies,
    attachedPolicies: role.attachedPolicies.filter(({ arn }) => !gone('attached', arn)),
  };
}

function reducedStatements(text: string, use: ServiceUse): Statement[] | 'as it is' | undefined {
  const { statements } = readOnce({ document: text });
  const policy = parseJson(text);
  if (!isObject(policy)) return undefined;
  const elements = [policy.Statement].flat();
  let isLess = false;
  const reduced: Statement[] = [];
  for (const statement of statements) {
    const element = elements[statement.index];
    if (!isObject(element)) return undefined;
    const actions = statement.effect === 'Deny' ? 'as they are' : reducedActions(element, statement, use);
    if (actions === undefined) return undefined;
    isLess ||= actions !== 'as they are';
    if (actions === 'as they are') reduced.push(element);
    else if (actions.length > 0) reduced.push(withActions(element, actions));
  }
  if (!isLess) return 'as it is';
  // Policy variables are plain text in documents of the older version, and would be variables in the new one.
  return policy.Version !== '2012-10-17' && JSON.stringify(policy).includes('${') ? undefined : reduced;
}

function withActions(element: Statement, actions: readonly string[]): Statement {
  return Object.fromEntries(
    Object.entries(element).map(([key, value]) =>
      key === 'Action' || key === 'NotAction' ? ['Action', actions] : [key, value],
    ),
  );
}

function reducedActions(
  { Action }: Statement,
  { actions }: PermissionStatement,
  use: ServiceUse,
): string[] | 'as they are' | undefined {
  const whole: ActionElement[] = actions.not
    ? [actions]
    : actions.patterns.map((pattern) => ({ not: false, patterns: [pattern] }));
  const written = actions.not ? [] : [Action].flat().map(String);
  let isLess = false;
  const left: string[] = [];
  for (const [at, element] of whole.entries()) {
    if (!isIdle(element, use)) {
      left.push(...written.slice(at, at + 1));
      continue;
    }
    isLess = true;
    const named = coveringPatterns(without(matchedOnce(element), use.idle), LONGEST_INLINE, (pattern) =>
      isWithin(pattern, element),
    );
    if (named === undefined) return undefined;
    left.push(...named, ...unpublishedUsed(element, use));
  }
  return isLess ? [...new Set(left)] : 'as they are';
}

/** Whether an element speaks of something that the role can do without. */
function isIdle(element: ActionElement, { idle, untouched }: ServiceUse): boolean {
  if (overlap(matchedOnce(element), idle)) return true;
  // A service of no published list is known by its namespace alone.
  return (
    !element.not && element.patterns.some((pattern) => untouched.has(pattern.slice(0, pattern.indexOf(':'))))
  );
}

/** Whole services that are on no published list, that were used, and that an element speaks of in full. */
function unpublishedUsed(element: ActionElement, { used }: ServiceUse): string[] {
  return used
    .map(({ namespace }) => `${namespace}:*`)
    .filter((pattern) => expand(pattern.toLowerCase()).length === 0 && isWithin(pattern, element));
}

/** Whether all that a pattern ending in `*` matches is among what an element speaks of, published or not. */
function isWithin(pattern: string, { not, patterns }: ActionElement): boolean {
  const lower = pattern.toLowerCase();
  if (not) return patterns.every((one) => !wildcardsMeet(one, lower));
  return patterns.some((one) => one.endsWith('*') && matchesWildcard(one, lower.slice(0, -1)));
}

/** Each statement once, and no Sid twice. */
function distinct(statements: readonly Statement[]): Statement[] {
  const once = new Map(statements.map((one) => [JSON.stringify(one), one]));
  const sids = new Set<unknown>();
  return [...once.values()].map((statement) => {
    const { Sid, ...rest } = statement;
    if (Sid === undefined || !sids.has(Sid)) {
      sids.add(Sid);
      return statement;
    }
    return rest;
  });
}
