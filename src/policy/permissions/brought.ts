import type { PolicyHolder } from '../../model/facts/authorization-details.ts';
import type { EffectivePermissions, Identity } from './effective.ts';
import { isRewritable, removals } from './removals.ts';
import type { Standing } from './standing.ts';
import type { Can, KnownUser, Power } from './surroundings.ts';
import { withoutPolicies } from './without.ts';

/** The account, as far as it bears on what a user can be brought to. */
export interface Setting {
  groups: readonly PolicyHolder[];
  /** A user's permissions without its boundary. */
  unbound(known: KnownUser): EffectivePermissions;
  standingOf(permissions: EffectivePermissions, user: Identity): Standing;
  /** What groups give to members, each once where several give the same, without those that give nothing. */
  gifts(groups: readonly PolicyHolder[]): Gift[];
}

/** What a group gives to its members. */
export interface Gift {
  /** Whether it gives each of them something else, by the member's name. */
  personal: boolean;
  /** The standing of such a user as a member. */
  joined(standing: Standing, arn: string): Standing;
}

/**
 * Answers what a user is brought to by somebody who may do to it what `can` says: take off its boundary and policies
 * that deny, write into it, its groups or its managed policies, and put it into groups.
 */
export function bringing(setting: Setting): (known: KnownUser, can: Can) => Power {
  const reaches = new WeakMap<Can, Reach>();
  return (known, can) => {
    const reach = reaches.get(can) ?? reachOf(can, setting);
    reaches.set(can, reach);
    const power = reach.brought.get(known) ?? broughtTo(known, can, reach, setting);
    reach.brought.set(known, power);
    return power;
  };
}

/** What somebody may do that is the same for all users. */
interface Reach {
  /** Whether it can write into one of the groups that it can put users into, or one of their managed policies. */
  writesJoinable: boolean;
  /** Whether it can write into a group. */
  writes(groupArn: string): boolean;
  /** What these groups give. */
  gifts: readonly Gift[];
  /** What users in such a standing come to by what is not personal of that. */
  joined: Map<Standing, Power>;
  brought: Map<KnownUser, Power>;
}

function reachOf(can: Can, { groups, gifts }: Setting): Reach {
  const joinable = groups.filter(({ arn }) => can('iam:AddUserToGroup', { arn }));
  const writable = new Map<string, boolean>();
  const writes = (arn: string) => {
    const known =
      writable.get(arn) ?? (can('iam:PutGroupPolicy', { arn }) || can('iam:AttachGroupPolicy', { arn }));
    writable.set(arn, known);
    return known;
  };
  const writesJoinable = joinable.some(
    ({ arn, attachedPolicies }) =>
      writes(arn) || attachedPolicies.some((policy) => canRewrite(policy.arn, can)),
  );
  const maps = { joined: new Map(), brought: new Map() };
  return { writesJoinable, writes, gifts: gifts(joinable), ...maps };
}

function broughtTo(known: KnownUser, can: Can, reach: Reach, setting: Setting): Power {
  const { user } = known;
  const unbinds = canUnbind(known, can);
  const bounded = unbinds ? setting.unbound(known) : known.permissions;
  const canGo = (policy: Parameters<typeof removals>[0]) =>
    removals(policy, user).some(([action, on]) => can(action, { ...user, arn: on }));
  const permissions = withoutPolicies(bounded, canGo) ?? bounded;
  const then = unbinds ? { ...user, permissionsBoundaryArn: null } : user;
  const standing = setting.standingOf(permissions, then);
  const written = canWrite(known, reach, can) ? standing.raised() : 'none';
  if (written === 'administrator') return written;
  const others = new Set([bounded, permissions]);
  others.delete(known.permissions);
  const powers = [written, ...[...others].map((one) => setting.standingOf(one, then).power())];
  if (powers.includes('administrator')) return 'administrator';
  const inGroup = (gift: Gift) => gift.joined(standing, user.arn).power();
  const joined = reach.joined.get(standing) ?? strongestOf(reach.gifts.filter(isForAll), inGroup);
  reach.joined.set(standing, joined);
  return strongest([...powers, joined, strongestOf(reach.gifts.filter(isPersonal), inGroup)]);
}

function isPersonal({ personal }: Gift): boolean {
  return personal;
}

function isForAll({ personal }: Gift): boolean {
  return !personal;
}

function strongestOf<T>(ones: readonly T[], powerOf: (one: T) => Power): Power {
  let most: Power = 'none';
  for (const one of ones) {
    if (most === 'administrator') break;
    most = strongest([most, powerOf(one)]);
  }
  return most;
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
      canRewrite(boundary, can))
  );
}

function canWrite({ user, groups, managed }: KnownUser, reach: Reach, can: Can): boolean {
  return (
    can('iam:PutUserPolicy', user) ||
    can('iam:AttachUserPolicy', user) ||
    reach.writesJoinable ||
    groups.some(reach.writes) ||
    managed.some((arn) => canRewrite(arn, can))
  );
}

function canRewrite(policyArn: string, can: Can): boolean {
  return isRewritable(policyArn) && can('iam:CreatePolicyVersion', { arn: policyArn });
}
