import { expect, it } from 'vitest';
import { auditorRole } from '../../../src/checks/trust/auditor-role.ts';
import type { AccountSubject } from '../../../src/model/account.ts';
import type { Role } from '../../../src/model/facts/authorization-details.ts';
import { marksOf } from '../support/told.ts';
import {
  allow,
  contextOf,
  details,
  HERE,
  OWN,
  role,
  STRANGER,
  withExternalId,
} from '../support/trust-fixtures.ts';

const ARN = `arn:aws:iam::${HERE}:role/access`;
const CALLER = `arn:aws:sts::${OWN}:assumed-role/audit/session`;
const ACTIONS = ['IAM:GetRole', 'iam:ListRoles'];

function judged(
  one: Role,
  account: Partial<AccountSubject> = {},
  auditorActions: string[] | undefined = ACTIONS,
) {
  const context = contextOf({
    account: { auditorRoleArn: ARN, auditorCallerArn: CALLER, auditorExternalId: true, ...account },
  });
  return auditorRole.evaluate(
    { 'authorization-details': details(one) },
    { ...context, ...(auditorActions && { auditorActions }) },
  );
}

function may(...policies: Array<string[]>): Partial<Role> {
  return {
    inlinePolicies: policies.map((Action, index) => ({
      name: `p${index}`,
      document: JSON.stringify({ Statement: [{ Effect: 'Allow', Action, Resource: '*' }] }),
    })),
  };
}

const vendors = (count: number) =>
  Array.from({ length: count }, (_, index) => allow(`9999888877${10 + index}`));
const roots = (count: number) =>
  Array.from({ length: count }, (_, index) => `arn:aws:iam::9999888877${10 + index}:root`);

it.each<[words: string, statements: object[], account: Partial<AccountSubject>, says: string]>([
  [
    'one',
    [withExternalId(STRANGER)],
    {},
    `By statement 1 of the trust policy more may enter than ${CALLER} with its external ID: arn:aws:iam::${STRANGER}:root.`,
  ],
  [
    'where none is sent',
    [allow(STRANGER)],
    { auditorExternalId: false },
    `than ${CALLER} with an external ID: `,
  ],
  [
    'each once',
    [withExternalId(STRANGER), allow(STRANGER)],
    {},
    `By statements 1, 2 of the trust policy more may enter than ${CALLER} with its external ID: arn:aws:iam::${STRANGER}:root.`,
  ],
  ['ten', vendors(10), {}, `: ${roots(9).join(', ')} and ${roots(10)[9]}.`],
  ['more than ten', vendors(12), {}, `: ${roots(10).join(', ')} and 2 more.`],
])('says who more may enter: %s', (_, statements, account, says) => {
  const [found] = judged(role(statements, may(ACTIONS)), account);
  expect(`${found?.detail}`.replace(' So the role is judged like every other one too.', '')).toContain(says);
});

it('marks whom, and the external ID that is asked of them', () => {
  const loose = { StringLike: { 'sts:ExternalId': 'x-*' }, Bool: { 'aws:SecureTransport': 'true' } };
  const [found] = judged(role([allow(OWN, { Condition: loose })], may(ACTIONS)));
  expect(found?.status === 'FAIL' && marksOf(found)).toEqual({
    0: ['/Principal/AWS', '/Condition/StringLike'],
  });
});

const ELEVEN = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k'].map((name) => `not:Published${name}`);

it.each<[words: string, policies: string[][], says: string]>([
  [
    'in order',
    [['s3:PutObject', 's3:GetObject']],
    's3:GetObject and s3:PutObject (statement 1 of inline policy p0).',
  ],
  [
    'by the statements that give it alone',
    [ACTIONS, ['s3:GetObject']],
    's3:GetObject (statement 1 of inline policy p1).',
  ],
  [
    'in no list of published actions',
    [[...ACTIONS, 'not:Published']],
    'not:published (statement 1 of inline policy p0).',
  ],
  ['ten', [ELEVEN.slice(0, 10)], `${ELEVEN.slice(0, 9).join(', ').toLowerCase()} and not:publishedj (`],
  ['more than ten', [ELEVEN], `${ELEVEN.slice(0, 10).join(', ').toLowerCase()} and 1 more action (`],
])('says what the role may do beside what the generated policy asks for: %s', (_, policies, says) => {
  const [found, ...others] = judged(role(withExternalId(OWN), may(...policies)));
  expect(others).toEqual([]);
  expect(found?.detail.toLowerCase()).toContain(`does not ask for: ${says}`.toLowerCase());
});

it.each<[words: string, more: Partial<Role>, statements: object | string, status: string]>([
  [
    'an action that is asked for, in no list of published actions',
    may(['not:Asked']),
    withExternalId(OWN),
    'PASS',
  ],
  [
    'a statement that could only narrow',
    {
      inlinePolicies: [
        {
          name: 'p',
          document: JSON.stringify({ Statement: [{ Effect: 'Deny', Action: 7, Resource: '*' }] }),
        },
      ],
    },
    withExternalId(OWN),
    'PASS',
  ],
  ['a trust policy that is not understood', may(ACTIONS), '{}', 'UNKNOWN'],
])('judges %s', (_, more, statements, status) => {
  const found = judged(role(statements as object, more), {}, [...ACTIONS, 'not:asked']);
  expect(found).toMatchObject([{ status, resource: { arn: ARN, type: 'AWS::IAM::Role' } }]);
});

it('does not know what is expected where it was not told', () => {
  const context = contextOf({
    account: { auditorRoleArn: ARN, auditorCallerArn: CALLER, auditorExternalId: true },
  });
  const facts = { 'authorization-details': details(role(withExternalId(OWN), may(ACTIONS))) };
  expect(auditorRole.evaluate(facts, context)).toMatchObject([{ status: 'UNKNOWN', resource: { arn: ARN } }]);
});
