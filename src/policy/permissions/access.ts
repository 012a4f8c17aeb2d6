import {
  type AccessLevel,
  type ActionSet,
  actionsOn,
  everyAction,
  expand,
  intersection,
  isEmpty,
  matchedActions,
  noActions,
  sizeOf,
  union,
  without,
} from './catalogue.ts';
import type { EffectivePermissions, PlacedStatement } from './effective.ts';
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
  const certain = denies.filter(isUnconditional);
  let actions = noActions();
  const statements: StatementAccess[] = [];
  for (const statement of allows) {
    const access = accessBy(statement, certain, boundary);
    if (isEmpty(access.actions)) continue;
    statements.push(access);
    actions = union(actions, access.actions);
  }
  return {
    actions,
    statements,
    unpublished: unpublishedPatterns(allows),
    conditionalDenies: denies.filter((deny) => !isUnconditional(deny)),
  };
}

function accessBy(
  statement: PlacedStatement,
  denies: readonly PlacedStatement[],
  boundary: EffectivePermissions['boundary'],
): StatementAccess {
  const given = matchedOnce(statement.actions);
  const everywhere = isEveryResource(statement.resources)
    ? onTarget(given, EVERY_RESOURCE, denies, boundary, isEveryResource)
    : noActions();
  let actions = noActions();
  for (const target of targetsOf(statement)) {
    const left = onTarget(intersection(given, actionsOn(target)), target, denies, boundary, (resources) =>
      touches(resources, target),
    );
    actions = union(actions, left);
  }
  return { statement, actions, everywhere };
}

/** The patterns of Resource; NotResource stands for anything. */
function targetsOf({ resources: { not, patterns } }: PlacedStatement): readonly ResourcePattern[] {
  if (not) return [EVERY_RESOURCE];
  const whole = patterns.find(({ texts }) => texts[0] === '*');
  return whole === undefined ? patterns : [whole];
}

function onTarget(
  given: ActionSet,
  target: ResourcePattern,
  denies: readonly PlacedStatement[],
  boundary: EffectivePermissions['boundary'],
  reaches: (resources: PlacedStatement['resources']) => boolean,
): ActionSet {
  let left = given;
  if (boundary !== null) {
    let within = noActions();
    for (const allow of boundary) {
      if (reaches(allow.resources)) within = union(within, matchedOnce(allow.actions));
    }
    left = intersection(left, within);
  }
  for (const deny of denies) {
    if (covers(deny.resources, target)) left = without(left, matchedOnce(deny.actions));
  }
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
  const everything = everyAction();
  const widestFirst = statements
    .map((access) => ({ ...access, size: sizeOf(access.everywhere) }))
    .filter(({ size }) => size > 0)
    .sort((a, b) => b.size - a.size);
  const unconditional = widestFirst.filter(({ statement }) => isUnconditional(statement));
  for (const candidates of [unconditional, widestFirst]) {
    const by: PlacedStatement[] = [];
    let missing = everything;
    for (const { statement, everywhere } of candidates) {
      const left = without(missing, everywhere);
      if (left.every((word, index) => word === missing[index])) continue;
      by.push(statement);
      missing = left;
    }
    if (isEmpty(missing)) {
      return { by, conditional: candidates !== unconditional || conditionalDenies.length > 0 };
    }
  }
  return undefined;
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
