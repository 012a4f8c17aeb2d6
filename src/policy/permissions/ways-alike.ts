import { lazily } from '../../model/lazily.ts';
import { matchedOnce } from './access.ts';
import { type ActionSet, everyAction, intersection, isEmpty, matchedActions, overlap } from './catalogue.ts';
import type { EffectivePermissions, Identity, PlacedStatement } from './effective.ts';
import { placeOf } from './effective.ts';
import { ofKind } from './held-actions.ts';
import type { OpenMethod } from './open-way.ts';
import { isRewritable } from './removals.ts';
import { covers, isEveryResource, type ResourcePattern, touches } from './resources.ts';
import { speaksOf } from './statement.ts';
import type { Surroundings } from './surroundings.ts';

/** What is asked of an account about roles that hold the same. */
export interface Asking {
  /** The ways that are open to somebody who holds this. */
  waysOf(held: ReturnType<Surroundings['held']>, who: Identity): readonly OpenMethod[];
  trustingRole: Surroundings['trustingRole'];
  /** All actions that ways go by. */
  actions(): ActionSet;
}

/** What permissions say, as far as ways to more rights hang on it. */
interface Content {
  /** The same for all who come to the same by it. */
  text: string;
  /** The Allow statements that count, in their order. */
  given: readonly PlacedStatement[];
}

/** The ways of all who hold the same, and the statements of one of them that they go by. */
interface Found extends Pick<Content, 'given'> {
  ways: readonly OpenMethod[];
}

/**
 * The ways of roles whose policies say the same, however these are called and whatever else they allow, found once for
 * all of them: but not where a statement means some roles and not others, nor where one is named by a role that they may
 * assume. They are found for a role that does not exist, and so may lead to any of those that hold the same: one that is
 * led to itself is asked by itself.
 */
export function waysAlike({ waysOf, trustingRole, actions }: Asking): Asking['waysOf'] {
  const contentOf = contents(actions);
  const known = new Map<string, Found | 'once' | 'apart'>();
  const isNamed = ({ allows }: EffectivePermissions, who: Identity) =>
    allows.some((statement) => speaksOf(statement, 'sts:assumerole')) &&
    trustingRole(who) !== trustingRole(nobody(who));
  return (held, who) => {
    const { permissions } = held;
    const { text, given } = contentOf(permissions, who);
    let found = known.get(text);
    if (found === 'once')
      found = tellsApart(permissions, given, ofKind('role', who))
        ? 'apart'
        : { ways: waysOf(held, nobody(who)), given };
    // Many hold what no other role holds.
    known.set(text, found ?? 'once');
    return found === undefined ||
      found === 'apart' ||
      found.ways.some(({ leadsTo }) => leadsTo?.arn === who.arn) ||
      isNamed(permissions, who)
      ? waysOf(held, who)
      : byStatements(given, found);
  };
}

/** The ways, by the statements of another who holds the same. */
function byStatements(given: readonly PlacedStatement[], found: Found): readonly OpenMethod[] {
  if (given === found.given) return found.ways;
  const places = new Map(found.given.map((one, index) => [one.ref, index]));
  const replaced = new Map<PlacedStatement, PlacedStatement>();
  const own = (statement: PlacedStatement): PlacedStatement => {
    const index = places.get(statement.ref) ?? 0;
    const [theirs = statement, ours = statement] = [found.given[index], given[index]];
    // Where conditions were settled for a request, it is a copy with those that are open.
    const made =
      replaced.get(statement) ??
      (statement === theirs ? ours : { ...ours, conditions: statement.conditions });
    replaced.set(statement, made);
    return made;
  };
  return found.ways.map((way) => ({
    ...way,
    by: way.by.map(({ action, statement }) => ({ action, statement: own(statement) })),
  }));
}

/** Answers with what permissions say. Of what is allowed the actions of ways count alone, if nothing stands against it. */
function contents(actions: () => ActionSet): (permissions: EffectivePermissions, who: Identity) => Content {
  const numberOf = numbered();
  const known = new WeakMap<EffectivePermissions, Content>();
  const read = (permissions: EffectivePermissions, who: Identity): Content => {
    const { allows, denies, boundary, unreadBoundary, problems } = permissions;
    const isLimited = denies.length > 0 || boundary !== null;
    const given: PlacedStatement[] = [];
    const said: unknown[] = [];
    for (const allow of allows) {
      // On everything, and but for a limit, it may be part of administration.
      const counting = isLimited && isEveryResource(allow.resources) ? everyAction() : actions();
      const number = numberOf(allow, counting);
      // Values that a condition asks of a key are tried wherever it stands.
      if (number === undefined && allow.conditions.length === 0) continue;
      given.push(allow);
      said.push([number, ...(isLimited ? onWhich(allow) : onWhichAtMost(allow))]);
    }
    const limits = [...denies, ...(boundary ?? [])];
    const inFull = limits.map((limit) => [
      limit.effect,
      limit.actions,
      ...onWhich(limit),
      placeOf(limit.ref),
      limit.ref.policy,
    ]);
    const { permissionsBoundaryArn } = who;
    const attached = attachedTo(who, [...given, ...limits]);
    const text = JSON.stringify([
      said,
      inFull,
      boundary === null,
      unreadBoundary,
      problems,
      permissionsBoundaryArn,
      attached,
    ]);
    return { text, given };
  };
  return (permissions, who) => {
    const content = known.get(permissions) ?? read(permissions, who);
    known.set(permissions, content);
    return content;
  };
}

function onWhich({ resources: { not, patterns }, conditions }: PlacedStatement): unknown[] {
  return [not, patterns.map(({ value }) => value), conditions];
}

/**
 * The same, where it is not asked of which things: roles, users and policies alone are looked up one by one, and of
 * others counts whether it is all of them, and of which service.
 */
function onWhichAtMost(allow: PlacedStatement): unknown[] {
  const { actions, resources, conditions } = allow;
  if (resources.not || isEveryResource(resources) || overlap(matchedOnce(actions), identityActions()))
    return onWhich(allow);
  return [resources.patterns.map(({ parts }) => parts.slice(0, 3)), conditions];
}

/** The actions on roles, users, groups and policies. */
export const identityActions = lazily(() => matchedActions({ not: false, patterns: ['iam:*', 'sts:*'] }));

/** Answers with a number for what a statement says of actions, the same however it is written; none for nothing. */
function numbered(): (statement: PlacedStatement, counting: ActionSet) => number | undefined {
  const byWriting = new Map<string, number | undefined>();
  const bySet = new Map<string, number>();
  const read = (statement: PlacedStatement, counting: ActionSet) => {
    const set = intersection(matchedOnce(statement.actions), counting);
    if (isEmpty(set)) return undefined;
    const text = set.join();
    const number = bySet.get(text) ?? bySet.size;
    bySet.set(text, number);
    return number;
  };
  return (statement, counting) => {
    const writing = JSON.stringify([statement.actions, counting === everyAction()]);
    if (!byWriting.has(writing)) byWriting.set(writing, read(statement, counting));
    return byWriting.get(writing);
  };
}

/** What is attached, as far as statements tell it apart. */
function attachedTo(who: Identity, statements: readonly PlacedStatement[]): unknown[] {
  const isApart = meansSome(statements, ofKind('policy', who));
  return [...new Set(who.attachedPolicies.map(({ arn }) => (isApart ? arn : isRewritable(arn))))];
}

/** Whether statements mean some roles and not others. */
function tellsApart(
  { denies, boundary }: EffectivePermissions,
  given: readonly PlacedStatement[],
  roles: ResourcePattern,
): boolean {
  return meansSome([...given, ...denies, ...(boundary ?? [])], roles);
}

function meansSome(statements: readonly PlacedStatement[], all: ResourcePattern): boolean {
  return statements.some(
    ({ resources }) => !isEveryResource(resources) && touches(resources, all) && !covers(resources, all),
  );
}

/** Names of roles have 64 characters at most. */
function nobody(role: Identity): Identity {
  return { ...role, arn: `${role.arn.slice(0, role.arn.indexOf('/'))}/${'x'.repeat(65)}` };
}
