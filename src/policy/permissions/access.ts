import {
  type AccessLevel,
  type ActionSet,
  actionsOn,
  addAll,
  everyAction,
  expand,
  isEmpty,
  matchedActions,
  noActions,
  overlap,
  publishedCount,
  removeAll,
  retainAll,
  sizeOf,
} from './catalogue.ts';
import type { EffectivePermissions, PlacedStatement } from './effective.ts';
import { heldToReading } from './read-only-forms.ts';
import { covers, EVERY_RESOURCE, isEveryResource, type ResourcePattern, touches } from './resources.ts';
import { type ActionElement, isUnconditional } from './statement.ts';

/** What one Allow statement gives after boundary and unconditional Deny statements. */
export interface StatementAccess {
  statement: PlacedStatement;
  /** Published actions that it gives on some resource. */
  actions: ActionSet;
  /** Those that it gives on every resource. */
  everywhere: ActionSet;
}

/** What a role may do, in published actions. */
export interface Access {
  /** Actions that the role holds on at least one resource, conditions left out of account. */
  actions: ActionSet;
  /** The Allow statements that give something. */
  statements: readonly StatementAccess[];
  /** Patterns of Allow statements that match no published action, each once, with the statement. */
  unpublished: ReadonlyArray<{ pattern: string; statement: PlacedStatement }>;
  /** Conditional Deny statements, which take nothing away here. */
  conditionalDenies: readonly PlacedStatement[];
}

const matched = new WeakMap<ActionElement, ActionSet>();

function matchedOnce(element: ActionElement): ActionSet {
  const known = matched.get(element);
  if (known !== undefined) return known;
  const set = matchedActions(element);
  matched.set(element, set);
  return set;
}

/**
 * The published actions that a role's policies give: Allow statements, within the boundary, less what unconditional
 * Deny statements surely take. A grant on some resources is a grant. Service and resource control policies may narrow
 * it further and are not part of it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function accessOf({ allows, denies, boundary }: EffectivePermissions): Access {
  const limits: Limits = { denies: denies.filter(isUnconditional), boundary };
  const actions = noActions();
  const statements: StatementAccess[] = [];
  for (const statement of allows) {
    const access = accessBy(statement, limits);
    if (isEmpty(access.actions)) continue;
    statements.push(access);
    addAll(actions, access.actions);
  }
  return {
    actions,
    statements,
    unpublished: unpublishedPatterns(allows),
    conditionalDenies: denies.filter((deny) => !isUnconditional(deny)),
  };
}

/** What stands against an Allow statement. */
interface Limits {
  /** Unconditional Deny statements. */
  denies: readonly PlacedStatement[];
  boundary: EffectivePermissions['boundary'];
}

function accessBy(statement: PlacedStatement, limits: Limits): StatementAccess {
  const { resources } = statement;
  const given = heldToReading(matchedOnce(statement.actions), statement.conditions);
  const everywhere = isEveryResource(resources)
    ? onTarget(given, EVERY_RESOURCE, limits, isEveryResource)
    : nothing();
  const [target = EVERY_RESOURCE, ...others] = targetsOf(statement);
  const onFirst = onTarget(given, target, limits, (allowed) => touches(allowed, target));
  if (others.length === 0) return { statement, actions: onFirst, everywhere };
  const actions = onFirst.slice();
  for (const other of others) {
    addAll(
      actions,
      onTarget(given, other, limits, (allowed) => touches(allowed, other)),
    );
  }
  return { statement, actions, everywhere };
}

let none: ActionSet | undefined;

/** The empty set; not to be changed. */
function nothing(): ActionSet {
  none ??= noActions();
  return none;
}

/** The patterns of Resource; NotResource stands for anything. */
function targetsOf({ resources }: PlacedStatement): readonly ResourcePattern[] {
  return resources.not || isEveryResource(resources) ? [EVERY_RESOURCE] : resources.patterns;
}

/** What is left of `given` on a target; `given` itself, not to be changed, where that is all of it. */
function onTarget(
  given: ActionSet,
  target: ResourcePattern,
  { denies, boundary }: Limits,
  reaches: (resources: PlacedStatement['resources']) => boolean,
): ActionSet {
  const taking = denies.filter(({ resources }) => covers(resources, target));
  const possible = actionsOn(target);
  if (boundary === null && taking.length === 0 && possible === everyAction()) return given;
  const left = given.slice();
  retainAll(left, possible);
  if (boundary !== null) {
    const within = noActions();
    for (const allow of boundary) if (reaches(allow.resources)) addAll(within, matchedOnce(allow.actions));
    retainAll(left, within);
  }
  for (const deny of taking) removeAll(left, matchedOnce(deny.actions));
  return left;
}

function unpublishedPatterns(allows: readonly PlacedStatement[]): Access['unpublished'] {
  const found = new Map<string, PlacedStatement>();
  for (const statement of allows) {
    if (statement.actions.not) continue;
    for (const pattern of statement.actions.patterns) {
      if (!found.has(pattern) && expand(pattern).length === 0) found.set(pattern, statement);
    }
  }
  return [...found].map(([pattern, statement]) => ({ pattern, statement }));
}

/** The statements that together give every action on every resource. */
export interface Administration {
  by: readonly PlacedStatement[];
  /** Whether the access holds for some requests only: conditions of these statements or of a Deny. */
  conditional: boolean;
}

/** Whether a role may do everything everywhere, and by which statements; undefined when something is missing. */
export function administration({ statements, conditionalDenies }: Access): Administration | undefined {
  const widestFirst = statements
    .map((access) => ({ ...access, size: sizeOf(access.everywhere) }))
    .filter(({ size }) => size > 0)
    .sort((a, b) => b.size - a.size);
  if (widestFirst.reduce((sum, { size }) => sum + size, 0) < publishedCount()) return undefined;
  const unconditional = widestFirst.filter(({ statement }) => isUnconditional(statement));
  const certain = together(unconditional);
  const by = certain ?? together(widestFirst);
  if (by === undefined) return undefined;
  return { by, conditional: certain === undefined || conditionalDenies.length > 0 };
}

/** The statements out of these, in their order, that it takes to give every action everywhere. */
function together(candidates: readonly StatementAccess[]): PlacedStatement[] | undefined {
  const by: PlacedStatement[] = [];
  const missing = everyAction().slice();
  for (const { statement, everywhere } of candidates) {
    if (!overlap(missing, everywhere)) continue;
    by.push(statement);
    removeAll(missing, everywhere);
  }
  return isEmpty(missing) ? by : undefined;
}

/** The words of the register's `maxAccess`, from least to most. */
export const MAX_ACCESS = ['list', 'read', 'write', 'admin'] as const;

export type MaxAccess = (typeof MAX_ACCESS)[number];

const NEEDED: Readonly<Record<AccessLevel, MaxAccess>> = {
  list: 'list',
  read: 'read',
  write: 'write',
  tagging: 'write',
  permissions: 'admin',
};

/** The `maxAccess` that an access level calls for: tagging is a way of writing, permissions management is more. */
export function neededAccess(level: AccessLevel): MaxAccess {
  return NEEDED[level];
}

/** The highest access among levels in one word; null where there are none. */
export function highestAccess(levels: Iterable<AccessLevel>): MaxAccess | null {
  let highest = -1;
  for (const level of levels) highest = Math.max(highest, MAX_ACCESS.indexOf(NEEDED[level]));
  return MAX_ACCESS[highest] ?? null;
}
