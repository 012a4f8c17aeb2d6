import { holdings } from './effective.ts';
import { type Hands, handsOf, TAKING } from './hands.ts';
import { BOUNDARY_KEY, boundaryOf, ofKind } from './held-actions.ts';
import { CONDITIONS, type LedTo, type Question } from './led-to.ts';
import type { EscalationMethod } from './methods/method.ts';
import { settled, valuesAsked } from './settled.ts';
import type { AccountUsers, Can, KnownUser } from './surroundings.ts';

/**
 * Where a method leads whose actions stand on users or groups: to the user that it gets furthest by. What is written
 * into a user, or a group, helps only who has the credentials of that user, or makes them. Undefined where no user that
 * was collected, or can be made, is within reach and can be brought to more rights.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html
 */
export function ledToUser(method: EscalationMethod, question: Question): LedTo | undefined {
  const { permissions, role, around } = question;
  const users = question.users();
  if (users === undefined)
    return { doubts: [`${IN_WORDS[method.user ?? 'taken']} (users and groups were not read)`] };
  const hands = handsOf(permissions, around?.policies);
  let perhaps: LedTo | undefined;
  for (const how of ['surely', 'perhaps'] as const) {
    const isReached = reached(method, users, hands[how]);
    for (const known of withNewUsers(question, users, hands[how])) {
      if (known.user.arn === role.arn || !isReached(known)) continue;
      const found = toUser(method, known, users, hands[how], how);
      if (found?.doubts.length === 0) {
        if (found.hasNeeds || method.needs === undefined) return found;
        // The next user may be one whose credentials it has.
        if (perhaps?.doubts.length !== 0) perhaps = found;
      }
      perhaps ??= found;
      // What is done under conditions is never free of doubts.
      if (how === 'perhaps' && perhaps !== undefined) return perhaps;
    }
    if (perhaps !== undefined) return perhaps;
  }
  return undefined;
}

function* withNewUsers(question: Question, users: AccountUsers, can: Can): Iterable<KnownUser> {
  yield* users.all;
  yield* newUsers(question, users, can);
}

const IN_WORDS = {
  taken: 'a user that it may do this to has more rights',
  written: 'there is a user that it may do this to',
  unbound: 'a user that it may do this to has more rights below its boundary',
  undenied: 'a user that it may do this to has more rights but for those policies',
  'in-group': 'there is a group that it may do this to',
  'put-into-group': 'a group that it may do this to has more rights',
} as const satisfies Record<NonNullable<EscalationMethod['user']>, string>;

function toUser(
  method: EscalationMethod,
  known: KnownUser,
  users: AccountUsers,
  can: Can,
  how: keyof Hands,
): LedTo | undefined {
  const isTaken = method.user === 'taken';
  if (!isTaken && users.power(known) === 'administrator') return undefined;
  const power = users.brought(known, can);
  if (power === 'none') return undefined;
  const hasCredentials = TAKING.some((action) => can(action, known.user));
  const isNew = !users.has(known.user.arn);
  if (isNew && !hasCredentials) return undefined;
  const { name, arn } = known.user;
  return {
    user: { name, arn, isNew },
    ...(!isTaken && hasCredentials && { hasNeeds: true }),
    doubts: [
      ...(how === 'surely' ? [] : [CONDITIONS]),
      ...(power === 'administrator'
        ? []
        : [
            `${isNew ? 'a user that it makes' : `user ${name}`} can be brought to the rights of an administrator`,
          ]),
    ],
  };
}

/** Whether the actions of a method can be done to a user, or to a group that it is in or can be put into. */
function reached(
  method: EscalationMethod,
  { groups }: AccountUsers,
  can: Can,
): (known: KnownUser) => boolean {
  const done = (kind: 'user' | 'group', thing: Parameters<Can>[1]) =>
    method.actions.every(({ action, on }) => on !== kind || can(action, thing));
  const doneTo = groups.filter((group) => done('group', group)).map(({ arn }) => arn);
  switch (method.user) {
    case 'unbound':
      return ({ user }) => user.permissionsBoundaryArn !== null && done('user', user);
    case 'undenied':
      return ({ user, permissions }) => permissions.denies.length > 0 && done('user', user);
    case 'in-group': {
      if (doneTo.some((arn) => can('iam:AddUserToGroup', { arn }))) return () => true;
      const theirs = new Set(doneTo);
      return (known) => known.groups.some((arn) => theirs.has(arn));
    }
    case 'put-into-group':
      return (known) => doneTo.some((arn) => !known.groups.includes(arn));
    default:
      return ({ user }) => done('user', user);
  }
}

const made = new WeakMap<Can, readonly KnownUser[]>();

/** Users that it can make, each with the boundary that it must bear; the same for every method. */
function newUsers(question: Question, users: AccountUsers, can: Can): readonly KnownUser[] {
  const known = made.get(can) ?? makeUsers(question, users, can);
  made.set(can, known);
  return known;
}

function makeUsers({ permissions, role }: Question, users: AccountUsers, can: Can): readonly KnownUser[] {
  const anyUser = ofKind('user', role);
  return [null, ...valuesAsked(permissions, BOUNDARY_KEY)].flatMap((permissionsBoundaryArn) => {
    const then = settled(permissions, boundaryOf({ permissionsBoundaryArn }));
    const patterns = holdings(then, 'iam:CreateUser', anyUser).flatMap((held) => held.left());
    return [...new Set(patterns.flatMap(({ value }) => arnWithin(value, anyUser.value, users.has)))]
      .filter((arn) => can('iam:CreateUser', { arn, permissionsBoundaryArn }))
      .map((arn) => users.made(arn, permissionsBoundaryArn));
  });
}

/** The ARN of a user that the pattern matches and that is not there yet; none where the pattern may mean other things. */
function arnWithin(pattern: string, anyUser: string, isTaken: AccountUsers['has']): string[] {
  const [, name] = /^arn:[^:]*:iam::[^:]*:user\/(.+)$/.exec(pattern) ?? [];
  if (name === undefined) return [];
  const beginning = anyUser.slice(0, -1);
  for (let letters = 'x'; letters.length <= 64; letters += 'x') {
    const arn = `${beginning}${name.replaceAll('*', letters).replaceAll('?', 'x')}`;
    if (!isTaken(arn)) return [arn];
    if (!name.includes('*')) return [];
  }
  return [];
}
