import type { AuthorizationDetails, ManagedPolicy, PolicyHolder, User } from '../../model/iam-facts.ts';
import { accessOf } from './access.ts';
import { broughtTo, type Setting, strongest } from './brought.ts';
import { type EffectivePermissions, effectivePermissions, type PlacedStatement } from './effective.ts';
import { type Hands, handsOf, TAKING } from './hands.ts';
import { ofKind } from './held-actions.ts';
import type { Opening } from './raised.ts';
import type { AccountUsers, KnownUser, Power } from './surroundings.ts';

type Policies = ReadonlyMap<string, ManagedPolicy>;

/**
 * The users of an account; undefined where users and groups were not read. `powerOf` says what permissions come to
 * without a look at users, `opening` the same by ways that leave the user's own policies alone.
 */
export function accountUsers(
  { users, groups }: AuthorizationDetails,
  policies: Policies,
  ways: { powerOf: Opening; opening: Opening },
): AccountUsers | undefined {
  if (users === undefined || groups === undefined) return undefined;
  const byName = new Map(groups.map((group) => [group.name, group]));
  const read = new Map<KnownUser, User>();
  const all = users.map((user) => {
    const known = knownUser(user, byName, policies);
    read.set(known, user);
    return known;
  });
  const setting: Setting = {
    groups,
    unbound: (known) => {
      const user = read.get(known);
      return user === undefined
        ? { ...known.permissions, boundary: null }
        : knownUser({ ...user, permissionsBoundaryArn: null }, byName, policies).permissions;
    },
    joined: ({ user }, permissions, group) => together(permissions, [ofGroup(group, user.arn, policies)]),
    ...ways,
  };
  let powers: ReadonlyMap<KnownUser, Power> | undefined;
  const powerIs = (known: KnownUser) => {
    powers ??= powersOf(all, policies, setting);
    return powers.get(known) ?? 'none';
  };
  return {
    all,
    groups,
    power: powerIs,
    brought(known, can) {
      const power = powerIs(known);
      return power === 'administrator' ? power : strongest([power, broughtTo(known, can, setting)]);
    },
    made: (arn, permissionsBoundaryArn) => {
      const name = arn.slice(arn.lastIndexOf('/') + 1);
      const none = { inlinePolicies: [], attachedPolicies: [] };
      return knownUser({ name, arn, ...none, groups: [], permissionsBoundaryArn }, byName, policies);
    },
  };
}

function knownUser(user: User, byName: ReadonlyMap<string, PolicyHolder>, policies: Policies): KnownUser {
  const { name, arn, inlinePolicies, attachedPolicies, permissionsBoundaryArn = null } = user;
  const groups = (user.groups ?? []).flatMap((group) => byName.get(group) ?? []);
  const holder = { arn, inlinePolicies, attachedPolicies, permissionsBoundaryArn };
  const own = effectivePermissions(holder, policies);
  const unread = [
    ...(user.groups === undefined ? [`the groups of user ${name} were not collected`] : []),
    ...(user.groups ?? [])
      .filter((group) => !byName.has(group))
      .map((group) => `group ${group} was not collected`),
  ];
  const noBoundary = user.permissionsBoundaryArn === undefined;
  const gap = `the permissions boundary of user ${name} was not collected`;
  const permissions = together(
    {
      ...own,
      ...(noBoundary && { unreadBoundary: gap }),
      problems: [
        ...own.problems,
        ...unread.flatMap((text) => [
          { effect: 'may-add' as const, text },
          { effect: 'may-narrow' as const, text },
        ]),
        ...(noBoundary ? [{ effect: 'may-narrow' as const, text: gap }] : []),
      ],
    },
    groups.map((group) => ofGroup(group, arn, policies)),
  );
  return {
    user: { name, arn, attachedPolicies, permissionsBoundaryArn },
    groups: groups.map((group) => group.arn),
    managed: [user, ...groups].flatMap((one) => one.attachedPolicies.map((policy) => policy.arn)),
    permissions,
  };
}

/** What a group gives to a member. */
function ofGroup(group: PolicyHolder, arn: string, policies: Policies): EffectivePermissions {
  const { inlinePolicies, attachedPolicies } = group;
  const holder = { arn, inlinePolicies, attachedPolicies, permissionsBoundaryArn: null };
  const given = effectivePermissions(holder, policies);
  const named = (statements: readonly PlacedStatement[]) =>
    statements.map((statement) => ({
      ...statement,
      ref: { ...statement.ref, policy: { ...statement.ref.policy, group: group.arn } },
    }));
  return { ...given, allows: named(given.allows), denies: named(given.denies) };
}

function together(own: EffectivePermissions, others: readonly EffectivePermissions[]): EffectivePermissions {
  return {
    ...own,
    allows: [...own.allows, ...others.flatMap(({ allows }) => allows)],
    denies: [...own.denies, ...others.flatMap(({ denies }) => denies)],
    problems: [...own.problems, ...others.flatMap(({ problems }) => problems)],
  };
}

/** What writes into users and groups. */
const WRITING = [
  ['iam:PutUserPolicy', 'user'],
  ['iam:AttachUserPolicy', 'user'],
  ['iam:PutGroupPolicy', 'group'],
  ['iam:AttachGroupPolicy', 'group'],
  ['iam:AddUserToGroup', 'group'],
] as const;

/** Who can take the credentials of a user gets as far as that user, from one to the next. */
function powersOf(
  all: readonly KnownUser[],
  policies: Policies,
  setting: Setting,
): ReadonlyMap<KnownUser, Power> {
  const hands = new Map(all.map((known) => [known, ownHands(known, policies)]));
  const powers = new Map(
    all.map((known): [KnownUser, Power] => {
      const { permissions, user } = known;
      const power = setting.powerOf(permissions, accessOf(permissions), user);
      const own = hands.get(known);
      if (power === 'administrator' || own === undefined) return [known, power];
      const surely = broughtTo(known, own.surely, setting);
      if (surely === 'administrator') return [known, surely];
      const perhaps = broughtTo(known, own.perhaps, setting);
      return [known, strongest([power, surely, perhaps]) === 'none' ? 'none' : 'perhaps'];
    }),
  );
  const takers = [...hands].filter(
    ([known, { perhaps }]) =>
      powers.get(known) !== 'administrator' &&
      TAKING.some((action) => perhaps(action, someOf('user', known))),
  );
  for (const [taker, { perhaps }] of takers) {
    const writes = WRITING.some(([action, kind]) => perhaps(action, someOf(kind, taker)));
    if (writes && powers.get(taker) === 'none') powers.set(taker, 'perhaps');
  }
  const open = all.filter((known) => powers.get(known) !== 'none');
  for (let taken = open.pop(); taken !== undefined; taken = open.pop()) {
    const { user } = taken;
    const power = powers.get(taken) ?? 'none';
    for (const [taker, { surely, perhaps }] of takers) {
      const now = powers.get(taker) ?? 'none';
      if (taker === taken || now === power || now === 'administrator') continue;
      if (!TAKING.some((action) => perhaps(action, user))) continue;
      const more = TAKING.some((action) => surely(action, user)) ? power : 'perhaps';
      if (strongest([now, more]) === now) continue;
      powers.set(taker, more);
      open.push(taker);
    }
  }
  return powers;
}

/** What a user can do; nothing surely where something that may narrow it was not understood. */
function ownHands({ permissions }: KnownUser, policies: Policies): Hands {
  const hands = handsOf(permissions, policies);
  const narrowed = permissions.problems.some(({ effect }) => effect === 'may-narrow');
  return narrowed ? { ...hands, surely: () => false } : hands;
}

/** Stands for whatever user or group there is. */
function someOf(kind: 'user' | 'group', { user }: KnownUser): { arn: string } {
  return { arn: ofKind(kind, user).value };
}
