import { describe, expect, it } from 'vitest';
import type { ManagedPolicy } from '../../../src/model/facts/authorization-details.ts';
import { effectivePermissions, policiesByArn } from '../../../src/policy/permissions/effective.ts';
import { handsOf } from '../../../src/policy/permissions/hands.ts';
import { ACCOUNT, allow, deny, type Held, managed, NARROW, roleHolding } from './roles.ts';

const WIDE = managed('wide', allow('*'));

const permissionsOf = (held: Held, policies: readonly ManagedPolicy[]) =>
  effectivePermissions(roleHolding(held).role, policiesByArn([...policies, ...roleHolding(held).policies]));

type Answer = 'surely' | 'perhaps' | 'no';

const ALL = [NARROW, WIDE];

function can(held: Held, action: string, on: string, boundary: string | null, policies = ALL): Answer {
  const hands = handsOf(permissionsOf(held, policies), policiesByArn(policies));
  const thing = { arn: on, permissionsBoundaryArn: boundary };
  if (!hands.perhaps(action, thing)) {
    // Nobody surely can what they cannot perhaps.
    expect(hands.surely(action, thing)).toBe(false);
    return 'no';
  }
  return hands.surely(action, thing) ? 'surely' : 'perhaps';
}

const when = (operator: string, key: string, value: string) => ({
  Condition: { [operator]: { [key]: value } },
});
const IP = when('IpAddress', 'aws:SourceIp', '192.0.2.0/24');
const KEY = 'iam:CreateAccessKey';
const JO = `arn:aws:iam::${ACCOUNT}:user/ops/jo`;
const STAFF = `arn:aws:iam::${ACCOUNT}:group/staff`;
const USERS = `arn:aws:iam::${ACCOUNT}:user/*`;
const TAKE_OFF = 'iam:DeleteUserPermissionsBoundary';
const PUT_ON = 'iam:PutUserPermissionsBoundary';
const ATTACH = 'iam:AttachUserPolicy';
const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';
const isBoundary = (arn: string) => when('StringEquals', 'iam:PermissionsBoundary', arn);
const isPolicy = (arn: string) => when('ArnEquals', 'iam:PolicyARN', arn);

type Case = [
  says: string,
  inline: object | object[],
  action: string,
  on: string,
  can: Answer,
  boundary?: string,
];

const CASES: Case[] = [
  ['a user, of all things', allow(KEY), KEY, JO, 'surely'],
  ['a user, of all users', allow(KEY, USERS), KEY, JO, 'surely'],
  ['a user by its name', allow(KEY, JO), KEY, JO, 'surely'],
  ['no other user', allow(KEY, JO), KEY, JO.replace('jo', 'al'), 'no'],
  ['no user by the path alone', allow(KEY, `arn:aws:iam::${ACCOUNT}:user/ops`), KEY, JO, 'no'],
  ['no user by another action', allow('iam:GetUser'), KEY, JO, 'no'],
  ['no user, of all groups', allow('iam:*', `arn:aws:iam::${ACCOUNT}:group/*`), KEY, JO, 'no'],
  ['a user under conditions', allow(KEY, '*', IP), KEY, JO, 'perhaps'],
  ['one user without conditions, of all with', [allow(KEY, '*', IP), allow(KEY, JO)], KEY, JO, 'surely'],
  [
    'a user with conditions, where another needs none',
    [allow(KEY, '*', IP), allow(KEY, STAFF)],
    KEY,
    JO,
    'perhaps',
  ],
  ['all users without conditions, of one with', [allow(KEY, JO, IP), allow(KEY)], KEY, JO, 'surely'],
  ['all but one, by a Deny', [allow(KEY), deny(KEY, JO)], KEY, JO, 'no'],
  ['another, beside a Deny', [allow(KEY), deny(KEY, JO)], KEY, JO.replace('jo', 'al'), 'surely'],
  ['a user, unless a Deny applies', [allow(KEY), deny(KEY, '*', IP)], KEY, JO, 'perhaps'],
  [
    'a user that is meant by a variable, perhaps',
    allow(KEY, `arn:aws:iam::${ACCOUNT}:user/$`.concat('{aws:PrincipalTag/u}')),
    KEY,
    JO,
    'perhaps',
  ],
  ['a group', allow('iam:PutGroupPolicy', STAFF), 'iam:PutGroupPolicy', STAFF, 'surely'],
  [
    'no group by a user of its name',
    allow('iam:*', STAFF.replace('group', 'user')),
    'iam:PutGroupPolicy',
    STAFF,
    'no',
  ],
  ['a policy', allow('iam:CreatePolicyVersion'), 'iam:CreatePolicyVersion', WIDE.arn, 'surely'],
  [
    'another thing',
    allow('iam:PutRolePolicy'),
    'iam:PutRolePolicy',
    `arn:aws:iam::${ACCOUNT}:role/x`,
    'surely',
  ],
  [
    'no other thing',
    allow('iam:PutRolePolicy', JO),
    'iam:PutRolePolicy',
    `arn:aws:iam::${ACCOUNT}:role/x`,
    'no',
  ],

  [
    'a user by its boundary',
    allow(TAKE_OFF, '*', isBoundary(NARROW.arn)),
    TAKE_OFF,
    JO,
    'surely',
    NARROW.arn,
  ],
  [
    'no user with another boundary',
    allow(TAKE_OFF, '*', isBoundary(NARROW.arn)),
    TAKE_OFF,
    JO,
    'no',
    WIDE.arn,
  ],
  ['no user without one', allow(TAKE_OFF, '*', isBoundary(NARROW.arn)), TAKE_OFF, JO, 'no'],
  [
    'users that are not denied by their boundary',
    [allow(TAKE_OFF), deny(TAKE_OFF, '*', isBoundary(NARROW.arn))],
    TAKE_OFF,
    JO,
    'surely',
    WIDE.arn,
  ],
  [
    'no user that is denied by its boundary',
    [allow(TAKE_OFF), deny(TAKE_OFF, '*', isBoundary(NARROW.arn))],
    TAKE_OFF,
    JO,
    'no',
    NARROW.arn,
  ],
  ['another boundary', allow(PUT_ON, '*', isBoundary(ADMINISTRATOR)), PUT_ON, JO, 'surely', NARROW.arn],
  ['not the same boundary again', allow(PUT_ON, '*', isBoundary(NARROW.arn)), PUT_ON, JO, 'no', NARROW.arn],
  [
    'keys of a user under a boundary of which their request says nothing, perhaps',
    allow(KEY, '*', isBoundary(NARROW.arn)),
    KEY,
    JO,
    'perhaps',
    NARROW.arn,
  ],

  ['any policy', allow(ATTACH), ATTACH, JO, 'surely'],
  ['that of administrators', allow(ATTACH, '*', isPolicy(ADMINISTRATOR)), ATTACH, JO, 'surely'],
  ['one that allows everything', allow(ATTACH, '*', isPolicy(WIDE.arn)), ATTACH, JO, 'surely'],
  ['none that allows little', allow(ATTACH, '*', isPolicy(NARROW.arn)), ATTACH, JO, 'no'],
  ['one that was not read, perhaps', allow(ATTACH, '*', isPolicy(`${NARROW.arn}-x`)), ATTACH, JO, 'perhaps'],
  [
    'one that allows everything to one user alone',
    allow(ATTACH, JO, isPolicy(WIDE.arn)),
    ATTACH,
    JO.replace('jo', 'al'),
    'no',
  ],
  [
    'one that allows little to a user, and everything to groups',
    [allow(ATTACH, '*', isPolicy(NARROW.arn)), allow('iam:AttachGroupPolicy', '*', isPolicy(WIDE.arn))],
    'iam:AttachGroupPolicy',
    STAFF,
    'surely',
  ],
];

describe('somebody can do to', () => {
  it.each(CASES)('%s', (_says, inline, action, on, answer, boundary = undefined) => {
    expect(can({ inline }, action, on, boundary ?? null)).toBe(answer);
  });

  it.each<[says: string, boundary: ManagedPolicy, answer: Answer]>([
    ['within a boundary that allows it', managed('b', allow(KEY)), 'surely'],
    ['within one that allows it under conditions', managed('b', allow(KEY, '*', IP)), 'perhaps'],
    ['within one that allows it for this user', managed('b', allow(KEY, JO)), 'surely'],
    ['not within one that allows it for others', managed('b', allow(KEY, STAFF)), 'no'],
  ])('a user, %s', (_says, boundary, answer) => {
    expect(can({ inline: allow(KEY), boundary }, KEY, JO, null)).toBe(answer);
  });

  it('what the policies that were read let them, whichever were read before', () => {
    const held = { inline: allow(ATTACH, '*', isPolicy(WIDE.arn)) };
    const permissions = permissionsOf(held, []);
    const given = (policies: ManagedPolicy[]) =>
      handsOf(permissions, policiesByArn(policies)).surely(ATTACH, { arn: JO });
    expect([given([]), given([WIDE]), given([])]).toEqual([false, true, false]);
  });

  it('one user after another, each by itself', () => {
    const hands = handsOf(
      permissionsOf({ inline: [allow(KEY, JO), allow(TAKE_OFF, '*', isBoundary(NARROW.arn))] }, ALL),
      undefined,
    );
    const al = JO.replace('jo', 'al');
    for (const [on, is] of [
      [JO, true],
      [al, false],
      [JO, true],
    ] as const)
      expect(hands.surely(KEY, { arn: on })).toBe(is);
    for (const [boundary, is] of [
      [NARROW.arn, true],
      [WIDE.arn, false],
      [null, false],
      [NARROW.arn, true],
    ] as const)
      expect(hands.surely(TAKE_OFF, { arn: JO, permissionsBoundaryArn: boundary })).toBe(is);
  });
});
