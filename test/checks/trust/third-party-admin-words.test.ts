import { expect, it } from 'vitest';
import { thirdPartyAdmin } from '../../../src/checks/trust/third-party-admin.ts';
import { thirdPartyPrivileges } from '../../../src/checks/trust/third-party-privileges.ts';
import type { AccountCheck } from '../../../src/model/check.ts';
import { allow, deny, type Held, managed } from '../../policy/permissions/roles.ts';
import { judgePermissions, partyRole } from '../support/third-party-permissions.ts';
import { marksOf } from '../support/told.ts';
import {
  contextOf,
  details,
  ENTRY,
  finding,
  fixOf,
  REGISTERED,
  STRANGER,
  statuses,
} from '../support/trust-fixtures.ts';

const judged = (check: AccountCheck<'authorization-details', 'account'>, held: Held, accounts = [STRANGER]) =>
  judgePermissions(check as never, [partyRole(accounts, held)]);

const TWO = {
  inline: allow('iam:*'),
  attached: [managed('all', { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' })],
};

it.each<[words: string, held: Held, says: string, take: string]>([
  [
    'one',
    { inline: allow('*') },
    'statement 1 of inline policy own allows every action on every resource.',
    'then take the policy away.',
  ],
  [
    'two',
    TWO,
    'statement 1 of attached policy all and statement 1 of inline policy own allow every action on every resource.',
    'then take the policies away.',
  ],
  [
    'one by two statements',
    { inline: [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }, allow('iam:*')] },
    'statement 1 of inline policy own and statement 2 of inline policy own allow every action on every resource.',
    'then take the policy away.',
  ],
])('third-party-admin says which policies make it administrator: %s', (_, held, says, take) => {
  const found = finding(judged(thirdPartyAdmin, held));
  expect(found.detail).toContain(says);
  expect(found.remediation).toContain(take);
});

it('third-party-admin marks the pattern that is everything, and no other', () => {
  const found = finding(judged(thirdPartyAdmin, { inline: [allow(['s3:*', '*', '*:*', 'iam:Get*'])] }));
  expect(marksOf({ evidence: found.evidence.slice(0, 1) })).toEqual({ 0: ['/Action/1', '/Action/2'] });
});

it.each([
  ['no stack', null, true],
  ['a stack', { stackName: 'app', region: 'eu-west-1', logicalId: 'R' }, false],
  ['nobody knows whether one', undefined, true],
])(
  'third-party-admin offers commands, unless a template is the place to change: %s has the role',
  (_, stack, commands) => {
    const { role, policies } = partyRole([STRANGER], { inline: allow('*') });
    const facts = { 'authorization-details': { ...details(role), policies } };
    const found = finding(thirdPartyAdmin.evaluate(facts, { ...contextOf(), stackOf: () => stack } as never));
    expect(fixOf(found, 'cli') !== '').toBe(commands);
    expect(found.remediation?.includes('in the template of stack app (eu-west-1), where the role is R')).toBe(
      !commands,
    );
  },
);

const CREATE = ['iam:CreatePolicyVersion'];

it.each<[words: string, held: Held, says: RegExp, remedy: RegExp]>([
  [
    'one way',
    { inline: allow('iam:PutRolePolicy') },
    /^(?!.*(?:Another way|more ways))/,
    /denies iam:PutRolePolicy closes the way\.$/,
  ],
  [
    'two',
    { inline: allow(['iam:PutRolePolicy', 'iam:AttachRolePolicy']) },
    /Another way is open: [^,]+\./,
    /closes the ways\.$/,
  ],
  [
    'many',
    { inline: allow('iam:*') },
    / \d+ more ways are open: (?:[^,.]+, ){6}[^,.]+ and \d+ more\./,
    /closes the ways\.$/,
  ],
])('third-party-admin says how many ways there are: %s', (_, held, says, remedy) => {
  const found = finding(judged(thirdPartyAdmin, held));
  expect(found.detail).toMatch(says);
  expect(found.remediation).toMatch(remedy);
});

it('third-party-admin marks the actions of each way, and would deny the first of each', () => {
  const found = finding(
    judged(thirdPartyAdmin, { inline: [allow(['s3:Get*', 'iam:PutRole*', 'IAM:AttachRolePolicy'])] }),
  );
  expect(marksOf({ evidence: found.evidence.slice(0, 1) })).toEqual({ 0: ['/Action/1', '/Action/2'] });
  expect(found.corrects?.deny?.()).toEqual({
    actions: ['iam:AttachRolePolicy', 'iam:PutRolePolicy'],
    resource: '*',
  });
});

it('third-party-admin is not told of what is denied again', () => {
  const held = { inline: [allow(CREATE), deny(CREATE)] };
  expect(statuses(judged(thirdPartyAdmin, held))).toEqual(['PASS']);
});

const privileges = (held: Held, maxAccess?: 'list' | 'read' | 'write' | 'admin') =>
  judgePermissions(thirdPartyPrivileges, [partyRole([REGISTERED], held)], {
    entry: { ...ENTRY, ...(maxAccess && { maxAccess }) },
  });

it.each<[words: string, maxAccess: 'read' | undefined, says: string]>([
  ['in the register', 'read', 'more than the read access that the register allows: '],
  [
    'not in the register',
    undefined,
    'more than the read access that holds where the register says nothing: ',
  ],
])('third-party-privileges says where the limit stands: %s', (_, maxAccess, says) => {
  expect(finding(privileges({ inline: allow('s3:PutObject') }, maxAccess)).detail).toContain(says);
});

it('third-party-privileges marks what is more than agreed, and would deny that', () => {
  const found = finding(privileges({ inline: [allow(['s3:PutObject', 's3:ListBucket', 'sqs:Send*'])] }));
  expect(marksOf({ evidence: found.evidence.slice(0, 1) })).toEqual({ 0: ['/Action/0', '/Action/2'] });
  expect(found.remediation).toMatch(/^Replace the policy by ones/);
  const twice = finding(privileges({ inline: [allow('s3:PutObject'), allow('sqs:SendMessage')] }));
  expect(twice.remediation).toMatch(/^Replace the policy by ones/);
  expect(found.corrects?.deny?.()).toMatchObject({
    resource: '*',
    actions: expect.arrayContaining(['s3:PutObject']),
  });
  const two = finding(
    privileges({ inline: allow('s3:PutObject'), attached: [managed('queue', allow('sqs:SendMessage'))] }),
  );
  expect(two.remediation).toMatch(/^Replace the policies by ones/);
});

const SERVICES = [
  'athena',
  'backup',
  'codebuild',
  'dynamodb',
  'ecr',
  'firehose',
  'glue',
  'kinesis',
  'lambda',
  'sns',
];

it.each<[words: string, services: string[], says: RegExp]>([
  ['ten', SERVICES, /kinesis \([^)]*\), lambda \([^)]*\) and sns \(/],
  ['eleven', [...SERVICES, 'sqs'], /lambda \([^)]*\), sns \([^)]*\) and 1 more service \(/],
  ['twelve', [...SERVICES, 'sqs', 'dms'], /lambda \([^)]*\) and 2 more services \(/],
])('third-party-privileges names up to ten services: %s', (_, services, says) => {
  expect(finding(privileges({ inline: allow(services.map((name) => `${name}:Create*`)) }))).toMatchObject({
    detail: expect.stringMatching(says),
  });
});

it.each<[words: string, actions: string[], offered: boolean]>([
  ['a Deny that can be read', ['s3:PutObject'], true],
  ['none that is too long to be read', ['sns:*', 'sqs:*', 'dynamodb:*', 'athena:*'], false],
])('third-party-privileges offers %s', (_, actions, offered) => {
  const found = finding(privileges({ inline: allow(actions) }));
  expect(found.fixes?.().length !== 0).toBe(offered);
});

it.each<[maxAccess: 'list' | 'read' | 'write' | 'admin', action: string, status: string]>([
  ['list', 'not:GetThing', 'UNKNOWN'],
  ['read', 'not:GetThing', 'PASS'],
  ['read', 'not:MakeThing', 'UNKNOWN'],
  ['admin', 'not:MakeThing', 'PASS'],
])(
  'third-party-privileges, held to %s, of an action that no list knows: %s: %s',
  (maxAccess, action, status) => {
    expect(statuses(privileges({ inline: allow(action) }, maxAccess))).toEqual([status]);
  },
);
