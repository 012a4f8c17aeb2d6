import { describe, expect, it } from 'vitest';
import type {
  AuthorizationDetails,
  PolicyHolder,
  User,
} from '../../../src/model/facts/authorization-details.ts';
import { newStudy } from '../../../src/model/study.ts';
import { surroundingsOf } from '../../../src/policy/permissions/role-surroundings.ts';
import type { AccountUsers, Can, Power } from '../../../src/policy/permissions/surroundings.ts';
import { ACCOUNT, allow, deny, groupHolding, managed, NARROW, userHolding } from './roles.ts';

const CLEAN = managed('clean', allow('s3:Get*'));
const TAKES_OFF = managed('takes-off', allow(['s3:Get*', 'iam:DeleteUserPermissionsBoundary']));
const DENIES_MOST = managed('most', { Effect: 'Deny', NotAction: 'iam:DetachUserPolicy', Resource: '*' });
const DENIES = managed('denies', deny(['iam:*', 'sts:*', 'lambda:*']));

function usersOf(details: Partial<AuthorizationDetails>): AccountUsers {
  const users = surroundingsOf(
    {
      roles: [],
      groups: [],
      users: [],
      policies: [NARROW, CLEAN, TAKES_OFF, DENIES, DENIES_MOST],
      ...details,
    },
    newStudy(),
  ).users();
  if (users === undefined) throw new Error('users and groups are given');
  return users;
}

const KEY = 'iam:CreateAccessKey';
const IP = { Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } };
const arn = (name: string) => `arn:aws:iam::${ACCOUNT}:user/${name}`;
const groupArn = (name: string) => `arn:aws:iam::${ACCOUNT}:group/${name}`;
const having = (...policies: Array<{ arn: string; name: string }>) => ({
  attachedPolicies: policies.map(({ arn, name }) => ({ arn, name })),
});

const ADMIN = userHolding('admin', allow('*'));
const READER = userHolding('reader', allow('s3:Get*'));
const SOMETIMES = userHolding('sometimes', allow('*', '*', IP));
const STAFF = groupHolding('staff');
const ADMINS = groupHolding('admins', allow('*'));

/** A user by the name of jo. */
const jo = (inline: object | object[], more: Parameters<typeof userHolding>[2] = {}) =>
  userHolding('jo', inline, more);

type Case = [says: string, users: User[], groups: PolicyHolder[], power: Power];

/** The first user is the one in question. */
const POWERS: Case[] = [
  ['one who may do everything', [ADMIN], [], 'administrator'],
  ['one who may read', [READER], [], 'none'],
  ['one who may do everything under conditions', [SOMETIMES], [], 'perhaps'],
  [
    'one who may do everything within a boundary',
    [jo(allow('*'), { permissionsBoundaryArn: NARROW.arn })],
    [],
    'none',
  ],
  [
    'one who takes such a boundary off',
    [jo(allow('*'), { permissionsBoundaryArn: TAKES_OFF.arn })],
    [],
    'administrator',
  ],
  ['one who writes its own policies', [jo(allow('iam:PutUserPolicy', arn('jo')))], [], 'administrator'],
  [
    'one who may write its own policies under conditions',
    [jo(allow('iam:PutUserPolicy', arn('jo'), IP))],
    [],
    'perhaps',
  ],
  ['one who writes policies of another', [jo(allow('iam:PutUserPolicy', arn('reader'))), READER], [], 'none'],
  [
    'one who writes policies of another and makes keys of a third',
    [jo([allow('iam:PutUserPolicy', arn('reader')), allow(KEY, arn('other'))]), READER, userHolding('other')],
    [],
    'perhaps',
  ],
  [
    'one who writes new versions of a policy that it has attached',
    [jo(allow('iam:CreatePolicyVersion', CLEAN.arn), having(CLEAN))],
    [],
    'administrator',
  ],
  [
    'one who detaches a policy from itself that denies',
    [jo(allow('*'), having(DENIES_MOST))],
    [],
    'administrator',
  ],
  [
    'one who is denied everything of IAM, by a policy that it cannot detach',
    [jo(allow(['iam:*', 's3:*']), having(DENIES))],
    [],
    'none',
  ],

  ['a member of a group that may do everything', [jo([], { groups: ['admins'] })], [ADMINS], 'administrator'],
  ['a member of another group', [jo([], { groups: ['staff'] })], [STAFF, ADMINS], 'none'],
  ['a member of a group that was not read', [jo([], { groups: ['gone'] })], [], 'perhaps'],
  [
    'one who may do everything and is in a group that was not read',
    [jo(allow('*'), { groups: ['gone'] })],
    [],
    'perhaps',
  ],
  [
    'a member of a group that is denied everything',
    [jo(allow('*'), { groups: ['held'] })],
    [groupHolding('held', deny('*'))],
    'none',
  ],
  [
    'a member of a group whose policy was not understood',
    [jo([], { groups: ['odd'] })],
    [{ ...STAFF, name: 'odd', inlinePolicies: [{ name: 'x', document: '{' }] }],
    'perhaps',
  ],
  [
    'one who puts itself into a group that may do everything',
    [jo(allow('iam:AddUserToGroup'))],
    [STAFF, ADMINS],
    'administrator',
  ],
  [
    'one who puts itself into another group',
    [jo(allow('iam:AddUserToGroup', groupArn('staff')))],
    [STAFF, ADMINS],
    'none',
  ],
  [
    'one who writes into its group',
    [jo(allow('iam:PutGroupPolicy', groupArn('staff')), { groups: ['staff'] })],
    [STAFF],
    'administrator',
  ],
  [
    'one who writes into another group',
    [jo(allow('iam:PutGroupPolicy', groupArn('staff')))],
    [STAFF],
    'none',
  ],
  [
    'one who writes into a group that it puts itself into',
    [jo(allow(['iam:PutGroupPolicy', 'iam:AddUserToGroup'], groupArn('staff')))],
    [STAFF],
    'administrator',
  ],
  [
    'one who puts itself into one group and writes into another',
    [jo([allow('iam:PutGroupPolicy', groupArn('staff')), allow('iam:AddUserToGroup', groupArn('sales'))])],
    [STAFF, groupHolding('sales')],
    'none',
  ],
  [
    'one who leaves a group that is denied everything of IAM',
    [jo(allow('*'), { groups: ['held'] })],
    [groupHolding('held', { Effect: 'Deny', NotAction: 'iam:RemoveUserFromGroup', Resource: '*' })],
    'administrator',
  ],

  ['one who makes keys of an administrator', [jo(allow(KEY, arn('admin'))), ADMIN], [], 'administrator'],
  [
    'one who sets the password of an administrator',
    [jo(allow('iam:UpdateLoginProfile')), ADMIN],
    [],
    'administrator',
  ],
  ['one who makes such keys under conditions', [jo(allow(KEY, '*', IP)), ADMIN], [], 'perhaps'],
  ['one who makes keys of one who may be an administrator', [jo(allow(KEY)), SOMETIMES], [], 'perhaps'],
  ['one who makes keys of a reader', [jo(allow(KEY, arn('reader'))), READER, ADMIN], [], 'none'],
  [
    'one who makes its own keys',
    [jo(allow(KEY, `arn:aws:iam::*:user/$`.concat('{aws:username}'))), ADMIN],
    [],
    'none',
  ],
  ['one who makes keys of nobody left', [jo([allow(KEY), deny(KEY, arn('admin'))]), ADMIN], [], 'none'],
  [
    'one who makes keys of all but a reader',
    [jo({ Effect: 'Allow', Action: KEY, NotResource: arn('reader') }), READER, ADMIN],
    [],
    'administrator',
  ],
  [
    'one who makes keys of one on a path',
    [jo(allow(KEY, arn('ops/*'))), userHolding('ops/root', allow('*'))],
    [],
    'administrator',
  ],
  [
    'one who makes keys of somebody who makes those of an administrator',
    [jo(allow(KEY, arn('middle'))), ADMIN, userHolding('middle', allow(KEY, arn('admin')))],
    [],
    'administrator',
  ],
  [
    'one who may make keys of somebody who makes those of an administrator',
    [jo(allow(KEY, arn('middle'), IP)), ADMIN, userHolding('middle', allow(KEY, arn('admin')))],
    [],
    'perhaps',
  ],
  [
    'one who makes keys of somebody who may make those of an administrator',
    [jo(allow(KEY, arn('middle'))), ADMIN, userHolding('middle', allow(KEY, arn('admin'), IP))],
    [],
    'perhaps',
  ],
  [
    'one who makes keys of two, of whom one is an administrator and the other perhaps',
    [jo(allow(KEY)), ADMIN, SOMETIMES],
    [],
    'administrator',
  ],
  [
    'one who makes keys of an administrator, and whose own policies were not all understood',
    [jo([allow(KEY), { Effect: 'Deny', Action: KEY, Resource: '*', Surprise: 1 }]), ADMIN],
    [],
    'perhaps',
  ],
  [
    'two who make keys of each other',
    [jo(allow(KEY, arn('al'))), userHolding('al', allow(KEY, arn('jo')))],
    [],
    'none',
  ],
];

describe('acting as a user comes to', () => {
  it.each(POWERS)('%s', (_says, users, groups, power) => {
    for (const order of [users, users.toReversed()]) {
      const account = usersOf({ users: order, groups });
      const known = account.all.find(({ user }) => user.arn === users[0]?.arn);
      expect(known && account.power(known)).toBe(power);
    }
  });
});

const doing =
  (...actions: string[]): Can =>
  (action) =>
    actions.includes(action);
const on =
  (resource: string, ...actions: string[]): Can =>
  (action, { arn: thing }) =>
    actions.includes(action) && thing === resource;

/** What a user of no rights of its own comes to in the hands of somebody. */
const BROUGHT: Array<[says: string, user: User, can: Can, groups: PolicyHolder[], power: Power]> = [
  ['of somebody who can do nothing', READER, doing(), [STAFF], 'none'],
  ['of an administrator already', ADMIN, doing(), [], 'administrator'],
  ['who writes into it', READER, doing('iam:PutUserPolicy'), [], 'administrator'],
  ['who attaches to it', READER, doing('iam:AttachUserPolicy'), [], 'administrator'],
  ['who writes into another', READER, on(arn('other'), 'iam:PutUserPolicy'), [], 'none'],
  [
    'who writes into a bounded one',
    jo([], { permissionsBoundaryArn: NARROW.arn }),
    doing('iam:PutUserPolicy'),
    [],
    'none',
  ],
  [
    'who writes into a bounded one and takes the boundary off',
    jo([], { permissionsBoundaryArn: NARROW.arn }),
    doing('iam:PutUserPolicy', 'iam:DeleteUserPermissionsBoundary'),
    [],
    'administrator',
  ],
  [
    'who takes the boundary off an administrator',
    jo(allow('*'), { permissionsBoundaryArn: NARROW.arn }),
    doing('iam:DeleteUserPermissionsBoundary'),
    [],
    'administrator',
  ],
  [
    'who puts another boundary on an administrator',
    jo(allow('*'), { permissionsBoundaryArn: NARROW.arn }),
    doing('iam:PutUserPermissionsBoundary'),
    [],
    'administrator',
  ],
  [
    'who rewrites the boundary of an administrator',
    jo(allow('*'), { permissionsBoundaryArn: NARROW.arn }),
    on(NARROW.arn, 'iam:CreatePolicyVersion'),
    [],
    'administrator',
  ],
  [
    'who takes off the boundary of an administrator by a group',
    jo([], { permissionsBoundaryArn: NARROW.arn, groups: ['admins'] }),
    doing('iam:DeleteUserPermissionsBoundary'),
    [ADMINS],
    'administrator',
  ],
  [
    'who takes the boundary off one with few rights',
    jo(allow('s3:*'), { permissionsBoundaryArn: NARROW.arn }),
    doing('iam:DeleteUserPermissionsBoundary'),
    [],
    'none',
  ],
  [
    'who detaches what denies',
    jo(allow('*'), having(DENIES)),
    doing('iam:DetachUserPolicy'),
    [],
    'administrator',
  ],
  [
    'who rewrites what denies',
    jo(allow('*'), having(DENIES)),
    on(DENIES.arn, 'iam:CreatePolicyVersion'),
    [],
    'administrator',
  ],
  [
    'who puts it into a group of administrators',
    READER,
    doing('iam:AddUserToGroup'),
    [STAFF, ADMINS],
    'administrator',
  ],
  [
    'who puts it into a group that gives more under conditions',
    READER,
    doing('iam:AddUserToGroup'),
    [groupHolding('sometimes', allow('*', '*', IP))],
    'perhaps',
  ],
  [
    'who puts it into a group by whose name nobody is one',
    READER,
    doing('iam:AddUserToGroup'),
    [groupHolding('one', [allow('*', '*', { Condition: { StringEquals: { 'aws:username': 'another' } } })])],
    'none',
  ],
  [
    'who puts it into a group that is for it alone',
    READER,
    doing('iam:AddUserToGroup'),
    [groupHolding('one', allow('*', '*', { Condition: { StringEquals: { 'aws:username': 'reader' } } }))],
    'administrator',
  ],
  [
    'who puts a bounded one into a group of administrators',
    jo([], { permissionsBoundaryArn: NARROW.arn }),
    doing('iam:AddUserToGroup'),
    [ADMINS],
    'none',
  ],
  [
    'who writes into a group of it',
    jo([], { groups: ['staff'] }),
    doing('iam:PutGroupPolicy'),
    [STAFF],
    'administrator',
  ],
  [
    'who attaches to a group of it',
    jo([], { groups: ['staff'] }),
    doing('iam:AttachGroupPolicy'),
    [STAFF],
    'administrator',
  ],
  ['who writes into groups of others', READER, doing('iam:PutGroupPolicy'), [STAFF], 'none'],
  [
    'who writes into a group and puts it there',
    READER,
    doing('iam:AttachGroupPolicy', 'iam:AddUserToGroup'),
    [STAFF],
    'administrator',
  ],
  [
    'who rewrites a policy of a group and puts it there',
    READER,
    doing('iam:CreatePolicyVersion', 'iam:AddUserToGroup'),
    [{ ...STAFF, ...having(CLEAN) }],
    'administrator',
  ],
  [
    'who rewrites a policy of a group of it',
    jo([], { groups: ['staff'] }),
    on(CLEAN.arn, 'iam:CreatePolicyVersion'),
    [{ ...STAFF, ...having(CLEAN) }],
    'administrator',
  ],
  [
    'who rewrites a policy of it',
    jo([], having(CLEAN)),
    on(CLEAN.arn, 'iam:CreatePolicyVersion'),
    [],
    'administrator',
  ],
  [
    'who rewrites another policy',
    jo([], having(CLEAN)),
    on(NARROW.arn, 'iam:CreatePolicyVersion'),
    [],
    'none',
  ],
];

describe('a user comes, in the hands', () => {
  it.each(BROUGHT)('%s', (_says, user, can, groups, power) => {
    const account = usersOf({ users: [user], groups });
    expect(account.all.map((known) => account.brought(known, can))).toEqual([power]);
  });
});

describe('users', () => {
  it('are told apart, whoever else holds the same', () => {
    const own = (name: string) => userHolding(name, allow('iam:PutUserPolicy', arn('a')));
    const account = usersOf({ users: ['b', 'a', 'c'].map(own) });
    expect(account.all.map((known) => account.power(known))).toEqual(['none', 'administrator', 'none']);
  });

  it('are known by their ARNs', () => {
    const account = usersOf({ users: [READER] });
    expect([account.has(READER.arn), account.has(arn('other'))]).toEqual([true, false]);
  });

  it('are made with nothing but a boundary', () => {
    const account = usersOf({ users: [READER] });
    const { user, groups, managed: policies, permissions } = account.made(arn('apps/new'), NARROW.arn);
    expect(user).toMatchObject({ name: 'new', arn: arn('apps/new'), permissionsBoundaryArn: NARROW.arn });
    expect([groups, policies, permissions.allows, permissions.denies, permissions.problems]).toEqual([
      [],
      [],
      [],
      [],
      [],
    ]);
    const can = doing('iam:AttachUserPolicy');
    expect(account.brought(account.made(arn('new'), null), can)).toBe('administrator');
    expect(account.brought(account.made(arn('new'), NARROW.arn), can)).toBe('none');
    const takesOff = doing('iam:AttachUserPolicy', 'iam:DeleteUserPermissionsBoundary');
    expect(account.brought(account.made(arn('new'), NARROW.arn), takesOff)).toBe('administrator');
  });

  it.each([
    ['users', { groups: [STAFF] }],
    ['groups', { users: [READER] }],
  ])('are not known where %s were not read', (_says, read) => {
    expect(surroundingsOf({ roles: [], policies: [], ...read }, newStudy()).users()).toBeUndefined();
  });

  it.each([
    ['its groups', ({ groups: _, ...user }: User) => user, 'the groups of user reader were not collected'],
    [
      'its boundary',
      ({ permissionsBoundaryArn: _, ...user }: User) => user,
      'the permissions boundary of user reader was not collected',
    ],
    ['a group of it', (user: User) => ({ ...user, groups: ['gone'] }), 'group gone was not collected'],
  ])('say of what was not read: %s', (_says, change, text) => {
    const [known] = usersOf({ users: [change(READER)] }).all;
    expect(known?.permissions.problems.map((problem) => problem.text)).toContain(text);
  });

  it('keep which group a statement comes from, and which policies they have from where', () => {
    const staff = { ...groupHolding('staff', allow('sqs:*')), ...having(CLEAN) };
    const [known] = usersOf({
      users: [jo(allow('s3:*'), { groups: ['staff'], ...having(NARROW) })],
      groups: [staff],
    }).all;
    expect(known?.groups).toEqual([groupArn('staff')]);
    expect(known?.managed).toEqual([NARROW.arn, CLEAN.arn]);
    expect(known?.permissions.allows.map(({ ref }) => ref.policy.group)).toEqual([
      undefined,
      undefined,
      groupArn('staff'),
      groupArn('staff'),
    ]);
  });
});
