import type { PolicyHolder } from '../../model/iam-facts.ts';
import { accessOf } from './access.ts';
import type { EffectivePermissions } from './effective.ts';
import { type Opening, raised } from './raised.ts';
import { isRewritable, removals } from './removals.ts';
import type { Can, KnownUser, Power } from './surroundings.ts';
import { withoutPolicies } from './without.ts';

/** The account, as far as it bears on what a user can be brought to. */
export interface Setting {
  groups: readonly PolicyHolder[];
  /** A user's permissions without its boundary. */
  unbound(known: KnownUser): EffectivePermissions;
  /** These permissions of a user, and those of a group besides. */
  joined(known: KnownUser, permissions: EffectivePermissions, group: PolicyHolder): EffectivePermissions;
  powerOf: Opening;
  opening: Opening;
}

/**
 * What a user is brought to by somebody who may do to it what `can` says: take off its boundary and policies that deny,
 * write into it, its groups or its managed policies, and put it into groups.
 */
export function broughtTo(known: KnownUser, can: Can, setting: Setting): Power {
  const { user } = known;
  const unbinds = canUnbind(known, can);
  const bounded = unbinds ? setting.unbound(known) : known.permissions;
  const canGo = (policy: Parameters<typeof removals>[0]) =>
    removals(policy, user).some(([action, on]) => can(action, { ...user, arn: on }));
  const permissions = withoutPolicies(bounded, canGo) ?? bounded;
  const then = unbinds ? { ...user, permissionsBoundaryArn: null } : user;
  const joinable = setting.groups.filter(
    ({ arn }) => !known.groups.includes(arn) && can('iam:AddUserToGroup', { arn }),
  );
  const written = canWrite(known, joinable, can) ? raised(permissions, then, setting.opening).power : 'none';
  if (written === 'administrator') return written;
  const others = new Set([bounded, permissions]);
  others.delete(known.permissions);
  return strongest([
    written,
    ...[...others, ...joinable.map((group) => setting.joined(known, permissions, group))].map((one) =>
      setting.powerOf(one, accessOf(one), then),
    ),
  ]);
}

export function strongest(powers: readonly Power[]): Power {
  return (['administrator', 'perhaps'] as const).find((power) => powers.includes(power)) ?? 'none';
}

function canUnbind({ user }: KnownUser, can: Can): boolean {
  const { permissionsBoundaryArn: boundary } = user;
  return (
    boundary !== null &&
    (can('iam:DeleteUserPermissionsBoundary', user) ||
      can('iam:PutUserPermissionsBoundary', user) ||
      (isRewritable(boundary) && can('iam:CreatePolicyVersion', { arn: boundary })))
  );
}

function canWrite(
  { user, groups, managed }: KnownUser,
  joinable: readonly PolicyHolder[],
  can: Can,
): boolean {
  return (
    can('iam:PutUserPolicy', user) ||
    can('iam:AttachUserPolicy', user) ||
    [...groups, ...joinable.map(({ arn }) => arn)].some(
      (arn) => can('iam:PutGroupPolicy', { arn }) || can('iam:AttachGroupPolicy', { arn }),
    ) ||
    [...managed, ...joinable.flatMap(({ attachedPolicies }) => attachedPolicies.map(({ arn }) => arn))].some(
      (arn) => isRewritable(arn) && can('iam:CreatePolicyVersion', { arn }),
    )
  );
}
