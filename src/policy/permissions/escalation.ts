import type { Role } from '../../model/iam-facts.ts';
import { type Access, administration } from './access.ts';
import { hasNumber, numbersOf } from './catalogue.ts';
import type { EffectivePermissions } from './effective.ts';
import { ESCALATION_METHODS } from './escalation-methods.ts';
import type { EscalationMethod } from './methods/method.ts';
import { type Asked, openMethod } from './open-method.ts';
import type { OpenMethod } from './open-way.ts';
import { LIFTS_TRIED, limitsLifted } from './own-limits.ts';
import { passedElsewhere } from './passed-elsewhere.ts';
import type { Opening } from './raised.ts';
import type { Power, Surroundings } from './surroundings.ts';

/** How many methods are tried: those of the table, those that lift a limit, and iam:PassRole with any other service. */
export const METHODS_TRIED = ESCALATION_METHODS.length + LIFTS_TRIED + 1;

/**
 * The ways to more rights that a role's permissions leave open. `access` is what `accessOf` says of the same
 * permissions; `around` is the account, in which the roles that a way leads to are looked up. Users, groups and what
 * runs in the account are not part of it.
 */
export function openMethods(
  permissions: EffectivePermissions,
  access: Access,
  role: Role,
  around?: Surroundings,
): OpenMethod[] {
  const asked = { permissions, access, role, around, opening: byOtherWays };
  return [...open(asked, () => true), ...limitsLifted(asked, powerWithin)];
}

/** What permissions come to, ways to more included, as far as that can be told without the account. */
export function powerOf(permissions: EffectivePermissions, access: Access, role: Role): Power {
  const power = powerWithin(permissions, access, role);
  if (power === 'administrator') return power;
  const lifts = limitsLifted({ permissions, role }, powerWithin);
  if (lifts.some(({ doubts }) => doubts.length === 0)) return 'administrator';
  return lifts.length > 0 ? 'perhaps' : power;
}

/** The same, where a role leaves the limits upon itself as they are. */
function powerWithin(permissions: EffectivePermissions, access: Access, role: Role): Power {
  const admin = administration(access);
  if (admin !== undefined) {
    const narrowed = permissions.problems.some(({ effect }) => effect === 'may-narrow');
    return admin.conditional || narrowed ? 'perhaps' : 'administrator';
  }
  const power = opening(permissions, access, role, () => true);
  return power === 'none' && permissions.problems.length > 0 ? 'perhaps' : power;
}

/** Ways that leave policies of roles alone: by these a role gets further whose policies have been raised already. */
const byOtherWays: Opening = (permissions, access, role) =>
  opening(permissions, access, role, ({ raises }) => raises === undefined);

function opening(
  permissions: EffectivePermissions,
  access: Access,
  role: Role,
  counts: (method: EscalationMethod) => boolean,
): Power {
  const asked = { permissions, access, role, around: undefined, opening: byOtherWays };
  const found = open(asked, counts);
  return found.some(({ doubts }) => doubts.length === 0)
    ? 'administrator'
    : found.length > 0
      ? 'perhaps'
      : 'none';
}

function open(asked: Asked, counts: (method: EscalationMethod) => boolean): OpenMethod[] {
  const { actions } = asked.access;
  const found: OpenMethod[] = [];
  for (const { method, numbers } of methods()) {
    // Most methods end here.
    if (!numbers.every((one) => one.some((number) => hasNumber(actions, number))) || !counts(method))
      continue;
    const way = openMethod(method, asked);
    if (way !== undefined) found.push(way);
  }
  return found.some(({ method }) => method.role === 'passed') ? found : [...found, ...passedElsewhere(asked)];
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
