import type { ManagedPolicy, Role } from '../../model/facts/authorization-details.ts';
import { type Access, accessOf } from './access.ts';
import { type EffectivePermissions, effectivePermissions, readOnce } from './effective.ts';
import { asksForArn } from './role-session.ts';

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
