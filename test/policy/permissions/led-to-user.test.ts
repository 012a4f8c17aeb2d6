import { describe, expect, it } from 'vitest';
import type { PolicyHolder, User } from '../../../src/model/facts/authorization-details.ts';
import { newStudy } from '../../../src/model/study.ts';
import { openMethods } from '../../../src/policy/permissions/escalation.ts';
import { surroundingsOf } from '../../../src/policy/permissions/role-surroundings.ts';
import { ACCOUNT, allow, deny, groupHolding, NARROW, roleHolding, userHolding } from './roles.ts';

/** The user that a method leads a role to: its name, `(new)` where it makes it, `?` where that is not certain. */
function led(id: string, inline: object[], users: User[], groups: PolicyHolder[] = []): string {
  const { role } = roleHolding({ inline });
  const around = surroundingsOf({ users, groups, roles: [role], policies: [NARROW] }, newStudy());
  const { permissions, access } = around.held(role);
  const way = openMethods(permissions, access, role, around).find(({ method }) => method.id === id);
  if (way === undefined) return 'nobody';
  const { name = 'somebody', isNew = false } = way.leadsToUser ?? {};
  return `${name}${isNew ? ' (new)' : ''}${way.doubts.length === 0 ? '' : '?'}`;
}

const KEY = 'iam:CreateAccessKey';
const arn = (name: string) => `arn:aws:iam::${ACCOUNT}:user/${name}`;
const groupArn = (name: string) => `arn:aws:iam::${ACCOUNT}:group/${name}`;

const READER = userHolding('reader', allow('s3:Get*'));
const OTHER = userHolding('other', allow('s3:Get*'));
const ADMIN = userHolding('admin', allow('*'));
const BOUND = userHolding('bound', allow('*'), { permissionsBoundaryArn: NARROW.arn });
const DENIED = userHolding('denied', [allow('*'), deny('iam:*')]);
const STAFF = groupHolding('staff');
const SALES = groupHolding('sales');
const ADMINS = groupHolding('admins', allow('*'));
const MEMBER = userHolding('member', [], { groups: ['staff'] });

/** A way of its own to any user, so that what is said of a method does not rest on where users can be brought to. */
const BY_WRITING = allow(['iam:PutUserPolicy', KEY]);

type Case = [says: string, id: string, inline: object[], users: User[], groups: PolicyHolder[], led: string];

const CASES: Case[] = [
  [
    'the second user, where it has the keys of that one alone',
    'put-user-policy',
    [allow('iam:PutUserPolicy'), allow(KEY, OTHER.arn)],
    [READER, OTHER],
    [],
    'other',
  ],
  [
    'a member whose keys it has, of a group that it writes into',
    'put-group-policy',
    [allow('iam:PutGroupPolicy'), allow(KEY, arn('keyed'))],
    [MEMBER, userHolding('keyed', [], { groups: ['staff'] })],
    [STAFF],
    'keyed',
  ],
  [
    'the first of those whose credentials it does not have',
    'put-user-policy',
    [allow('iam:PutUserPolicy')],
    [READER, OTHER],
    [],
    'reader?',
  ],
  ['nobody who is an administrator already', 'put-user-policy', [BY_WRITING], [ADMIN], [], 'nobody'],
  ['the other, beside an administrator', 'put-user-policy', [BY_WRITING], [ADMIN, READER], [], 'reader'],
  [
    'no user without a Deny by deleting policies',
    'delete-user-policy',
    [BY_WRITING, allow('iam:DeleteUserPolicy')],
    [READER],
    [],
    'nobody',
  ],
  [
    'one with a Deny by deleting policies',
    'delete-user-policy',
    [BY_WRITING, allow('iam:DeleteUserPolicy')],
    [READER, DENIED],
    [],
    'denied',
  ],
  [
    'none with a Deny whose policies another may delete',
    'delete-user-policy',
    [BY_WRITING, allow('iam:DeleteUserPolicy', READER.arn)],
    [READER, DENIED],
    [],
    'nobody',
  ],
  [
    'no user without a boundary by taking one off',
    'delete-user-boundary',
    [BY_WRITING, allow('iam:DeleteUserPermissionsBoundary')],
    [READER],
    [],
    'nobody',
  ],
  [
    'one with a boundary by taking it off',
    'delete-user-boundary',
    [BY_WRITING, allow('iam:DeleteUserPermissionsBoundary')],
    [READER, BOUND],
    [],
    'bound',
  ],
  [
    'a member of a group that it writes into, whatever else that is in',
    'put-group-policy',
    [allow('iam:PutGroupPolicy', groupArn('staff')), allow(KEY)],
    [userHolding('both', [], { groups: ['sales', 'staff'] })],
    [SALES, STAFF],
    'both',
  ],
  [
    'no member of another group',
    'put-group-policy',
    [BY_WRITING, allow('iam:PutGroupPolicy', groupArn('sales'))],
    [MEMBER],
    [SALES, STAFF],
    'nobody',
  ],
  [
    'nobody by a group that it cannot put anyone into',
    'put-group-policy',
    [BY_WRITING, allow('iam:PutGroupPolicy')],
    [READER],
    [STAFF],
    'nobody',
  ],
  [
    'anyone by one group of several that it can put users into',
    'put-group-policy',
    [allow(['iam:PutGroupPolicy', KEY]), allow('iam:AddUserToGroup', groupArn('sales'))],
    [READER],
    [STAFF, SALES],
    'reader',
  ],
  [
    'nobody who is in all groups that it puts users into',
    'add-user-to-group',
    [BY_WRITING, allow('iam:AddUserToGroup')],
    [MEMBER],
    [STAFF],
    'nobody',
  ],
  [
    'one who is in some of them',
    'add-user-to-group',
    [allow(['iam:AddUserToGroup', KEY])],
    [MEMBER],
    [STAFF, ADMINS],
    'member',
  ],
];

describe('a role is led to', () => {
  it.each(CASES)('%s', (_says, id, inline, users, groups, user) => {
    expect(led(id, inline, users, groups)).toBe(user);
  });
});

/** So many users whose names are those that come to mind first. */
function taken(count: number): User[] {
  return Array.from({ length: count }, (_, at) => userHolding(`apps/${'x'.repeat(at + 1)}`));
}

const MAKING = ['iam:CreateUser', 'iam:AttachUserPolicy', KEY];

describe('a user of its own making', () => {
  it.each<[says: string, names: string, users: User[], led: string]>([
    ['by its one name', 'apps', [], 'apps (new)'],
    ['by a pattern', 'team-?', [], 'team-x (new)'],
    ['on a path', 'apps/*', [], 'x (new)'],
    ['on a path, where names are taken', 'apps/*', taken(2), 'xxx (new)'],
    ['on a path, by the last name that IAM takes', 'apps/*', taken(63), `${'x'.repeat(64)} (new)`],
    ['on a path, where all such names are taken', 'apps/*', taken(64), 'nobody'],
    ['by its one name, which is taken', 'apps/x', taken(1), 'nobody'],
  ])('%s', (_says, names, users, user) => {
    const kept =
      users.length === 0
        ? []
        : [
            deny(
              [KEY, 'iam:AttachUserPolicy'],
              users.map((one) => one.arn),
            ),
          ];
    expect(led('attach-user-policy-key', [allow(MAKING, arn(names)), ...kept], users)).toBe(user);
  });

  it('is of no use without credentials', () => {
    expect(led('attach-user-policy', [allow(['iam:CreateUser', 'iam:AttachUserPolicy'])], [])).toBe('nobody');
  });
});
