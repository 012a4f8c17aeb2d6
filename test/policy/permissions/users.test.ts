import { describe, expect, it } from 'vitest';
import type { AuthorizationDetails, User } from '../../../src/model/facts/authorization-details.ts';
import { newStudy } from '../../../src/model/study.ts';
import { openMethods } from '../../../src/policy/permissions/escalation.ts';
import type { OpenMethod } from '../../../src/policy/permissions/open-way.ts';
import { surroundingsOf } from '../../../src/policy/permissions/role-surroundings.ts';
import {
  ACCOUNT,
  allow,
  deny,
  groupHolding,
  managed,
  NARROW,
  otherRole,
  roleHolding,
  userHolding,
} from './roles.ts';

type Rest = Pick<AuthorizationDetails, 'users' | 'groups'> & Partial<AuthorizationDetails>;

function ways(inline: object | object[], rest: Rest): readonly OpenMethod[] {
  const { role } = roleHolding({ inline });
  const { roles = [], policies = [], ...others } = rest;
  const around = surroundingsOf(
    {
      groups: [],
      ...others,
      roles: [role, ...roles],
      policies: [NARROW, ...policies],
    },
    newStudy(),
  );
  const { permissions, access } = around.held(role);
  return openMethods(permissions, access, role, around);
}

/** The way by this method: `certain`, `perhaps` or `closed`. */
function far(id: string, inline: object | object[], rest: Rest): string {
  const open = ways(inline, rest).find(({ method }) => method.id === id);
  return open === undefined ? 'closed' : open.doubts.length === 0 ? 'certain' : 'perhaps';
}

const KEY = 'iam:CreateAccessKey';
const IP = { Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } };
const arn = (name: string) => `arn:aws:iam::${ACCOUNT}:user/${name}`;
const groupArn = (name: string) => `arn:aws:iam::${ACCOUNT}:group/${name}`;

const ADMIN = userHolding('admin', allow('*'));
const READER = userHolding('reader', allow('s3:Get*'));
const OWN_KEYS = allow([KEY, 'iam:DeleteAccessKey'], `arn:aws:iam::*:user/$`.concat('{aws:username}'));

const TAKEN: Array<[says: string, inline: object | object[], users: User[], far: string]> = [
  ['all, one an administrator', allow(KEY), [READER, ADMIN], 'certain'],
  ['all, none with more rights', allow(KEY), [READER], 'closed'],
  ['all, of whom there are none', allow(KEY), [], 'closed'],
  ['the administrator', allow(KEY, ADMIN.arn), [READER, ADMIN], 'certain'],
  ['another', allow(KEY, READER.arn), [READER, ADMIN], 'closed'],
  ['all but the administrator', [allow(KEY), deny(KEY, ADMIN.arn)], [READER, ADMIN], 'closed'],
  ['all but another', [allow(KEY), deny(KEY, READER.arn)], [READER, ADMIN], 'certain'],
  [
    'all but another, by NotResource',
    { Effect: 'Allow', Action: KEY, NotResource: READER.arn },
    [READER, ADMIN],
    'certain',
  ],
  ['the administrator, under a condition', allow(KEY, '*', IP), [ADMIN], 'perhaps'],
  ['the administrator, unless', [allow(KEY), deny(KEY, '*', IP)], [ADMIN], 'perhaps'],
  [
    'an administrator with MFA alone',
    allow(KEY),
    [
      userHolding('admin', [
        allow('*'),
        deny('*', '*', { Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } }),
      ]),
    ],
    'perhaps',
  ],
  [
    'an administrator within a boundary',
    allow(KEY),
    [userHolding('admin', allow('*'), { permissionsBoundaryArn: NARROW.arn })],
    'closed',
  ],
  [
    'an administrator whose boundary was not read',
    allow(KEY),
    [userHolding('admin', allow('*'), { permissionsBoundaryArn: `arn:aws:iam::${ACCOUNT}:policy/gone` })],
    'perhaps',
  ],
  [
    'one that writes its own policies',
    allow(KEY),
    [userHolding('self', allow('iam:PutUserPolicy', arn('self')))],
    'certain',
  ],
  [
    'one that writes its own policies within a boundary',
    allow(KEY),
    [userHolding('self', allow('iam:PutUserPolicy'), { permissionsBoundaryArn: NARROW.arn })],
    'closed',
  ],
  [
    'one that takes its boundary off',
    allow(KEY),
    [
      userHolding('self', allow('*'), {
        permissionsBoundaryArn: `arn:aws:iam::${ACCOUNT}:policy/takes-off`,
      }),
    ],
    'certain',
  ],
  [
    'one that has keys of an administrator made',
    allow(KEY, arn('middle')),
    [userHolding('middle', allow(KEY)), userHolding('next', allow(KEY)), ADMIN],
    'certain',
  ],
  [
    'one from which it takes three steps',
    allow(KEY, arn('one')),
    [
      userHolding('one', allow(KEY, arn('two'))),
      userHolding('two', allow('iam:UpdateLoginProfile', arn('three'))),
      userHolding('three', allow(KEY, arn('admin'))),
      ADMIN,
    ],
    'certain',
  ],
  [
    'two that take each other',
    allow(KEY),
    [userHolding('one', allow(KEY, arn('two'))), userHolding('two', allow(KEY, arn('one')))],
    'closed',
  ],
  ['one that looks after its own keys', allow(KEY), [userHolding('self', OWN_KEYS)], 'closed'],
  [
    'one that may get further by a function',
    allow(KEY),
    [userHolding('dev', allow('lambda:UpdateFunctionCode'))],
    'perhaps',
  ],
  [
    'one whose policy was not understood',
    allow(KEY),
    [{ ...READER, inlinePolicies: [{ name: 'x', document: '{' }] }],
    'perhaps',
  ],
];

const TAKES_OFF = managed('takes-off', allow(['s3:Get*', 'iam:DeleteUserPermissionsBoundary']));

describe('a role that makes access keys of', () => {
  it.each(TAKEN)('%s', (_says, inline, users, is) => {
    expect(far('create-access-key', inline, { users, policies: [TAKES_OFF] })).toBe(is);
  });

  it('names the user', () => {
    const [way] = ways(allow(KEY), { users: [READER, ADMIN] });
    expect(way?.leadsToUser?.name).toBe('admin');
  });

  it('knows what groups give, and take', () => {
    const member = userHolding('member', [], { groups: ['admins'] });
    const admins = groupHolding('admins', allow('*'));
    const held = groupHolding('held', deny('*'));
    expect(far('create-access-key', allow(KEY), { users: [member], groups: [admins] })).toBe('certain');
    const both = { ...member, groups: ['admins', 'held'] };
    expect(far('create-access-key', allow(KEY), { users: [both], groups: [admins, held] })).toBe('closed');
    expect(far('create-access-key', allow(KEY), { users: [member], groups: [] })).toBe('perhaps');
  });

  it.each([
    ['as it is', 'aws:username'],
    ['by escapes of JSON', 'aws\\u003ausername'],
  ])('tells the members of a group apart by a key that is written %s', (_how, key) => {
    const notHeld = deny('*', '*', { Condition: { StringEquals: { 'aws:username': 'held' } } });
    const { inlinePolicies, ...group } = groupHolding('admins', [allow('*'), notHeld]);
    const written = inlinePolicies.map(({ name, document }) => ({
      name,
      document: document.replaceAll('aws:username', key),
    }));
    const users = ['held', 'free'].map((name) => userHolding(name, [], { groups: ['admins'] }));
    const rest = { users, groups: [{ ...group, inlinePolicies: written }] };
    expect(written[0]?.document).toContain(key);
    expect(far('create-access-key', allow(KEY, arn('held')), rest)).toBe('closed');
    expect(far('create-access-key', allow(KEY, arn('free')), rest)).toBe('certain');
    expect(far('create-access-key', allow(KEY), { ...rest, users: users.toReversed() })).toBe('certain');
  });

  it.each([
    ['users', { groups: [] }],
    ['groups', { users: [READER], groups: undefined }],
    ['whose groups', { users: [(({ groups: _, ...user }) => user)(READER)] }],
    ['whose boundaries', { users: [(({ permissionsBoundaryArn: _, ...user }) => user)(ADMIN)] }],
  ])('is not sure where it was not read %s are', (_says, rest) => {
    expect(far('create-access-key', allow(KEY), rest as Rest)).toBe('perhaps');
  });

  it('counts for roles that come to it by another', () => {
    const deploys = otherRole('deploys', { Service: 'lambda.amazonaws.com' }, allow(KEY));
    const pass = allow(['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction']);
    const by = (users: User[]) => far('pass-role-lambda-invoke', pass, { users, roles: [deploys] });
    expect(by([ADMIN])).toBe('certain');
    expect(by([READER])).toBe('perhaps');
  });
});

const WRITTEN: Array<[says: string, id: string, inline: object | object[], rest: Rest, far: string]> = [
  [
    'into a user, without its credentials',
    'put-user-policy',
    allow('iam:PutUserPolicy'),
    { users: [READER] },
    'perhaps',
  ],
  [
    'into a user, of which there is none',
    'put-user-policy',
    allow('iam:PutUserPolicy'),
    { users: [] },
    'closed',
  ],
  [
    'into a user, and its password changed',
    'put-user-policy',
    allow(['iam:PutUserPolicy', 'iam:UpdateLoginProfile']),
    { users: [READER] },
    'certain',
  ],
  [
    'into one user, with keys of another',
    'put-user-policy-key',
    [allow('iam:PutUserPolicy', READER.arn), allow(KEY, arn('other'))],
    { users: [READER, userHolding('other')] },
    'closed',
  ],
  [
    'into one user, with keys of another, as such',
    'put-user-policy',
    [allow('iam:PutUserPolicy', READER.arn), allow(KEY, arn('other'))],
    { users: [READER, userHolding('other')] },
    'perhaps',
  ],
  [
    'into a bounded user',
    'put-user-policy-key',
    allow(['iam:PutUserPolicy', KEY]),
    { users: [userHolding('b', [], { permissionsBoundaryArn: NARROW.arn })] },
    'closed',
  ],
  [
    'into a bounded user, whose boundary it takes off',
    'put-user-policy-key',
    allow(['iam:PutUserPolicy', KEY, 'iam:DeleteUserPermissionsBoundary']),
    { users: [userHolding('b', [], { permissionsBoundaryArn: NARROW.arn })] },
    'certain',
  ],
  [
    'into a user of its own making',
    'attach-user-policy-key',
    allow(['iam:CreateUser', 'iam:AttachUserPolicy', KEY]),
    { users: [] },
    'certain',
  ],
  [
    'into a user of its own making, which must be bounded',
    'attach-user-policy-key',
    [
      allow(['iam:CreateUser', 'iam:AttachUserPolicy'], '*', {
        Condition: { StringEquals: { 'iam:PermissionsBoundary': NARROW.arn } },
      }),
      allow(KEY),
    ],
    { users: [] },
    'closed',
  ],
  [
    'into a user of its own making, on a path',
    'attach-user-policy-key',
    allow(['iam:CreateUser', 'iam:AttachUserPolicy', KEY], arn('apps/*')),
    { users: [] },
    'certain',
  ],
  [
    'into a user of its own making, whose name is taken',
    'attach-user-policy-key',
    [
      allow(['iam:CreateUser', 'iam:AttachUserPolicy', KEY], arn('reader')),
      deny('iam:AttachUserPolicy', '*', IP),
    ],
    { users: [READER] },
    'perhaps',
  ],
  [
    'a policy that gives little',
    'attach-user-policy-key',
    allow(['iam:AttachUserPolicy', KEY], '*', {
      Condition: { ArnEquals: { 'iam:PolicyARN': NARROW.arn } },
    }),
    { users: [READER] },
    'closed',
  ],
  [
    'a policy that gives little, beside keys',
    'create-access-key',
    [
      allow('iam:AttachUserPolicy', '*', { Condition: { ArnEquals: { 'iam:PolicyARN': NARROW.arn } } }),
      allow(KEY),
    ],
    { users: [READER] },
    'closed',
  ],
  [
    'into a group of a user with keys',
    'put-group-policy',
    [allow('iam:PutGroupPolicy', groupArn('staff')), allow(KEY)],
    { users: [userHolding('m', [], { groups: ['staff'] })], groups: [groupHolding('staff')] },
    'certain',
  ],
  [
    'into a group of a user without keys',
    'put-group-policy',
    allow('iam:PutGroupPolicy'),
    { users: [userHolding('m', [], { groups: ['staff'] })], groups: [groupHolding('staff')] },
    'perhaps',
  ],
  [
    'into a group that nobody is in',
    'put-group-policy',
    [allow('iam:PutGroupPolicy'), allow(KEY)],
    { users: [READER], groups: [groupHolding('staff')] },
    'closed',
  ],
  [
    'into a group that it puts users into',
    'put-group-policy',
    allow(['iam:PutGroupPolicy', 'iam:AddUserToGroup', KEY]),
    { users: [READER], groups: [groupHolding('staff')] },
    'certain',
  ],
  [
    'a user into a group of administrators',
    'add-user-to-group',
    allow(['iam:AddUserToGroup', KEY]),
    { users: [READER], groups: [groupHolding('admins', allow('*'))] },
    'certain',
  ],
  [
    'a user into a group of administrators, without its keys',
    'add-user-to-group',
    allow('iam:AddUserToGroup'),
    { users: [READER], groups: [groupHolding('admins', allow('*'))] },
    'perhaps',
  ],
  [
    'a user into a group that gives little',
    'add-user-to-group',
    allow(['iam:AddUserToGroup', KEY]),
    { users: [READER], groups: [groupHolding('readers', allow('s3:Get*'))] },
    'closed',
  ],
  [
    'a user of its own making into a group of administrators',
    'add-user-to-group',
    allow(['iam:AddUserToGroup', 'iam:CreateUser', KEY]),
    { users: [], groups: [groupHolding('admins', allow('*'))] },
    'certain',
  ],
  [
    'a version of a policy that a user has attached',
    'create-access-key',
    allow(['iam:CreatePolicyVersion', KEY]),
    {
      users: [userHolding('m', [], { attachedPolicies: [{ name: 'narrow', arn: NARROW.arn }] })],
    },
    'certain',
  ],
];

describe('a role that writes', () => {
  it.each(WRITTEN)('%s', (_says, id, inline, rest, is) => {
    expect(far(id, inline, rest)).toBe(is);
  });
});

const LIFTED: Array<[says: string, id: string, inline: object, users: User[], far: string]> = [
  [
    'the boundary, and makes keys',
    'delete-user-boundary',
    allow(['iam:DeleteUserPermissionsBoundary', KEY]),
    [userHolding('b', allow('*'), { permissionsBoundaryArn: NARROW.arn })],
    'certain',
  ],
  [
    'the boundary, with little below',
    'delete-user-boundary',
    allow(['iam:DeleteUserPermissionsBoundary', KEY]),
    [userHolding('b', allow('s3:*'), { permissionsBoundaryArn: NARROW.arn })],
    'closed',
  ],
  [
    'the boundary by another',
    'put-user-boundary',
    allow(['iam:PutUserPermissionsBoundary', KEY]),
    [userHolding('b', allow('*'), { permissionsBoundaryArn: NARROW.arn })],
    'certain',
  ],
  [
    'the boundary by the same alone',
    'put-user-boundary',
    [
      allow('iam:PutUserPermissionsBoundary', '*', {
        Condition: { StringEquals: { 'iam:PermissionsBoundary': NARROW.arn } },
      }),
      allow(KEY),
    ],
    [userHolding('b', allow('*'), { permissionsBoundaryArn: NARROW.arn })],
    'closed',
  ],
  [
    'a Deny',
    'detach-user-policy',
    allow(['iam:DetachUserPolicy', KEY]),
    [
      userHolding('d', allow('*'), {
        attachedPolicies: [{ name: 'none', arn: `arn:aws:iam::${ACCOUNT}:policy/none` }],
      }),
    ],
    'certain',
  ],
];

describe('a role that takes off a user', () => {
  it.each(LIFTED)('%s', (_says, id, inline, users, is) => {
    expect(far(id, inline, { users, policies: [managed('none', deny('*'))] })).toBe(is);
  });
});
