import { lazily } from '../../model/lazily.ts';
import { type Access, administration } from './access.ts';
import { type ActionSet, actionSet, hasNumber, numbersOf, union } from './catalogue.ts';
import type { EffectivePermissions, Identity } from './effective.ts';
import { ESCALATION_METHODS } from './escalation-methods.ts';
import type { EscalationMethod } from './methods/method.ts';
import { type Asked, openMethod } from './open-method.ts';
import type { OpenMethod } from './open-way.ts';
import { LIFTS_TRIED, limitsLifted } from './own-limits.ts';
import { passedElsewhere } from './passed-elsewhere.ts';
import type { Opening } from './raised.ts';
import { ROLE_TAKING_ACTIONS } from './role-taking-actions.ts';
import type { UserWays } from './standing.ts';
import type { Power, Surroundings, UsersOf } from './surroundings.ts';
import { identityActions } from './ways-alike.ts';

/** How many methods are tried: those of the table, those that lift a limit, and iam:PassRole with any other service. */
export const METHODS_TRIED = ESCALATION_METHODS.length + LIFTS_TRIED + 1;

/**
 * The ways to more rights that a role's permissions leave open. `access` is what `accessOf` says of the same
 * permissions; `around` is the account, in which the roles that a way leads to are looked up. What runs in the account
 * is not part of it.
 */
export function openMethods(
  permissions: EffectivePermissions,
  access: Access,
  role: Identity,
  around?: Surroundings,
): OpenMethod[] {
  const asked = askedOf(permissions, access, role, around?.users ?? NOBODY, around);
  return [...open(asked, ANY), ...limitsLifted(asked, asked.powerOf)];
}

/**
 * The way by a role that is passed to a service of no method, for sessions of a role that are limited: who holds more
 * besides may have it hidden behind others.
 */
export function passedInSession(
  { permissions, access }: { permissions: EffectivePermissions; access: Access },
  role: Identity,
  around: Surroundings,
): OpenMethod[] {
  return passedElsewhere(askedOf(permissions, access, role, around.users, around));
}

/** Whether the actions of a way by users or groups are held at all, so that these were looked up. */
export function goesByUsers({ actions }: Access): boolean {
  return methods().some(
    ({ method: { user }, numbers }) =>
      user !== undefined && numbers.every((one) => one.some((number) => hasNumber(actions, number))),
  );
}

/** The actions that a way may go by, beside it to lift a limit or to act on users; all others bear on none. */
export const wayActions = lazily(() =>
  union(
    identityActions(),
    actionSet([
      ...ESCALATION_METHODS.flatMap(({ actions }) => actions.map(({ action }) => action)),
      ...ROLE_TAKING_ACTIONS,
    ]),
  ),
);

/** What permissions come to, ways to more included, as far as that can be told without the roles of the account. */
export function powerOf(
  permissions: EffectivePermissions,
  access: Access,
  role: Identity,
  users: UsersOf,
): Power {
  const within: Opening = (...asked) => powerWithin(users, ANY, ...asked);
  const power = within(permissions, access, role);
  if (power === 'administrator') return power;
  const lifts = limitsLifted({ permissions, role }, within);
  if (lifts.some(({ doubts }) => doubts.length === 0)) return 'administrator';
  return lifts.length > 0 ? 'perhaps' : power;
}

/** What a user's permissions come to, but for what it can do to users and groups. */
export const USER_WAYS: UserWays = {
  powerOf: (...asked) => powerWithin(NOBODY, NOT_BY_USERS, ...asked),
  opening: (...asked) => openingOnceRaised(NOBODY, NOT_BY_USERS, ...asked),
  actions() {
    notByUsers ??= actionSet([
      ...ESCALATION_METHODS.filter(NOT_BY_USERS).flatMap(({ actions }) =>
        actions.map(({ action }) => action),
      ),
      ...ROLE_TAKING_ACTIONS,
    ]);
    return notByUsers;
  },
};

let notByUsers: ActionSet | undefined;

const NOBODY: UsersOf = () => undefined;

type Counts = (method: EscalationMethod) => boolean;

const ANY: Counts = () => true;
const NOT_BY_USERS: Counts = ({ user }) => user === undefined;

/** By these somebody gets further whose policies have been raised already. */
const LEAVES_POLICIES: Counts = ({ raises }) => raises === undefined;

/** What permissions come to where the limits upon their holder stay as they are. */
function powerWithin(
  users: UsersOf,
  counts: Counts,
  permissions: EffectivePermissions,
  access: Access,
  role: Identity,
): Power {
  const admin = administration(access);
  if (admin !== undefined) {
    const narrowed = permissions.problems.some(({ effect }) => effect === 'may-narrow');
    return admin.conditional || narrowed ? 'perhaps' : 'administrator';
  }
  const power = opening(users, counts, permissions, access, role);
  return power === 'none' && permissions.problems.length > 0 ? 'perhaps' : power;
}

function opening(users: UsersOf, counts: Counts, ...[permissions, access, role]: Parameters<Opening>): Power {
  return furthest(open(askedOf(permissions, access, role, users), counts));
}

/** The same where the holder's own policies have been written anew already. */
function openingOnceRaised(
  users: UsersOf,
  counts: Counts,
  ...[permissions, access, role]: Parameters<Opening>
): Power {
  const asked = { ...askedOf(permissions, access, role, users), isRaised: true };
  return furthest(open(asked, (method) => LEAVES_POLICIES(method) && counts(method)));
}

function furthest(found: readonly OpenMethod[]): Power {
  return found.some(({ doubts }) => doubts.length === 0)
    ? 'administrator'
    : found.length > 0
      ? 'perhaps'
      : 'none';
}

function askedOf(
  permissions: EffectivePermissions,
  access: Access,
  role: Identity,
  users: UsersOf,
  around?: Surroundings,
): Asked {
  return {
    permissions,
    access,
    role,
    around,
    users,
    opening: (...asked) => openingOnceRaised(users, ANY, ...asked),
    powerOf: (...asked) => powerWithin(users, ANY, ...asked),
  };
}

function open(asked: Asked, counts: (method: EscalationMethod) => boolean): OpenMethod[] {
  const { actions } = asked.access;
  const found: OpenMethod[] = [];
  for (const { method, numbers } of methods()) {
    // Most methods end here.
    if (!holdsEach(actions, numbers) || !counts(method)) continue;
    const way = openMethod(method, asked);
    if (way !== undefined) found.push(way);
  }
  return found.some(({ method }) => method.role === 'passed') ? found : [...found, ...passedElsewhere(asked)];
}

/** Whether at least one number of each list is a member; asked so often that it is written to make nothing new. */
function holdsEach(set: ActionSet, lists: ReadonlyArray<readonly number[]>): boolean {
  next: for (const numbers of lists) {
    for (const number of numbers) if (hasNumber(set, number)) continue next;
    return false;
  }
  return true;
}

let known: ReadonlyArray<{ method: EscalationMethod; numbers: ReadonlyArray<readonly number[]> }> | undefined;

/** The methods with the numbers of the actions that each takes. */
function methods(): NonNullable<typeof known> {
  known ??= ESCALATION_METHODS.map((method) => ({
    method,
    numbers: method.actions.map(({ action }) => numbersOf(action)),
  }));
  return known;
}
