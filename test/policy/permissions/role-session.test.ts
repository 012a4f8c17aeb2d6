import { describe, expect, it } from 'vitest';
import { effectivePermissions } from '../../../src/policy/permissions/effective.ts';
import { ACCOUNT, allow, deny, document } from './roles.ts';

const ROLE = `arn:aws:iam::${ACCOUNT}:role/path/vendor`;
const USER = `arn:aws:iam::${ACCOUNT}:user/path/jo`;
const variable = (name: string) => '$'.concat('{', name, '}');
const home = (name: string) => `arn:aws:s3:::home/${variable(name)}/*`;
const when = (operator: string, key: string, value: string) => ({
  Condition: { [operator]: { [key]: value } },
});

/** What is left of a statement: its resources, and the keys of its conditions; `-` where it cannot apply. */
function left(statement: object, arn: string | undefined): string {
  const holder = {
    ...(arn === undefined ? {} : { arn }),
    inlinePolicies: [{ name: 'own', document: document(statement) }],
    attachedPolicies: [],
    permissionsBoundaryArn: null,
  };
  const { allows, denies } = effectivePermissions(holder, new Map());
  const [one] = [...allows, ...denies];
  if (one === undefined) return '-';
  const keys = one.conditions.map(({ key }) => key);
  return [...one.resources.patterns.map(({ value }) => value), ...keys.map((key) => `if ${key}`)].join(' ');
}

type Case = [says: string, statement: object, role: string, user: string, somebody: string];

const CASES: Case[] = [
  ['as it is', allow('s3:*'), '*', '*', '*'],
  ['a home by the name of a user', allow('s3:*', home('aws:username')), '-', 'arn:aws:s3:::home/jo/*', '-'],
  ['in any case of letters', allow('s3:*', home(' AWS:UserName ')), '-', 'arn:aws:s3:::home/jo/*', '-'],
  [
    'a home by another key',
    allow('s3:*', home('aws:PrincipalTag/team')),
    home('aws:PrincipalTag/team'),
    home('aws:PrincipalTag/team'),
    home('aws:PrincipalTag/team'),
  ],
  [
    'a home with a default',
    allow('s3:*', home("aws:username, 'all'")),
    home("aws:username, 'all'"),
    home("aws:username, 'all'"),
    home("aws:username, 'all'"),
  ],
  [
    'a home beside another thing',
    allow('s3:*', [home('aws:username'), 'arn:aws:s3:::x']),
    'arn:aws:s3:::x',
    'arn:aws:s3:::home/jo/* arn:aws:s3:::x',
    'arn:aws:s3:::x',
  ],
  [
    'the name twice',
    allow('s3:*', `${home('aws:username')}${variable('aws:username')}`),
    '-',
    'arn:aws:s3:::home/jo/*jo',
    '-',
  ],
  [
    'a Deny on all but a home',
    { Effect: 'Deny', Action: 's3:*', NotResource: home('aws:username') },
    home('aws:username'),
    'arn:aws:s3:::home/jo/*',
    home('aws:username'),
  ],
  ['a Deny on a home', deny('s3:*', home('aws:username')), '-', 'arn:aws:s3:::home/jo/*', '-'],

  ['for a user', allow('s3:*', '*', when('StringEquals', 'aws:PrincipalType', 'User')), '-', '*', '-'],
  ['for a role', allow('s3:*', '*', when('StringEquals', 'aws:PrincipalType', 'AssumedRole')), '*', '-', '*'],
  ['for one by name', allow('s3:*', '*', when('StringEquals', 'aws:username', 'jo')), '-', '*', '-'],
  ['for another by name', allow('s3:*', '*', when('StringEquals', 'aws:username', 'al')), '-', '-', '-'],
  ['for all but another', allow('s3:*', '*', when('StringNotEquals', 'aws:username', 'al')), '*', '*', '*'],
  ['for whoever has no name', allow('s3:*', '*', when('Null', 'aws:username', 'true')), '*', '-', '*'],
  [
    'for the account',
    allow('s3:*', '*', when('StringEquals', 'aws:PrincipalAccount', ACCOUNT)),
    '*',
    '*',
    '* if aws:PrincipalAccount',
  ],
  [
    'for another account',
    allow('s3:*', '*', when('StringEquals', 'aws:PrincipalAccount', '999988887777')),
    '-',
    '-',
    '* if aws:PrincipalAccount',
  ],
  [
    'for the role',
    allow('s3:*', '*', when('ArnLike', 'aws:PrincipalArn', ROLE)),
    '*',
    '-',
    '* if aws:PrincipalArn',
  ],
  [
    'for a name that is filled in',
    allow('s3:*', '*', when('StringEquals', 'aws:username', variable('aws:PrincipalTag/u'))),
    '-',
    '* if aws:username',
    '-',
  ],
  [
    'by an operator that is not known, as it is',
    allow('s3:*', '*', when('StringEqualz', 'aws:PrincipalType', 'User')),
    '* if aws:PrincipalType',
    '* if aws:PrincipalType',
    '* if aws:PrincipalType',
  ],
  [
    'from an address, for a user',
    allow('s3:*', '*', {
      Condition: {
        IpAddress: { 'aws:SourceIp': '192.0.2.0/24' },
        StringEquals: { 'aws:PrincipalType': 'User' },
      },
    }),
    '-',
    '* if aws:SourceIp',
    '-',
  ],
  ['a Deny for users', deny('s3:*', '*', when('StringEquals', 'aws:PrincipalType', 'User')), '-', '*', '-'],

  ['with TLS', allow('s3:*', '*', when('Bool', 'aws:SecureTransport', 'true')), '*', '*', '*'],
  [
    'without TLS',
    allow('s3:*', '*', when('Bool', 'aws:SecureTransport', 'false')),
    '* if aws:SecureTransport',
    '* if aws:SecureTransport',
    '* if aws:SecureTransport',
  ],
  ['a Deny without TLS', deny('s3:*', '*', when('Bool', 'aws:SecureTransport', 'false')), '-', '-', '-'],
  [
    'a Deny with TLS',
    deny('s3:*', '*', when('Bool', 'aws:SecureTransport', 'true')),
    '* if aws:SecureTransport',
    '* if aws:SecureTransport',
    '* if aws:SecureTransport',
  ],
];

describe('of a statement is left, for a role, a user, and a role that nobody names:', () => {
  it.each(CASES)('%s', (_says, statement, role, user, somebody) => {
    expect([ROLE, USER, undefined].map((arn) => left(statement, arn))).toEqual([role, user, somebody]);
  });
});
