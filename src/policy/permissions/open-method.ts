import type { Access } from './access.ts';
import { attachings } from './attachable.ts';
import { type EffectivePermissions, type Holding, holdings, placeOf } from './effective.ts';
import { heldFor, ofKind } from './held-actions.ts';
import { CONDITIONS, isCertain, type LedTo, ledTo, type Question } from './led-to.ts';
import { ledToUser } from './led-to-user.ts';
import type { EscalationMethod, MethodAction } from './methods/method.ts';
import { newRole } from './new-role.ts';
import type { OpenMethod } from './open-way.ts';
import { type Raised, raised, unreadTakesNothing } from './raised.ts';
import { isRewritable } from './removals.ts';
import { patternsMeet, resourcePattern } from './resources.ts';
import { isUnconditional } from './statement.ts';

/** Whose permissions a method is asked of. */
export interface Asked extends Question {
  access: Access;
  /** Whether its own policies have been written anew already: to do so once more gains nothing. */
  isRaised?: boolean;
}

interface Held {
  wanted: MethodAction;
  holding: Holding;
}

/** How far a method is open; undefined where it is closed. */
export function openMethod(method: EscalationMethod, asked: Asked): OpenMethod | undefined {
  if (!attaches(method)) return inCase(method, asked, []);
  let perhaps: OpenMethod | undefined;
  for (const { permissions, doubts } of attachings(asked.permissions, asked.role, asked.around?.policies)) {
    const open = inCase(
      method,
      permissions === asked.permissions ? asked : { ...asked, permissions },
      doubts,
    );
    if (open?.doubts.length === 0) return open;
    perhaps ??= open;
  }
  return perhaps;
}

function attaches({ actions }: EscalationMethod): boolean {
  return actions.some(({ action }) => action.startsWith('iam:Attach'));
}

function inCase(method: EscalationMethod, asked: Asked, given: readonly string[]): OpenMethod | undefined {
  const held: Held[] = [];
  for (const wanted of method.actions) {
    const holding = heldFor(wanted, asked.permissions, asked.access, asked.role);
    if (holding === undefined) return undefined;
    held.push({ wanted, holding });
  }
  const led = leads(method, asked, held);
  const far = raises(method, asked, held);
  if (led === undefined || far.power === 'none') return undefined;
  const doubts = [
    ...given,
    ...held.flatMap((one) => (isLookedUp(method, one, asked) ? [] : limits(one))),
    ...led.doubts,
    ...far.doubts,
    ...(method.needs === undefined || led.hasNeeds ? [] : [`there is ${method.needs}`]),
    ...gaps(asked.permissions),
  ];
  return {
    method,
    by: held.map(({ wanted: { action }, holding: { statement } }) => ({ action, statement })),
    doubts: doubts.length < 2 ? doubts : [...new Set(doubts)],
    ...(led.role !== undefined && { leadsTo: led.role }),
    ...(led.user !== undefined && { leadsToUser: led.user }),
  };
}

/** Whether the things that an action stands on are known one by one, so that its pattern need not be judged. */
function isLookedUp({ role, user }: EscalationMethod, { wanted: { on } }: Held, { users }: Asked): boolean {
  if (on === 'user' || on === 'group') return user !== undefined && users() !== undefined;
  return on === 'policy' || (on === 'role' && role !== undefined);
}

function leads(method: EscalationMethod, asked: Asked, held: readonly Held[]): LedTo | undefined {
  if (method.user !== undefined) return ledToUser(method, asked);
  if (method.role === 'new') return newRole(method, asked, ofKind('role', asked.role));
  const onRoles = held.filter(({ wanted }) => wanted.on === 'role').map(({ holding }) => holding);
  if (!onOneThing(onRoles)) return undefined;
  return method.role === undefined ? { doubts: [] } : ledTo(method, asked, onRoles);
}

/** Whether some role may be within reach of all of the actions. */
function onOneThing(held: readonly Holding[]): boolean {
  if (held.length < 2) return true;
  const [first = [], ...others] = held.map((one) => one.left());
  return first.some((one) => others.every((more) => more.some((other) => patternsMeet(one, other))));
}

/** How far the role gets whose own policies the method rewrites. */
function raises({ raises: whose, actions }: EscalationMethod, asked: Asked, held: readonly Held[]): Raised {
  const { permissions, role, opening } = asked;
  if (whose === 'itself') return raised(permissions, role, opening);
  const onPolicy = actions.filter(({ on }) => on === 'policy');
  if (onPolicy.length === 0) return { power: 'administrator', doubts: [] };
  const own =
    asked.isRaised !== true &&
    role.attachedPolicies.some(
      ({ arn }) =>
        isRewritable(arn) &&
        onPolicy.every(({ action }) => holdings(permissions, action, resourcePattern(arn)).some(isCertain)),
    );
  if (own) {
    const far = raised(permissions, role, opening);
    if (far.power === 'administrator') return far;
  }
  const conditional = held.some(({ wanted, holding }) => wanted.on === 'policy' && !holding.unconditional);
  return {
    power: 'perhaps',
    doubts: [
      'a policy that it may rewrite is attached to a role or user in its hands',
      ...(conditional ? [CONDITIONS] : []),
    ],
  };
}

/** Why statements do not surely give an action on all that it is wanted on. */
function limits({ holding: { whole, unconditional, denies } }: Held): string[] {
  const taking = denies.filter(isUnconditional).map(({ ref }) => placeOf(ref));
  return [
    ...(whole
      ? []
      : taking.length === 0
        ? ['one of the resources that the statements name has more rights']
        : [`one of the resources that ${taking.slice(0, 3).join(' and ')} does not deny has more rights`]),
    ...(unconditional ? [] : [CONDITIONS]),
  ];
}

/** What may narrow the policies and was not understood. */
function gaps({ problems }: EffectivePermissions): string[] {
  if (problems.length === 0) return [];
  const narrowing = problems.filter(({ effect }) => effect === 'may-narrow').map(({ text }) => text);
  return narrowing.length === 0 ? [] : [unreadTakesNothing(narrowing)];
}
