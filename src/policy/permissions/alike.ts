import type { ManagedPolicy, Role } from '../../model/facts/authorization-details.ts';
import { type Access, accessOf } from './access.ts';
import { type EffectivePermissions, effectivePermissions, type Identity, readOnce } from './effective.ts';
import { ofKind } from './held-actions.ts';
import type { OpenMethod } from './open-way.ts';
import { covers, isEveryResource, touches } from './resources.ts';
import { asksForArn } from './role-session.ts';
import { speaksOf } from './statement.ts';

/** What a role's own policies give. */
export interface Held {
  permissions: EffectivePermissions;
  access: Access;
}

/** What roles of an account hold, worked out once for all of the same policies, unless these ask whose request it is. */
export function heldAlike(policies: ReadonlyMap<string, ManagedPolicy>): (role: Role) => Held {
  const known = new Map<string, Held | 'personal'>();
  return (role) => {
    const { inlinePolicies, attachedPolicies, permissionsBoundaryArn } = role;
    const key = JSON.stringify([inlinePolicies, attachedPolicies, permissionsBoundaryArn]);
    const found = known.get(key);
    if (found !== undefined && found !== 'personal') return found;
    const permissions = effectivePermissions(role, policies);
    const held = { permissions, access: accessOf(permissions) };
    if (found === undefined) known.set(key, isPersonal(role, policies) ? 'personal' : held);
    return held;
  };
}

function isPersonal(
  { inlinePolicies, attachedPolicies, permissionsBoundaryArn }: Role,
  policies: ReadonlyMap<string, ManagedPolicy>,
): boolean {
  const arns = [...attachedPolicies.map(({ arn }) => arn), permissionsBoundaryArn ?? ''];
  return [...inlinePolicies, ...arns.flatMap((arn) => policies.get(arn) ?? [])].some((policy) =>
    readOnce(policy).statements.some(asksForArn),
  );
}

/**
 * The ways of roles that hold the same, found once for all of them: but not where a statement means some roles and not
 * others, nor where it lets them assume roles, which may admit one of them alone. They are found for a role that does not
 * exist, and so may lead to any of those that hold the same: one that is led to itself is asked by itself.
 */
export function waysAlike(
  waysOf: (held: Held, who: Identity) => readonly OpenMethod[],
): (held: Held, role: Role) => readonly OpenMethod[] {
  const asked = new Set<EffectivePermissions>();
  const known = new Map<EffectivePermissions, readonly OpenMethod[] | undefined>();
  const anyones = (held: Held, role: Role) => {
    const { permissions } = held;
    if (!known.has(permissions))
      known.set(permissions, tellsApart(permissions, role) ? undefined : waysOf(held, nobody(role)));
    return known.get(permissions);
  };
  return (held, role) => {
    // Many hold what no other role holds.
    const ways = asked.has(held.permissions) ? anyones(held, role) : undefined;
    asked.add(held.permissions);
    return ways === undefined || ways.some(({ leadsTo }) => leadsTo?.arn === role.arn)
      ? waysOf(held, role)
      : ways;
  };
}

function tellsApart({ allows, denies, boundary }: EffectivePermissions, role: Role): boolean {
  const roles = ofKind('role', role);
  return (
    allows.some((statement) => speaksOf(statement, 'sts:assumerole')) ||
    [...allows, ...denies, ...(boundary ?? [])].some(
      ({ resources }) =>
        !isEveryResource(resources) && touches(resources, roles) && !covers(resources, roles),
    )
  );
}

/** Names of roles have 64 characters at most. */
function nobody(role: Role): Identity {
  return { ...role, arn: `${role.arn.slice(0, role.arn.indexOf('/'))}/${'x'.repeat(65)}` };
}
