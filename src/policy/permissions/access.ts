import {
  type AccessLevel,
  type ActionSet,
  actionsOn,
  addAll,
  everyAction,
  expand,
  hasNumber,
  intersection,
  isEmpty,
  matchedActions,
  noActions,
  nothing,
  overlap,
  publishedCount,
  removeAll,
  retainAll,
  sizeOf,
  without,
} from './catalogue.ts';
import type { EffectivePermissions, PlacedStatement } from './effective.ts';
import { heldToReading } from './read-only-forms.ts';
import {
  covers,
  EVERY_RESOURCE,
  isEveryResource,
  leftOf,
  patternsMeet,
  type ResourceElement,
  type ResourcePattern,
  touches,
} from './resources.ts';
import { type ActionElement, isUnconditional } from './statement.ts';

/** What one Allow statement gives within the boundary and after unconditional Deny statements. */
export interface StatementAccess {
  statement: PlacedStatement;
  /** Published actions that it gives on some resource. */
  actions: ActionSet;
  /** Those that it gives on every resource: none that a Deny speaks of for any resource. */
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
  /** Whether a boundary allows everything everywhere under conditions only. */
  conditionalBoundary: boolean;
}

const matched = new WeakMap<ActionElement, ActionSet>();

/** The published actions that an element speaks of; not to be changed. */
export function matchedOnce(element: ActionElement): ActionSet {
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
  const statements = allows
    .map((statement) => accessBy(statement, limits))
    .filter(({ actions }) => !isEmpty(actions));
  return {
    actions: allOf(statements),
    statements,
    unpublished: unpublishedPatterns(allows),
    conditionalDenies: denies.filter((deny) => !isUnconditional(deny)),
    conditionalBoundary: boundary !== null && isConditional(boundary),
  };
}

/** What is left of the same Allow statements within two limits: at most what either leaves of each. */
export function accessWithinBoth(one: Access, other: Access): Access {
  const byStatement = new Map(other.statements.map((given) => [given.statement, given]));
  const statements = one.statements.flatMap(({ statement, actions, everywhere }): StatementAccess[] => {
    const given = byStatement.get(statement);
    if (given === undefined || !overlap(actions, given.actions)) return [];
    return [
      {
        statement,
        actions: intersection(actions, given.actions),
        everywhere: intersection(everywhere, given.everywhere),
      },
    ];
  });
  return {
    ...one,
    actions: allOf(statements),
    statements,
    conditionalDenies: [...new Set([...one.conditionalDenies, ...other.conditionalDenies])],
    conditionalBoundary: one.conditionalBoundary || other.conditionalBoundary,
  };
}

/** What statements give together; not to be changed. */
function allOf([first, ...others]: readonly StatementAccess[]): ActionSet {
  if (first === undefined) return nothing();
  if (others.length === 0) return first.actions;
  // What the first gives is its own, and may be what all with the same policy share.
  const all = first.actions.slice();
  for (const { actions } of others) addAll(all, actions);
  return all;
}

function isConditional(boundary: readonly PlacedStatement[]): boolean {
  if (boundary.every(isUnconditional)) return false;
  const surely = { denies: [], boundary: boundary.filter(isUnconditional) };
  return sizeOf(onEverything(everyAction(), surely)) < publishedCount();
}

/** What stands against an Allow statement. */
interface Limits {
  /** Unconditional Deny statements. */
  denies: readonly PlacedStatement[];
  boundary: EffectivePermissions['boundary'];
}

function accessBy(statement: PlacedStatement, limits: Limits): StatementAccess {
  const given = heldToReading(matchedOnce(statement.actions), statement.conditions);
  const [target = EVERY_RESOURCE, ...others] = targetsOf(statement);
  const onFirst = onTarget(given, target, limits);
  const actions = others.length === 0 ? onFirst : onFirst.slice();
  for (const other of others) addAll(actions, onTarget(given, other, limits));
  if (!isEveryResource(statement.resources)) return { statement, actions, everywhere: nothing() };
  const { denies, boundary } = limits;
  const isSame = boundary === null && denies.every(({ resources }) => isEveryResource(resources));
  return { statement, actions, everywhere: isSame ? actions : onEverything(given, limits) };
}

/** The patterns of Resource; NotResource stands for anything. */
function targetsOf({ resources }: PlacedStatement): readonly ResourcePattern[] {
  return resources.not || isEveryResource(resources) ? [EVERY_RESOURCE] : resources.patterns;
}

/** What is left of `given` on every resource: a Deny on any of them takes the action out. Not to be changed. */
function onEverything(given: ActionSet, { denies, boundary }: Limits): ActionSet {
  let left = given;
  if (boundary !== null) {
    const within = noActions();
    for (const { resources, actions } of boundary) {
      if (isEveryResource(resources)) addAll(within, matchedOnce(actions));
    }
    left = intersection(left, within);
  }
  for (const { actions } of denies) left = without(left, matchedOnce(actions));
  return left;
}

/** What is left of `given` on a target, or on some of it; `given` itself, not to be changed, where that is all of it. */
function onTarget(given: ActionSet, target: ResourcePattern, limits: Limits): ActionSet {
  const whole = onPart(given, target, limits);
  const sparing = limits.denies.filter(({ resources }) => resources.not && touches(resources, target));
  if (sparing.length === 0 || isEmpty(whole)) return whole;
  // NotResource leaves of the target what it names, and that may be of few services.
  const spared = noActions();
  for (const { actions } of sparing) addAll(spared, matchedOnce(actions));
  if (!overlap(whole, spared)) return whole;
  const left = whole.slice();
  removeAll(left, spared);
  const elements = sparing.map(({ resources }) => resources);
  for (const part of leftOf(target, elements)) {
    const more = onPart(given, part, limits).slice();
    retainAll(more, spared);
    addAll(left, more);
  }
  return left;
}

/** The same, where Deny statements are those that speak of all of it; not to be changed. */
function onPart(given: ActionSet, target: ResourcePattern, { denies, boundary }: Limits): ActionSet {
  const taking = denies.filter(({ resources }) => covers(resources, target));
  const possible = actionsOn(target);
  let left = possible === everyAction() ? given : intersection(given, possible);
  if (boundary !== null) {
    const within = noActions();
    for (const allow of boundary) addAll(within, allowedOn(allow, target));
    left = intersection(left, within);
  }
  for (const { actions } of taking) left = without(left, matchedOnce(actions));
  return left;
}

/** What a statement of a boundary allows on some of the target; not to be changed. */
function allowedOn({ resources, actions }: PlacedStatement, target: ResourcePattern): ActionSet {
  if (!touches(resources, target)) return nothing();
  const matching = matchedOnce(actions);
  if (resources.not || covers(resources, target)) return matching;
  const possible = noActions();
  for (const pattern of meeting(resources, target)) addAll(possible, actionsOn(pattern));
  retainAll(possible, matching);
  return possible;
}

function meeting({ patterns }: ResourceElement, target: ResourcePattern): readonly ResourcePattern[] {
  return patterns.filter((pattern) => patternsMeet(pattern, target));
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
export function administration(access: Access): Administration | undefined {
  const { statements, conditionalDenies, conditionalBoundary } = access;
  // Who gives every action gives the first; most end here.
  if (!statements.some(({ everywhere }) => hasNumber(everywhere, 0))) return undefined;
  const widestFirst = statements
    .map((access) => ({ ...access, size: sizeOf(access.everywhere) }))
    .filter(({ size }) => size > 0)
    .sort((a, b) => b.size - a.size);
  if (widestFirst.reduce((sum, { size }) => sum + size, 0) < publishedCount()) return undefined;
  const unconditional = widestFirst.filter(({ statement }) => isUnconditional(statement));
  const certain = together(unconditional);
  const by = certain ?? together(widestFirst);
  if (by === undefined) return undefined;
  return {
    by,
    conditional: certain === undefined || conditionalDenies.length > 0 || conditionalBoundary,
  };
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
