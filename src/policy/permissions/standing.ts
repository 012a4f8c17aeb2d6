import { accessOf, matchedOnce } from './access.ts';
import { type ActionSet, overlap } from './catalogue.ts';
import type { EffectivePermissions, Identity, PlacedStatement } from './effective.ts';
import { ofKind } from './held-actions.ts';
import { type Opening, raised } from './raised.ts';
import { isEveryResource, touches } from './resources.ts';
import type { Power } from './surroundings.ts';

/** How far users get but for what they can do to users and groups. */
export interface UserWays {
  /** What permissions come to. */
  powerOf: Opening;
  /** The same by ways that leave the user's own policies alone. */
  opening: Opening;
  /** The actions that those ways take. */
  actions(): ActionSet;
}

/** What permissions come to, worked out when it is first asked for; shared by all users with whom it is the same. */
export interface Standing {
  permissions: EffectivePermissions;
  user: Identity;
  power(): Power;
  /** The same, where the user's policies can be written anew. */
  raised(): Power;
}

/** Answers with the standing of a user with such permissions. Most users of an account hold what others hold, too. */
export function standings(ways: UserWays): (permissions: EffectivePermissions, user: Identity) => Standing {
  const byPermissions = new WeakMap<EffectivePermissions, Standing>();
  const byContent = new Map<string, Standing>();
  const contentOf = contents();
  return (permissions, user) => {
    const known = byPermissions.get(permissions);
    if (known !== undefined) return known;
    // Actions of other ways may be left to a user's own things, which no two users have in common.
    const allows = permissions.allows.filter(({ actions }) => overlap(matchedOnce(actions), ways.actions()));
    const held = { ...permissions, allows };
    const content = contentOf(held, user);
    const standing = byContent.get(content) ?? standingOf(held, user, ways);
    byContent.set(content, standing);
    byPermissions.set(permissions, standing);
    return standing;
  };
}

function standingOf(permissions: EffectivePermissions, user: Identity, ways: UserWays): Standing {
  const power = once(() => ways.powerOf(permissions, accessOf(permissions), user));
  return { permissions, user, power, raised: once(() => raised(permissions, user, ways.opening).power) };
}

function once<T extends string>(work: () => T): () => T {
  let known: T | undefined;
  return () => {
    known ??= work();
    return known;
  };
}

/** Answers with a text, the same for permissions that come to the same. */
function contents(): (permissions: EffectivePermissions, user: Identity) => string {
  const numbers = new Map<string, number>();
  const numbered = new WeakMap<object, number>();
  const numberOf = (element: object) => {
    const known = numbered.get(element);
    if (known !== undefined) return known;
    const text = JSON.stringify(element);
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    numbered.set(element, number);
    return number;
  };
  const says = ({ actions, resources, conditions }: PlacedStatement) =>
    [actions, resources, conditions].map(numberOf).join(' ');
  return ({ allows, denies, boundary, problems, unreadBoundary }, user) => {
    const limits = [...denies, ...(boundary ?? [])];
    return JSON.stringify([
      allows.map(says).sort(),
      denies.map((deny) => `${says(deny)} ${placeOfDeny(deny)}`).sort(),
      boundary?.map(says).sort(),
      [...new Set(problems.map(({ effect }) => effect))].sort(),
      unreadBoundary !== undefined,
      user.permissionsBoundaryArn,
      user.attachedPolicies.map(({ arn }) => arn).sort(),
      limits.some((limit) => singlesOutUsers(limit, user)) ? user.arn : '',
    ]);
  };
}

/** Where a Deny can be taken away. */
function placeOfDeny({ ref: { policy } }: PlacedStatement): string {
  return `${policy.kind} ${policy.group ?? ''} ${policy.kind === 'inline' ? '' : policy.arn}`;
}

function singlesOutUsers({ resources }: PlacedStatement, user: Identity): boolean {
  return !isEveryResource(resources) && touches(resources, ofKind('user', user));
}
