import { expect, it } from 'vitest';
import { accountRootPrincipal } from '../../../src/checks/trust/account-root-principal.ts';
import { correctedBy } from '../support/told.ts';
import { allow, finding, judge, role, STRANGER, statuses } from '../support/trust-fixtures.ts';

const under = (operator: string, values: string | string[]) =>
  allow(STRANGER, { Condition: { [operator]: { 'aws:PrincipalArn': values } } });
const arn = (resource: string) => `arn:aws:iam::${STRANGER}:${resource}`;

it.each<[words: string, statement: object, status: string]>([
  ['a part of a name', under('ArnLike', arn('role/scan*')), 'PASS'],
  ['a user', under('ArnEquals', arn('user/jo')), 'PASS'],
  ['a folder of roles', under('ArnLike', arn('role/vendor/*')), 'PASS'],
  ['any role', under('ArnLike', arn('role/*')), 'FAIL'],
  ['any name in any folder', under('ArnLike', arn('role/*/?*')), 'FAIL'],
  ['anything', under('ArnLike', arn('*')), 'FAIL'],
  ['the root', under('ArnEquals', arn('root')), 'FAIL'],
  ['one role or any', under('ArnLike', [arn('role/scan*'), arn('role/*')]), 'FAIL'],
  ['a role, if the key is there', under('ArnLikeIfExists', arn('role/scan*')), 'FAIL'],
  ['no ARN', under('StringLike', 'scan*'), 'FAIL'],
  ['a role named like the word', under('ArnLike', arn('role/role/*')), 'PASS'],
  [
    'another key',
    allow(STRANGER, { Condition: { StringEquals: { 'sts:ExternalId': arn('role/scan') } } }),
    'FAIL',
  ],
])('an account is narrowed to an identity of it by %s: %s', (_, statement, status) => {
  expect(statuses(judge(accountRootPrincipal, role(statement)))).toEqual([status]);
});

it.each<[words: string, principal: unknown, given: object, pattern: string]>([
  [
    'as its principal is written',
    { AWS: `arn:aws-cn:iam::${STRANGER}:root` },
    {},
    `arn:aws-cn:iam::${STRANGER}:role/`,
  ],
  [
    'of this one, where the principal does not tell',
    { AWS: STRANGER },
    { partition: 'aws-us-gov' },
    `arn:aws-us-gov:iam::${STRANGER}:role/`,
  ],
  [
    'of this one, where everyone is named',
    '*',
    { partition: 'aws-us-gov' },
    `arn:aws-us-gov:iam::${STRANGER}:role/`,
  ],
])('asks for a role in the partition %s', (_, Principal, account, pattern) => {
  const Condition = { StringEquals: { 'aws:PrincipalAccount': STRANGER } };
  const one = role([allow(STRANGER, { Principal, Condition })]);
  const found = finding(judge(accountRootPrincipal, one, { account }));
  expect(correctedBy(found, one)).toEqual([
    allow(STRANGER, {
      Principal,
      Condition: { ...Condition, ArnLike: { 'aws:PrincipalArn': `${pattern}<the role that they come by>` } },
    }),
  ]);
});
