import { describe, expect, it } from 'vitest';
import type { Role } from '../../../src/model/facts/authorization-details.ts';
import { newStudy } from '../../../src/model/study.ts';
import { surroundingsOf } from '../../../src/policy/permissions/role-surroundings.ts';
import { ACCOUNT, document, otherRole } from './roles.ts';

const OTHER = '999988887777';
const arn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const root = (account: string) => ({ AWS: `arn:aws:iam::${account}:root` });

/** A role with statements of trust; each is that these principals may do this. */
function trusting(name: string, ...statements: Array<[principal: object | string, more?: object]>): Role {
  const Statement = statements.map(([Principal, more = {}]) => ({
    Effect: 'Allow',
    Principal,
    Action: 'sts:AssumeRole',
    ...more,
  }));
  return { ...otherRole(name, {}, []), trustPolicy: document(Statement) };
}

const WITH_ID = { Condition: { StringEquals: { 'sts:ExternalId': 'x' } } };

const ME = trusting('me');
const INTO: Array<[says: string, target: Role, admits: 'surely' | 'perhaps' | 'no']> = [
  ['that names it', trusting('x', [{ AWS: arn('me') }]), 'surely'],
  ['that names another', trusting('x', [{ AWS: arn('you') }]), 'no'],
  ['that names both', trusting('x', [{ AWS: [arn('you'), arn('me')] }]), 'surely'],
  ['that trusts the account', trusting('x', [root(ACCOUNT)]), 'surely'],
  ['that trusts another account', trusting('x', [root(OTHER)]), 'no'],
  ['that trusts everybody', trusting('x', ['*']), 'surely'],
  ['that trusts a service', trusting('x', [{ Service: 'ec2.amazonaws.com' }]), 'no'],
  ['that names its session', trusting('x', [{ AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/me/s` }]), 'no'],
  ['that names it under conditions', trusting('x', [{ AWS: arn('me') }, WITH_ID]), 'perhaps'],
  [
    'that names it under conditions, and its account under none',
    trusting('x', [{ AWS: arn('me') }, WITH_ID], [root(ACCOUNT)]),
    'surely',
  ],
  [
    'that names it under none, and its account under conditions',
    trusting('x', [root(ACCOUNT), WITH_ID], [{ AWS: arn('me') }]),
    'surely',
  ],
  [
    'that lets it tag sessions alone',
    trusting('x', [{ AWS: arn('me') }, { Action: 'sts:TagSession' }]),
    'no',
  ],
  ['that denies it', trusting('x', [root(ACCOUNT)], ['*', { Effect: 'Deny' }]), 'no'],
  ['whose trust policy was not understood', { ...trusting('x'), trustPolicy: '{' }, 'perhaps'],
  [
    'that names it, and more that was not understood',
    trusting('x', [{ AWS: arn('me') }], [{ AWS: arn('me') }, { Surprise: 1 }]),
    'surely',
  ],
  [
    'that names others, and more that was not understood',
    trusting('x', [{ AWS: arn('you') }], [{ AWS: arn('you') }, { Surprise: 1 }]),
    'perhaps',
  ],
];

function into(me: Role, ...targets: Role[]): string[] {
  const around = surroundingsOf({ roles: [me, ...targets], policies: [] }, newStudy());
  return around.trustingRole(me).map(({ role, certain }) => `${role.name}${certain ? '' : '?'}`);
}

describe('a role is let into one', () => {
  it.each(INTO)('%s', (_says, target, admits) => {
    const expected = { surely: ['x'], perhaps: ['x?'], no: [] }[admits];
    expect(into(ME, target)).toEqual(expected);
    expect(into(ME, trusting('a', [{ AWS: arn('you') }]), target)).toEqual(expected);
  });

  it('after another, in the order in which they stand', () => {
    const byName = (name: string) => trusting(name, [{ AWS: arn('me') }]);
    const byAccount = (name: string) => trusting(name, [root(ACCOUNT)]);
    expect(into(ME, byName('d'), byAccount('c'), byName('b'), byAccount('a'))).toEqual(['d', 'c', 'b', 'a']);
  });

  it('of its own account, for each account', () => {
    const targets = [trusting('a', [root(ACCOUNT)]), trusting('b', [root(OTHER)])];
    const around = surroundingsOf({ roles: targets, policies: [] }, newStudy());
    const names = (account: string) =>
      around.trustingRole({ arn: `arn:aws:iam::${account}:role/x` }).map(({ role }) => role.name);
    expect([names(ACCOUNT), names(OTHER), names(ACCOUNT)]).toEqual([['a'], ['b'], ['a']]);
  });
});

const SERVICES: Array<[says: string, target: Role, ec2: string[]]> = [
  ['that trusts it', trusting('x', [{ Service: 'ec2.amazonaws.com' }]), ['x']],
  ['that trusts it in any case of letters', trusting('x', [{ Service: 'EC2.amazonaws.com' }]), ['x']],
  ['that trusts it as it is called in China', trusting('x', [{ Service: 'ec2.amazonaws.com.cn' }]), ['x']],
  ['that trusts it in one Region', trusting('x', [{ Service: 'ec2.eu-west-1.amazonaws.com' }]), ['x']],
  [
    'that trusts it in a Region of the sovereign cloud',
    trusting('x', [{ Service: 'ec2.eusc-de-east-1.amazonaws.com' }]),
    ['x'],
  ],
  [
    'that trusts it in a Region for authorities',
    trusting('x', [{ Service: 'ec2.us-gov-west-1.amazonaws.com' }]),
    ['x'],
  ],
  ['that trusts another', trusting('x', [{ Service: 'lambda.amazonaws.com' }]), []],
  ['that trusts several', trusting('x', [{ Service: ['lambda.amazonaws.com', 'ec2.amazonaws.com'] }]), ['x']],
  ['that trusts everybody', trusting('x', ['*']), ['x?']],
  ['that trusts an account', trusting('x', [root(ACCOUNT)]), []],
  ['that trusts it under conditions', trusting('x', [{ Service: 'ec2.amazonaws.com' }, WITH_ID]), ['x?']],
  [
    'that trusts it for its own account',
    trusting('x', [
      { Service: 'ec2.amazonaws.com' },
      { Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } } },
    ]),
    ['x'],
  ],
  [
    'that trusts it for its own organization',
    trusting('x', [
      { Service: 'ec2.amazonaws.com' },
      { Condition: { StringEquals: { 'aws:SourceOrgID': 'o-exampleorgid' } } },
    ]),
    ['x'],
  ],
  [
    'that trusts it under conditions, and under none',
    trusting('x', [{ Service: 'ec2.amazonaws.com' }, WITH_ID], [{ Service: 'ec2.amazonaws.com' }]),
    ['x'],
  ],
  [
    'that trusts it under none, and under conditions',
    trusting('x', [{ Service: 'ec2.amazonaws.com' }], [{ Service: 'ec2.amazonaws.com' }, WITH_ID]),
    ['x'],
  ],
  [
    'that lets it tag sessions alone',
    trusting('x', [{ Service: 'ec2.amazonaws.com' }, { Action: 'sts:TagSession' }]),
    [],
  ],
  ['whose trust policy was not understood', { ...trusting('x'), trustPolicy: '{' }, ['x?']],
  [
    'that is reserved to AWS',
    {
      ...trusting('x', [{ Service: 'ec2.amazonaws.com' }]),
      path: '/aws-service-role/ec2.amazonaws.com/',
      arn: arn('aws-service-role/ec2.amazonaws.com/x'),
    },
    [],
  ],
];

describe('a service is let into a role', () => {
  it.each(SERVICES)('%s', (_says, target, expected) => {
    const around = surroundingsOf({ roles: [target], policies: [] }, newStudy());
    const found = around.trustingService('ec2.amazonaws.com');
    expect(found.map(({ role, certain }) => `${role.name}${certain ? '' : '?'}`)).toEqual(expected);
  });

  it('and to another, by name first', () => {
    const roles = [
      trusting('any', ['*']),
      trusting('b', [{ Service: 'ec2.amazonaws.com' }]),
      trusting('a', [{ Service: 'ec2.amazonaws.com' }]),
    ];
    const around = surroundingsOf({ roles, policies: [] }, newStudy());
    expect(around.trustingService('ec2.amazonaws.com').map(({ role }) => role.name)).toEqual([
      'b',
      'a',
      'any',
    ]);
    expect([...around.trustedServices()]).toEqual(['ec2.amazonaws.com']);
  });
});
