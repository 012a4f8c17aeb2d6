import type { Role } from '../../model/iam-facts.ts';
import type { Condition } from '../operators.ts';
import { arnParts, matchesWildcard } from '../wildcard.ts';
import type { Access } from './access.ts';
import { hasAction } from './catalogue.ts';
import { type EffectivePermissions, type Holding, holdings, type PlacedStatement } from './effective.ts';
import {
  ESCALATION_METHODS,
  type EscalationMethod,
  type MethodAction,
  type MethodTarget,
} from './escalation-methods.ts';
import { EVERY_RESOURCE, patternsMeet, type ResourcePattern, resourcePattern } from './resources.ts';

/** A method that a role's permissions are enough for. */
export interface OpenMethod {
  method: EscalationMethod;
  /** For each of its actions, the statement that gives it best. */
  by: ReadonlyArray<{ action: string; statement: PlacedStatement }>;
  /** Whether all of it is given on all resources of its kind. */
  whole: boolean;
  /** Whether all of it is given for every request. */
  unconditional: boolean;
}

/**
 * The ways to more rights that a role's permissions leave open. `access` is what `accessOf` says of the same
 * permissions. Which rights the roles, users and policies have that a way leads to is not looked at.
 */
export function openMethods(permissions: EffectivePermissions, access: Access, role: Role): OpenMethod[] {
  return ESCALATION_METHODS.flatMap((method) => {
    if (!method.actions.every(({ action }) => hasAction(access.actions, action))) return [];
    if (method.raisesItself === true && isBounded(permissions, role)) return [];
    const open = openMethod(method, permissions, access, role);
    return open === undefined ? [] : [open];
  });
}

/** Whether a boundary stands that the role cannot take off itself. */
function isBounded(permissions: EffectivePermissions, role: Role): boolean {
  const own = resourcePattern(role.arn);
  return (
    permissions.boundary !== null &&
    ['iam:DeleteRolePermissionsBoundary', 'iam:PutRolePermissionsBoundary'].every(
      (action) => holdings(permissions, action, own).length === 0,
    )
  );
}

function openMethod(
  method: EscalationMethod,
  permissions: EffectivePermissions,
  access: Access,
  role: Role,
): OpenMethod | undefined {
  const held: Array<{ action: string } & Holding> = [];
  for (const wanted of method.actions) {
    const best = bestOf(holdingsFor(wanted, permissions, access, role));
    if (best === undefined) return undefined;
    held.push({ action: wanted.action, ...best });
  }
  const whole = held.every((one) => one.whole);
  if (!method.actions.every(isOnRole) || sameRole(held)) {
    return {
      method,
      by: held.map(({ action, statement }) => ({ action, statement })),
      whole,
      unconditional: held.every((one) => one.unconditional),
    };
  }
  return undefined;
}

function isOnRole({ on }: MethodAction): boolean {
  return on === 'role';
}

/** Whether some role may be within reach of all of the actions. */
function sameRole(held: readonly Holding[]): boolean {
  const patterns = held.map(({ statement: { resources } }) =>
    resources.not ? [EVERY_RESOURCE] : resources.patterns,
  );
  const [first = [], ...others] = patterns;
  return first.some((one) => others.every((more) => more.some((other) => patternsMeet(one, other))));
}

function holdingsFor(
  { action, on, passedTo }: MethodAction,
  permissions: EffectivePermissions,
  access: Access,
  role: Role,
): Holding[] {
  const giving = new Set(
    access.statements.filter(({ actions }) => hasAction(actions, action)).map(({ statement }) => statement),
  );
  const held = holdings(permissions, action, targetOf(on, role)).filter(({ statement }) =>
    giving.has(statement),
  );
  // What is made for the purpose can bear whatever name the statement asks for.
  if (on === 'any') return held.map((holding) => ({ ...holding, whole: true }));
  if (passedTo === undefined) return held;
  return held.flatMap((holding) => {
    const passed = passing(holding.statement.conditions, passedTo);
    if (passed === 'no') return [];
    const free = passed === 'yes' && permissions.boundary === null && holding.undenied;
    return [free ? { ...holding, unconditional: true } : holding];
  });
}

function bestOf(held: readonly Holding[]): Holding | undefined {
  const score = ({ whole, unconditional }: Holding) => (whole ? 2 : 0) + (unconditional ? 1 : 0);
  let best: Holding | undefined;
  for (const one of held) if (best === undefined || score(one) > score(best)) best = one;
  return best;
}

/**
 * Whether the conditions of an iam:PassRole statement let a role be passed to a service: `yes` where they ask for
 * nothing else, `maybe` where they ask for more.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#ck_PassedToService
 */
function passing(conditions: readonly Condition[], service: string): 'yes' | 'maybe' | 'no' {
  let answer: 'yes' | 'maybe' = 'yes';
  for (const { keyLower, base, values } of conditions) {
    const positive = base === 'StringEquals' || base === 'StringLike' || base === 'StringEqualsIgnoreCase';
    if (keyLower !== 'iam:passedtoservice' || !positive) answer = 'maybe';
    else if (!values.some((value) => matchesService(value, service))) return 'no';
  }
  return answer;
}

/** Names in other partitions end otherwise: `ec2.amazonaws.com.cn`. */
function matchesService(value: string, service: string): boolean {
  const wanted = value.toLowerCase();
  return wanted.includes('$') || [service, `${service}.cn`].some((name) => matchesWildcard(wanted, name));
}

function targetOf(target: MethodTarget, role: Role): ResourcePattern {
  if (target === 'own-role') return resourcePattern(role.arn);
  if (target === 'any') return EVERY_RESOURCE;
  const [, partition = '*', , , account = '*'] = arnParts(role.arn) ?? [];
  return resourcePattern(`arn:${partition}:iam::${account}:${target}/*`);
}
