import type { EffectivePermissions, PlacedStatement, PolicySource } from './effective.ts';

/** The permissions without their boundary; undefined where none was understood. */
export function withoutBoundary(permissions: EffectivePermissions): EffectivePermissions | undefined {
  if (permissions.boundary === null) return undefined;
  const denies = permissions.denies.filter(({ ref }) => ref.policy.kind !== 'boundary');
  return { ...permissions, boundary: null, denies };
}

/**
 * The permissions without those policies that can be taken away and in which a Deny stands, and without what these
 * allow; undefined where there are none.
 */
export function withoutPolicies(
  permissions: EffectivePermissions,
  canGo: (policy: PolicySource) => boolean,
): EffectivePermissions | undefined {
  const going = new Set(
    permissions.denies.flatMap(({ ref: { policy } }) => (canGo(policy) ? [keyOf(policy)] : [])),
  );
  if (going.size === 0) return undefined;
  const stays = ({ ref: { policy } }: PlacedStatement) => !going.has(keyOf(policy));
  return {
    ...permissions,
    allows: permissions.allows.filter(stays),
    denies: permissions.denies.filter(stays),
  };
}

function keyOf(policy: PolicySource): string {
  return `${policy.kind} ${policy.group ?? ''} ${policy.kind === 'inline' ? policy.name : policy.arn}`;
}
