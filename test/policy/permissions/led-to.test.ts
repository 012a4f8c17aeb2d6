import { describe, expect, it } from 'vitest';
import type { Role } from '../../../src/model/facts/authorization-details.ts';
import { newStudy } from '../../../src/model/study.ts';
import { openMethods } from '../../../src/policy/permissions/escalation.ts';
import type { OpenMethod } from '../../../src/policy/permissions/open-way.ts';
import { surroundingsOf } from '../../../src/policy/permissions/role-surroundings.ts';
import { ACCOUNT, allow, deny, document, NARROW, otherRole, roleHolding } from './roles.ts';

const ROOT = { AWS: `arn:aws:iam::${ACCOUNT}:root` };

const VENDOR: Role = {
  ...roleHolding({}).role,
  trustPolicy: document({ Effect: 'Allow', Principal: ROOT, Action: 'sts:AssumeRole' }),
};

/** The role that a method leads to, `some` where it is not known, and what must hold besides. */
function inWords(open: readonly OpenMethod[], id: string): string {
  const way = open.find(({ method }) => method.id === id);
  if (way === undefined) return 'nobody';
  const doubts = way.doubts.map((doubt) => WORDS[doubt] ?? doubt).join(', ');
  return `${way.leadsTo?.name ?? 'some'}${doubts === '' ? '' : `: ${doubts}`}`;
}

const WORDS: Readonly<Record<string, string>> = {
  'the request meets the conditions of the statements': 'conditions',
};

function led(id: string, inline: object[], others: readonly Role[], holder: Role = VENDOR): string {
  const role = { ...holder, inlinePolicies: [{ name: 'own', document: document(inline) }] };
  const around = surroundingsOf({ roles: [role, ...others], policies: [NARROW] }, newStudy());
  const { permissions, access } = around.held(role);
  return inWords(openMethods(permissions, access, role, around), id);
}

const PUT = 'iam:PutRolePolicy';
const ASSUME = 'sts:AssumeRole';
const TRUST = 'iam:UpdateAssumeRolePolicy';
const TAKE_OFF = 'iam:DeleteRolePermissionsBoundary';
const PUT_ON = 'iam:PutRolePermissionsBoundary';
const BY_PUT = 'put-role-policy-assume';
const BY_TRUST = 'update-assume-role-policy';
const BY_TAKE_OFF = 'delete-role-boundary-assume';
const BY_PUT_ON = 'put-role-boundary-assume';

const when = (operator: string, key: string, value: string) => ({
  Condition: { [operator]: { [key]: value } },
});
const IP = when('IpAddress', 'aws:SourceIp', '192.0.2.0/24');
const arn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;

const PLAIN = otherRole('plain', ROOT, allow('s3:Get*'));
const OTHER = otherRole('other', ROOT, allow('s3:Get*'));
const ADMIN = otherRole('admin', ROOT, allow('*'));
const SOMETIMES = otherRole('sometimes', ROOT, allow('*', '*', IP));
const BOUND = otherRole('bound', ROOT, allow('*'), NARROW.arn);
const LITTLE = otherRole('little', ROOT, allow('s3:*'), NARROW.arn);
const OF_EC2 = otherRole('of-ec2', { Service: 'ec2.amazonaws.com' }, allow('*'));
const UNREAD: Role = { ...otherRole('unread', ROOT, allow('*')), trustPolicy: '{' };

const NONE_COLLECTED = 'is given more rights (none that was collected has them)';

type Case = [says: string, id: string, inline: object[], others: Role[], led: string];

const CASES: Case[] = [
  ['one that trusts it and that it writes into', BY_PUT, [allow([PUT, ASSUME])], [PLAIN], 'plain'],
  ['the first of several', BY_PUT, [allow([PUT, ASSUME])], [PLAIN, OTHER], 'plain'],
  ['the one that it may write into', BY_PUT, [allow(PUT, OTHER.arn), allow(ASSUME)], [PLAIN, OTHER], 'other'],
  ['the one that it may assume', BY_PUT, [allow(PUT), allow(ASSUME, OTHER.arn)], [PLAIN, OTHER], 'other'],
  [
    'none, where it may write into one and assume another',
    BY_PUT,
    [allow(PUT, PLAIN.arn), allow(ASSUME, OTHER.arn)],
    [PLAIN, OTHER],
    'nobody',
  ],
  [
    'none that a Deny takes, though others may be made',
    BY_PUT,
    [allow([PUT, ASSUME]), deny(PUT, PLAIN.arn)],
    [PLAIN],
    `some: a role that trusts it ${NONE_COLLECTED}`,
  ],
  ['none but itself', BY_PUT, [allow([PUT, ASSUME], VENDOR.arn)], [PLAIN], 'nobody'],
  ['none that trusts a service alone', BY_PUT, [allow([PUT, ASSUME], OF_EC2.arn)], [OF_EC2], 'nobody'],
  [
    'one still to be made, where a pattern means more than those that were collected',
    BY_PUT,
    [allow([PUT, ASSUME], arn('app-*'))],
    [PLAIN],
    `some: a role that trusts it ${NONE_COLLECTED}`,
  ],
  [
    'none still to be made, where one action means roles by their names',
    BY_PUT,
    [allow(PUT, arn('app-*')), allow(ASSUME, arn('app-x'))],
    [PLAIN],
    'nobody',
  ],
  [
    'one under the conditions of the request, told once',
    BY_PUT,
    [allow([PUT, ASSUME], '*', IP)],
    [PLAIN],
    'plain: conditions',
  ],
  [
    'one without conditions, after one with',
    BY_PUT,
    [allow([PUT, ASSUME], PLAIN.arn, IP), allow([PUT, ASSUME], OTHER.arn)],
    [PLAIN, OTHER],
    'other',
  ],
  [
    'the first of two with conditions',
    BY_PUT,
    [allow([PUT, ASSUME], '*', IP)],
    [PLAIN, OTHER],
    'plain: conditions',
  ],
  [
    'one whose trust policy was not read, perhaps',
    BY_PUT,
    [allow([PUT, ASSUME])],
    [UNREAD],
    'unread: role unread surely trusts it',
  ],
  [
    'one that surely trusts it, after one of which nobody can tell',
    BY_PUT,
    [allow([PUT, ASSUME])],
    [UNREAD, PLAIN],
    'plain',
  ],
  ['none within a boundary that leaves little', BY_PUT, [allow([PUT, ASSUME], BOUND.arn)], [BOUND], 'nobody'],
  [
    'one within such a boundary, which it takes off',
    BY_PUT,
    [allow([PUT, ASSUME, TAKE_OFF], LITTLE.arn)],
    [LITTLE],
    'little',
  ],
  [
    'one within such a boundary, which it changes for another',
    BY_PUT,
    [allow([PUT, ASSUME, PUT_ON], LITTLE.arn)],
    [LITTLE],
    'little',
  ],
  [
    'none within such a boundary, where it may only put on the same',
    BY_PUT,
    [
      allow([PUT, ASSUME], LITTLE.arn),
      allow(PUT_ON, LITTLE.arn, when('StringEquals', 'iam:PermissionsBoundary', NARROW.arn)),
    ],
    [LITTLE],
    'nobody',
  ],
  [
    'one within a boundary, where that is the condition on writing into it',
    'put-role-policy-trust',
    [
      allow(PUT, '*', when('StringEquals', 'iam:PermissionsBoundary', NARROW.arn)),
      allow([TRUST, TAKE_OFF], BOUND.arn),
    ],
    [PLAIN, BOUND],
    'bound',
  ],

  ['the administrator whose trust policy it rewrites', BY_TRUST, [allow(TRUST)], [PLAIN, ADMIN], 'admin'],
  ['an administrator whom only a service may be, all the same', BY_TRUST, [allow(TRUST)], [OF_EC2], 'of-ec2'],
  ['no role with few rights by its trust policy', BY_TRUST, [allow(TRUST, PLAIN.arn)], [PLAIN], 'nobody'],
  [
    'a role with few rights by its trust policy, where it writes into it besides',
    BY_TRUST,
    [allow([TRUST, PUT], PLAIN.arn)],
    [PLAIN],
    'plain',
  ],
  [
    'no role with few rights, where it writes into another',
    BY_TRUST,
    [allow(TRUST, PLAIN.arn), allow(PUT, OTHER.arn)],
    [PLAIN, OTHER],
    'nobody',
  ],
  [
    'an administrator under conditions, perhaps',
    BY_TRUST,
    [allow(TRUST)],
    [SOMETIMES],
    'sometimes: role sometimes can be brought to the rights of an administrator',
  ],
  [
    'an administrator under conditions, whose trust policy it rewrites under others',
    BY_TRUST,
    [allow(TRUST, '*', IP)],
    [SOMETIMES],
    'sometimes: conditions, role sometimes can be brought to the rights of an administrator',
  ],
  [
    'no administrator behind a boundary by its trust policy',
    BY_TRUST,
    [allow(TRUST, BOUND.arn)],
    [BOUND],
    'nobody',
  ],
  [
    'an administrator behind a boundary, which it takes off',
    BY_TRUST,
    [allow([TRUST, TAKE_OFF], BOUND.arn)],
    [BOUND],
    'bound',
  ],

  ['an administrator by taking the boundary off', BY_TAKE_OFF, [allow([TAKE_OFF, ASSUME])], [BOUND], 'bound'],
  [
    'none without a boundary by taking it off',
    BY_TAKE_OFF,
    [allow([TAKE_OFF, ASSUME], ADMIN.arn)],
    [ADMIN],
    'nobody',
  ],
  [
    'none with few rights below its boundary',
    BY_TAKE_OFF,
    [allow([TAKE_OFF, ASSUME], LITTLE.arn)],
    [LITTLE],
    'nobody',
  ],
  [
    'one with few rights below its boundary, where it writes into it besides',
    BY_TAKE_OFF,
    [allow([TAKE_OFF, ASSUME, PUT], LITTLE.arn)],
    [LITTLE],
    'little',
  ],
  ['an administrator by another boundary', BY_PUT_ON, [allow([PUT_ON, ASSUME])], [BOUND], 'bound'],
  [
    'one by a boundary of AWS, where it may put on no other',
    BY_PUT_ON,
    [
      allow(PUT_ON, BOUND.arn, when('ArnLike', 'iam:PermissionsBoundary', 'arn:aws:iam::aws:policy/*')),
      allow(ASSUME, BOUND.arn),
    ],
    [BOUND],
    'bound',
  ],
  [
    'none by the boundary that it has',
    BY_PUT_ON,
    [
      allow(PUT_ON, BOUND.arn, when('ArnEquals', 'iam:PermissionsBoundary', NARROW.arn)),
      allow(ASSUME, BOUND.arn),
    ],
    [BOUND],
    'nobody',
  ],
];

describe('a role is led to', () => {
  it.each(CASES)('%s', (_says, id, inline, others, role) => {
    expect(led(id, inline, others)).toBe(role);
  });

  it.each([
    [BY_PUT, [PUT, ASSUME], 'a role that trusts it has more rights'],
    [BY_TRUST, [TRUST], 'a role whose trust policy it may rewrite has more rights'],
    [
      'pass-role-lambda-invoke',
      ['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction'],
      'a role that trusts lambda.amazonaws.com has more rights',
    ],
    [
      'pass-role-ec2-spot-fleet',
      ['iam:PassRole', 'ec2:RequestSpotFleet'],
      'a role that trusts ec2.amazonaws.com or spotfleet.amazonaws.com has more rights',
    ],
  ])('%s: perhaps some, where no other role was looked up', (id, actions, doubt) => {
    const { role } = roleHolding({ inline: allow(actions) });
    const { permissions, access } = surroundingsOf({ roles: [role], policies: [] }, newStudy()).held(role);
    expect(inWords(openMethods(permissions, access, role), id)).toBe(`some: ${doubt}`);
  });

  it('a role of a service by the name that this bears in China', () => {
    const inChina = (role: Role): Role => ({ ...role, arn: role.arn.replace('arn:aws:', 'arn:aws-cn:') });
    const passed = (to: string) =>
      led(
        'pass-role-ec2',
        [
          allow('iam:PassRole', '*', when('StringEquals', 'iam:PassedToService', to)),
          allow('ec2:RunInstances'),
        ],
        [inChina(OF_EC2)],
        inChina(VENDOR),
      );
    expect(passed('ec2.amazonaws.com.cn')).toBe('of-ec2');
    expect(passed('ec2.amazonaws.com')).toBe('of-ec2');
    expect(passed('lambda.amazonaws.com')).toBe('nobody');
  });
});
