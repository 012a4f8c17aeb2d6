import type { Role } from '../../model/facts/authorization-details.ts';
import { accessOf } from './access.ts';
import { type EffectivePermissions, type Holding, holdings, type Identity } from './effective.ts';
import { boundaryOf, namesOf } from './held-actions.ts';
import type { EscalationMethod } from './methods/method.ts';
import type { LedToUser } from './open-way.ts';
import { type Opening, raised } from './raised.ts';
import { widestBoundary } from './removals.ts';
import { resourcePattern } from './resources.ts';
import { settled } from './settled.ts';
import type { Surroundings, TrustingRole, UsersOf } from './surroundings.ts';
import { withoutBoundary } from './without.ts';

/** Where a way leads. */
export interface LedTo {
  /** The role, where it is known. */
  role?: Role;
  /** The user, where it is one and known. */
  user?: LedToUser;
  /** Whether what the method needs is known to be there. */
  hasNeeds?: true;
  /** What must hold besides, to follow on "This works where"; empty where the way is certain. */
  doubts: readonly string[];
}

/** Whose permissions it is asked of where a method leads. */
export interface Question {
  permissions: EffectivePermissions;
  role: Identity;
  around: Surroundings | undefined;
  users: UsersOf;
  /** What permissions come to once the policies of their holder have been written anew. */
  opening: Opening;
  /** What permissions come to, ways to more included. */
  powerOf: Opening;
}

const PUT_BOUNDARY = 'iam:PutRolePermissionsBoundary';

export const CONDITIONS = 'the request meets the conditions of the statements';

/**
 * Where a method leads whose actions stand on roles: to the collected role that it gets furthest by. Undefined where no
 * role that the statements mean can be acted as, or none has more rights. Statements that mean roles by a pattern mean
 * those that are still to be made, too: then the way is open perhaps. `held` are the statements that give its actions.
 */
export function ledTo(
  method: EscalationMethod,
  question: Question,
  held: readonly Holding[],
): LedTo | undefined {
  const { around, role } = question;
  const which = inWords(method);
  if (around === undefined) return { doubts: [`${which} has more rights`] };
  const meant = around.rolesMeant(question.permissions, role);
  let perhaps: LedTo | undefined;
  for (const { permissions, candidates } of cases(method, question, around)) {
    const asked = permissions === question.permissions ? question : { ...question, permissions };
    for (const candidate of candidates) {
      if (candidate.role.arn === role.arn || !meant.has(candidate.role)) continue;
      const found = toRole(method, asked, around, candidate);
      if (found?.doubts.length === 0) return found;
      perhaps ??= found;
    }
  }
  if (perhaps !== undefined) return perhaps;
  return held.every(meansByPattern)
    ? { doubts: [`${which} is given more rights (none that was collected has them)`] }
    : undefined;
}

function inWords({ role, actions }: EscalationMethod): string {
  if (role === 'trusting') return 'a role that trusts it';
  if (role === 'taken') return 'a role whose trust policy it may rewrite';
  return `a role that trusts ${actions.flatMap(({ passedTo }) => passedTo ?? []).join(' or ')}`;
}

/** The permissions in each request that would do, with the roles that come into question in it. */
function* cases(
  method: EscalationMethod,
  { permissions, role }: Question,
  around: Surroundings,
): Iterable<{ permissions: EffectivePermissions; candidates: Iterable<TrustingRole> }> {
  if (method.role === 'trusting') yield { permissions, candidates: around.trustingRole(role) };
  if (method.role === 'taken') yield { permissions, candidates: taken(around.rolesMeant(permissions, role)) };
  for (const service of method.actions.flatMap(({ passedTo }) => passedTo ?? [])) {
    for (const name of namesOf(service, role)) {
      yield {
        permissions: settled(permissions, new Map([['iam:passedtoservice', [name]]])),
        candidates: around.trustingService(service),
      };
    }
  }
}

function* taken(roles: Iterable<Role>): Iterable<TrustingRole> {
  for (const role of roles) yield { role, certain: true };
}

function toRole(
  method: EscalationMethod,
  { permissions, opening, powerOf }: Question,
  around: Surroundings,
  { role, certain }: TrustingRole,
): LedTo | undefined {
  const target = resourcePattern(role.arn);
  const then = settled(permissions, boundaryOf(role));
  const toWidest = settled(permissions, boundaryOf({ permissionsBoundaryArn: widestBoundary(role.arn) }));
  const doubts: string[] = certain ? [] : [`role ${role.name} surely trusts it`];
  for (const { action, on } of method.actions) {
    if (on !== 'role') continue;
    const held = holdings(action === PUT_BOUNDARY ? toWidest : then, action, target);
    if (held.length === 0) return undefined;
    if (!held.some(isCertain)) doubts.push(CONDITIONS);
  }
  const bounded = around.held(role).permissions;
  const unbound =
    method.lifts === true ||
    holdings(then, 'iam:DeleteRolePermissionsBoundary', target).some(isCertain) ||
    holdings(toWidest, PUT_BOUNDARY, target).some(isCertain);
  const free = unbound ? withoutBoundary(bounded) : undefined;
  if (method.lifts === true && free === undefined) return undefined;
  const power = free === undefined ? around.power(role) : powerOf(free, accessOf(free), role);
  if (power === 'administrator') return { role, doubts: [...new Set(doubts)] };
  const more = mayRaise(method, then, role)
    ? raised(free ?? bounded, role, opening)
    : { power, doubts: [`role ${role.name} can be brought to the rights of an administrator`] };
  if (more.power === 'none' && power === 'none') return undefined;
  return { role, doubts: [...new Set([...doubts, ...more.doubts])] };
}

/** Whether the way gives the role more rights on its way, or the same hands can. */
function mayRaise({ raises }: EscalationMethod, permissions: EffectivePermissions, { arn }: Role): boolean {
  if (raises === 'role') return true;
  const target = resourcePattern(arn);
  return ['iam:PutRolePolicy', 'iam:AttachRolePolicy'].some((action) =>
    holdings(permissions, action, target).some(isCertain),
  );
}

export function isCertain({ whole, unconditional, denies }: Holding): boolean {
  return whole && unconditional && denies.length === 0;
}

function meansByPattern(holding: Holding): boolean {
  return holding.left().some(({ value }) => /[*?$]/.test(value));
}
