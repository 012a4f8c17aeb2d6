import type {
  AuthorizationDetails,
  ManagedPolicy,
  PolicyHolder,
  User,
} from '../../model/facts/authorization-details.ts';
import { arnParts } from '../wildcard.ts';
import { matchedOnce } from './access.ts';
import { bringing, type Gift, type Setting, strongest } from './brought.ts';
import { type ActionSet, actionSet, overlap } from './catalogue.ts';
import {
  type EffectivePermissions,
  effectivePermissions,
  type Identity,
  type PlacedStatement,
  policiesByArn,
} from './effective.ts';
import { type Hands, handsOf, TAKING } from './hands.ts';
import { ofKind } from './held-actions.ts';
import { patternsMeet } from './resources.ts';
import { type Standing, standings, type UserWays } from './standing.ts';
import { speaksOf } from './statement.ts';
import type { AccountUsers, Can, KnownUser, Power } from './surroundings.ts';

type Policies = ReadonlyMap<string, ManagedPolicy>;

/** What users of an account may do by their own policies and those of their groups. */
export function permissionsOfUsers({ groups = [], policies }: AuthorizationDetails) {
  const byName = new Map(groups.map((group) => [group.name, group]));
  const byArn = policiesByArn(policies);
  return (user: User): EffectivePermissions => knownUser(user, byName, byArn).permissions;
}

/** The users of an account; undefined where users and groups were not read. */
export function accountUsers(
  { users, groups }: AuthorizationDetails,
  policies: Policies,
  ways: UserWays,
): AccountUsers | undefined {
  if (users === undefined || groups === undefined) return undefined;
  const byName = new Map(groups.map((group) => [group.name, group]));
  const read = new Map<KnownUser, User>();
  const all = users.map((user) => {
    const known = knownUser(user, byName, policies);
    read.set(known, user);
    return known;
  });
  const standingOf = standings(ways);
  const setting: Setting = {
    groups,
    standingOf,
    gifts: giftsOf(policies, standingOf),
    unbound: remembered((known: KnownUser) => {
      const user = read.get(known);
      return user === undefined
        ? { ...known.permissions, boundary: null }
        : knownUser({ ...user, permissionsBoundaryArn: null }, byName, policies).permissions;
    }),
  };
  const brought = bringing(setting);
  const arns = new Set(users.map(({ arn }) => arn));
  let powers: ReadonlyMap<KnownUser, Power> | undefined;
  const powerIs = (known: KnownUser) => {
    powers ??= powersOf(all, policies, standingOf, brought);
    return powers.get(known) ?? 'none';
  };
  return {
    all,
    has: (arn) => arns.has(arn),
    groups,
    power: powerIs,
    brought(known, can) {
      const power = powerIs(known);
      return power === 'administrator' ? power : strongest([power, brought(known, can)]);
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

const gifts = new WeakMap<PolicyHolder, EffectivePermissions>();

/** What a group gives to a member. */
function ofGroup(group: PolicyHolder, arn: string, policies: Policies): EffectivePermissions {
  const known = gifts.get(group);
  if (known !== undefined) return known;
  const { inlinePolicies, attachedPolicies } = group;
  const holder = { arn, inlinePolicies, attachedPolicies, permissionsBoundaryArn: null };
  const given = effectivePermissions(holder, policies);
  const named = (statements: readonly PlacedStatement[]) =>
    statements.map((statement) => ({
      ...statement,
      ref: { ...statement.ref, policy: { ...statement.ref.policy, group: group.arn } },
    }));
  const gift = { ...given, allows: named(given.allows), denies: named(given.denies) };
  if (!isPersonal(group, policies)) gifts.set(group, gift);
  return gift;
}

/**
 * Whether what a group gives may depend on who the member is. Names of keys are looked for in the text; where JSON
 * escapes stand in it they may be written by these.
 */
function isPersonal({ inlinePolicies, attachedPolicies }: PolicyHolder, policies: Policies): boolean {
  return [...inlinePolicies, ...attachedPolicies.flatMap(({ arn }) => policies.get(arn) ?? [])].some(
    ({ document }) => /aws:username|aws:principalarn|\\u/i.test(document),
  );
}

function giftsOf(policies: Policies, standingOf: Setting['standingOf']): Setting['gifts'] {
  const joinedTo = remembered((_: Standing) => new Map<unknown, Standing>());
  return (groups) => {
    const found = new Map<unknown, Gift>();
    for (const group of groups) {
      const personal = isPersonal(group, policies);
      const arn = group.arn.replace(/:group\/.*$/s, ':user/member');
      const member = { name: 'member', arn, attachedPolicies: [], permissionsBoundaryArn: null };
      const one = standingOf(ofGroup(group, arn, policies), member);
      if (!personal && one.permissions.allows.length + one.permissions.problems.length === 0) continue;
      const key = personal ? group : one;
      found.set(key, {
        personal,
        joined: (standing, user) => {
          const known = personal ? undefined : joinedTo(standing).get(key);
          if (known !== undefined) return known;
          const given = ofGroup(group, user, policies);
          const then = standingOf(together(standing.permissions, [given]), { ...standing.user, arn: user });
          if (!personal) joinedTo(standing).set(key, then);
          return then;
        },
      });
    }
    return [...found.values()];
  };
}

/** Answers about things, each worked out once. */
function remembered<Thing extends object, T>(answer: (thing: Thing) => T): (thing: Thing) => T {
  const known = new WeakMap<Thing, T>();
  return (thing) => {
    const found = known.get(thing) ?? answer(thing);
    known.set(thing, found);
    return found;
  };
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

/** What is done to users, groups and policies to bring a user to more rights. */
const DOING = [
  ...TAKING,
  ...WRITING.map(([action]) => action),
  'iam:CreatePolicyVersion',
  'iam:DeleteUserPermissionsBoundary',
  'iam:PutUserPermissionsBoundary',
  'iam:DeleteUserPolicy',
  'iam:DetachUserPolicy',
  'iam:DeleteGroupPolicy',
  'iam:DetachGroupPolicy',
  'iam:RemoveUserFromGroup',
];

/** Who can take the credentials of a user gets as far as that user, from one to the next. */
function powersOf(
  all: readonly KnownUser[],
  policies: Policies,
  standingOf: Setting['standingOf'],
  brought: (known: KnownUser, can: Can) => Power,
): ReadonlyMap<KnownUser, Power> {
  const hands = new Map(all.filter(mayDo).map((known) => [known, ownHands(known, policies)]));
  const powers = new Map(
    all.map((known): [KnownUser, Power] => {
      const power = standingOf(known.permissions, known.user).power();
      const own = hands.get(known);
      if (power === 'administrator' || own === undefined) return [known, power];
      const surely = brought(known, own.surely);
      if (surely === 'administrator') return [known, surely];
      const perhaps = brought(known, own.perhaps);
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
  const takersOf = byTaken(takers);
  const open = all.filter((known) => powers.get(known) !== 'none');
  for (let taken = open.pop(); taken !== undefined; taken = open.pop()) {
    const { user } = taken;
    const power = powers.get(taken) ?? 'none';
    for (const [taker, { surely, perhaps }] of takersOf(user)) {
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

/** Whether a user holds any action on users, groups or policies at all. */
function mayDo({ permissions }: KnownUser): boolean {
  done ??= actionSet(DOING);
  const set = done;
  return permissions.allows.some(({ actions }) => overlap(matchedOnce(actions), set));
}

let done: ActionSet | undefined;

type Taker = [KnownUser, Hands];

/**
 * Answers with those who may take a user, beside others. Most may take themselves alone, by their name: they need not
 * be asked for each user.
 */
function byTaken(takers: readonly Taker[]): (user: Identity) => Iterable<Taker> {
  const anyone: Taker[] = [];
  const byName = new Map<string, Taker[]>();
  for (const taker of takers) {
    const names = namesTaken(taker[0]);
    if (names === undefined) anyone.push(taker);
    for (const name of names ?? []) byName.set(name, [...(byName.get(name) ?? []), taker]);
  }
  return ({ arn }) => [...anyone, ...(byName.get(resourceOf(arn)) ?? [])];
}

/** The users, as `user/path/name`, that somebody may take at most; undefined where it may be any. */
function namesTaken({ user, permissions }: KnownUser): string[] | undefined {
  const anyUser = ofKind('user', user);
  const patterns = permissions.allows
    .filter((statement) => TAKING.some((action) => speaksOf(statement, action.toLowerCase())))
    .flatMap(({ resources }) => (resources.not ? [anyUser] : resources.patterns))
    .filter((pattern) => patternsMeet(pattern, anyUser))
    .map(({ value }) => resourceOf(value));
  return patterns.some((name) => name === '' || /[*?$]/.test(name)) ? undefined : [...new Set(patterns)];
}

/** `user/path/name` of an ARN or pattern. */
function resourceOf(arn: string): string {
  return arnParts(arn)?.[5] ?? '';
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
