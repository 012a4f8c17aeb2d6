import { describe, expect, it } from 'vitest';
import type { ManagedPolicy, Role } from '../../../src/model/facts/authorization-details.ts';
import { newStudy } from '../../../src/model/study.ts';
import { openMethods } from '../../../src/policy/permissions/escalation.ts';
import type { OpenMethod } from '../../../src/policy/permissions/open-way.ts';
import { surroundingsOf } from '../../../src/policy/permissions/role-surroundings.ts';
import { ACCOUNT, allow, deny, document, managed, NARROW, otherRole } from './roles.ts';

const IP = { Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } };
const arn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const ROOT = { AWS: `arn:aws:iam::${ACCOUNT}:root` };
const LAMBDA = { Service: 'lambda.amazonaws.com' };
const PUT = 'iam:PutRolePolicy';
const PASS = ['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction'];

type More = Partial<
  Pick<Role, 'attachedPolicies' | 'permissionsBoundaryArn' | 'trustPolicy' | 'inlinePolicies'>
>;

const holds = (inline: object | object[], more: More = {}): More => ({
  inlinePolicies: [{ name: 'own', document: document(inline) }],
  ...more,
});
const having = (...policies: ManagedPolicy[]): More => ({
  attachedPolicies: policies.map((policy) => ({ arn: policy.arn, name: policy.name })),
});
const ofAws = (policy: ManagedPolicy): ManagedPolicy => ({
  ...policy,
  arn: policy.arn.replace(ACCOUNT, 'aws'),
});

const PLAIN = managed('plain', allow('s3:Get*'));
const OTHER = managed('other', allow('s3:Get*'));
const DENIES = managed('denies', { Effect: 'Deny', NotAction: ['iam:DetachRolePolicy'], Resource: '*' });
const LIFTS = managed('lifts', allow(['s3:*', 'iam:CreatePolicyVersion']));
const POLICIES = [PLAIN, OTHER, DENIES, LIFTS, NARROW].flatMap((one) => [one, ofAws(one)]);

const ADMIN = otherRole('admin', { ...ROOT, ...LAMBDA }, allow('*'));

/** Roles that hold the first, and one that holds the other. */
const CASES: Array<[says: string, most: More, one: More]> = [
  ['in nothing', holds(allow(PUT)), holds(allow(PUT))],
  ['in what is no way', holds(allow(PUT)), holds([allow('s3:*'), allow(PUT)])],
  [
    'in the name of a policy',
    holds(allow(PUT)),
    { inlinePolicies: [{ name: 'x', document: document(allow(PUT)) }] },
  ],
  ['in how it is written', holds(allow(PUT)), holds(allow(['IAM:putrolepolicy']))],
  ['in an action', holds(allow(PUT)), holds(allow('iam:AttachRolePolicy'))],
  ['in an action of another service', holds(allow(PASS)), holds(allow(PASS.slice(0, 2)))],
  ['in a condition', holds(allow(PUT)), holds(allow(PUT, '*', IP))],
  ['in the condition of what is no way', holds(allow(PUT)), holds([allow(PUT), allow('s3:*', '*', IP)])],
  ['in whom they mean', holds(allow(PUT, arn('r1'))), holds(allow(PUT, arn('r1')))],
  ['in whom one of them means', holds(allow(PUT, arn('*'))), holds(allow(PUT, arn('one')))],
  [
    'in all but whom they mean',
    holds({ Effect: 'Allow', Action: PUT, NotResource: arn('r1') }),
    holds(allow(PUT)),
  ],
  ['in a Deny', holds(allow('*')), holds([allow('*'), deny(PUT)])],
  [
    'in what a Deny means',
    holds([allow('*'), deny('iam:*', arn('r1'))]),
    holds([allow('*'), deny('iam:*', arn('r1'))]),
  ],
  ['in the condition of a Deny', holds([allow(PUT), deny(PUT, '*', IP)]), holds([allow(PUT), deny(PUT)])],
  [
    'in where a Deny stands',
    holds(allow('*'), having(DENIES)),
    holds([allow('*'), { Effect: 'Deny', NotAction: ['iam:DetachRolePolicy'], Resource: '*' }]),
  ],
  [
    'in whose policy it is that denies',
    holds(allow('*'), having(DENIES)),
    holds(allow('*'), having(ofAws(DENIES))),
  ],
  [
    'in the boundary',
    holds(allow('*'), { permissionsBoundaryArn: LIFTS.arn }),
    holds(allow('*'), { permissionsBoundaryArn: NARROW.arn }),
  ],
  [
    'in whose policy the boundary is',
    holds(allow('*'), { permissionsBoundaryArn: LIFTS.arn }),
    holds(allow('*'), { permissionsBoundaryArn: ofAws(LIFTS).arn }),
  ],
  ['in having a boundary', holds(allow('*')), holds(allow('*'), { permissionsBoundaryArn: LIFTS.arn })],
  [
    'in whether the boundary was read',
    holds(allow(PUT)),
    holds(allow(PUT), { permissionsBoundaryArn: `${NARROW.arn}-x` }),
  ],
  ['in what was not understood', holds(allow(PUT)), holds([allow(PUT), { ...deny('s3:*'), Surprise: 1 }])],
  [
    'in a policy that they rewrite',
    holds(allow('iam:CreatePolicyVersion')),
    holds(allow('iam:CreatePolicyVersion'), having(PLAIN)),
  ],
  [
    'in whose policy it is that they rewrite',
    holds(allow('iam:CreatePolicyVersion'), having(PLAIN)),
    holds(allow('iam:CreatePolicyVersion'), having(ofAws(PLAIN))),
  ],
  [
    'in which policy it is that they rewrite',
    holds(allow('iam:CreatePolicyVersion', PLAIN.arn), having(PLAIN)),
    holds(allow('iam:CreatePolicyVersion', PLAIN.arn), having(OTHER)),
  ],
  ['in nothing, and pass a role', holds(allow(PASS)), holds(allow(PASS))],
  [
    'in nothing, and pass a role to one service',
    holds(
      allow(PASS, '*', { Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } } }),
    ),
    holds([
      allow('s3:*'),
      allow(PASS, '*', { Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } } }),
    ]),
  ],
  [
    'in the service that they pass a role to',
    holds(allow(PASS, 'arn:aws:lambda:*:*:function:x')),
    holds(allow(PASS, 'arn:aws:s3:::x')),
  ],
  [
    'in which of its things they mean',
    holds([allow('iam:PassRole'), allow(PASS.slice(1), 'arn:aws:lambda:*:*:function:x')]),
    holds([allow('iam:PassRole'), allow(PASS.slice(1), 'arn:aws:lambda:*:*:function:y')]),
  ],
  [
    'in who trusts them',
    holds(allow([PUT, 'sts:AssumeRole'], arn('*'))),
    holds(allow([PUT, 'sts:AssumeRole'], arn('*'))),
  ],
  [
    'in being administrators whom the others rewrite',
    holds(allow('iam:UpdateAssumeRolePolicy')),
    holds(allow('*')),
  ],
  [
    'in whom a key of the caller means',
    holds(allow(PUT, '*', { Condition: { ArnEquals: { 'aws:PrincipalArn': arn('r1') } } })),
    holds(allow(PUT, '*', { Condition: { ArnEquals: { 'aws:PrincipalArn': arn('one') } } })),
  ],
];

/** The ways, each with the statements of the role that it goes by. */
function inWords(ways: readonly OpenMethod[]): string[] {
  return ways.map(({ method, by, doubts, leadsTo, leadsToUser }) => {
    const statements = by.map(({ action, statement: { ref, conditions } }) => [action, ref, conditions]);
    return JSON.stringify([method.id, statements, doubts, leadsTo?.arn, leadsToUser]);
  });
}

const TRUSTS_ONE = otherRole('trusts-one', { AWS: arn('one') }, allow('s3:Get*'));

describe('roles come as far together as each by itself, where they differ', () => {
  it.each(CASES)('%s', (_says, most, one) => {
    const named = [most, most, one, most].map(
      (held, index): Role => ({ ...otherRole(held === one ? 'one' : `r${index}`, ROOT, []), ...held }),
    );
    const around = surroundingsOf({ roles: [...named, TRUSTS_ONE, ADMIN], policies: POLICIES }, newStudy());
    for (const role of named) {
      const { permissions, access } = around.held(role);
      const alone = openMethods(permissions, access, role, around);
      expect([role.name, ...inWords(around.ways(role))]).toEqual([role.name, ...inWords(alone)]);
    }
  });
});
