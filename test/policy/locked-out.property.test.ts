import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { locksOutEveryone } from '../../src/policy/locked-out.ts';
import { readTrustPolicy } from '../../src/policy/trust.ts';
import { atLeast, tries } from '../support/thorough.ts';
import { covers } from './support/coverage.ts';
import { type Caller, evaluateRequest } from './support/request-evaluator.ts';

const HERE = '111122223333';
const THERE = '999988887777';
const OKTA = `arn:aws:iam::${HERE}:saml-provider/okta`;

const CALLERS: Caller[] = [HERE, THERE].flatMap((accountId) => [
  ...['x', 'y'].map(
    (name): Caller => ({
      kind: 'aws',
      arn: `arn:aws:sts::${accountId}:assumed-role/${name}/s`,
      accountId,
      roleArn: `arn:aws:iam::${accountId}:role/${name}`,
      uniqueId: `AROA${name.toUpperCase()}${accountId}`,
    }),
  ),
  { kind: 'aws', arn: `arn:aws:iam::${accountId}:user/jo`, accountId, uniqueId: `AIDAJO${accountId}` },
]);
CALLERS.push({ kind: 'service', service: 'ec2.amazonaws.com' }, { kind: 'federated', provider: OKTA });

const ACTIONS = { aws: 'AssumeRole', service: 'AssumeRole', federated: 'AssumeRoleWithSAML' } as const;

/** What a caller sends along by nature. */
function natureOf(caller: Caller): Record<string, string> {
  const always = { 'aws:SecureTransport': 'true', 'aws:SourceIp': '203.0.113.7' };
  if (caller.kind === 'service') return { ...always, 'aws:PrincipalServiceName': caller.service };
  if (caller.kind === 'federated') return always;
  const { arn, uniqueId = '', roleArn } = caller;
  const name = arn.split('/').at(-1) ?? '';
  return roleArn === undefined
    ? { ...always, 'aws:username': name, 'aws:userid': uniqueId, 'aws:PrincipalType': 'User' }
    : { ...always, 'aws:userid': `${uniqueId}:${name}`, 'aws:PrincipalType': 'AssumedRole' };
}

/** What it may send along besides. */
const SENT: Record<string, string[]> = {
  'sts:ExternalId': ['one', 'two', 'One'],
  'aws:PrincipalOrgID': ['o-ours123456', 'o-other12345'],
  'aws:PrincipalTag/team': ['one', 'two'],
  'aws:MultiFactorAuthAge': ['60', '90'],
  'aws:SourceVpc': ['vpc-1a'],
};

const MOMENTS = ['2026-01-01T00:00:00Z', '2027-06-01T00:00:00Z'];

const MANY = 'saml:eduPersonAffiliation';

const VALUES: Record<string, string[]> = {
  ...SENT,
  'STS:externalid': ['one', 't*'],
  'aws:PrincipalTag/team': ['one', 'two', '$'.concat('{aws:username}')],
  'aws:SourceIp': ['203.0.113.0/24', '10.0.0.0/8', '203.0.113.7', '10.*', '203.*'],
  'aws:PrincipalArn': [
    `arn:aws:iam::${THERE}:role/x`,
    `arn:aws:iam::${HERE}:role/*`,
    'arn:aws:iam::*:role/x',
    `arn:aws:sts::${THERE}:assumed-role/x/s`,
    `arn:aws:iam::${THERE}:user/jo`,
    'arn:*:iam::*:*',
  ],
  'aws:PrincipalAccount': [HERE, THERE, '9999*'],
  'aws:userid': [`AROAX${THERE}:*`, `AROAX${THERE}:s`, `AIDAJO${THERE}`],
  'aws:username': ['jo', 'j*', 'other'],
  'aws:PrincipalType': ['User', 'AssumedRole', 'A*', 'Account'],
  'aws:PrincipalServiceName': ['ec2.amazonaws.com'],
  'aws:PrincipalIsAWSService': ['true', 'false'],
  'aws:SecureTransport': ['true', 'false'],
  'aws:CurrentTime': ['2026-01-01T00:00:00Z', '2027-01-01', '2028-01-01T00:00:00Z', '1767225600'],
  'aws:EpochTime': ['1767225600', '1767225601', '2026-01-01T00:00:00Z'],
  [MANY]: ['staff', 'member'],
};

const OPERATORS = ['Equals', 'NotEquals', 'Like', 'NotLike', 'EqualsIgnoreCase', 'NotEqualsIgnoreCase'].map(
  (operator) => `String${operator}`,
);
const COMPARING = ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'];

function operatorsFor(key: string): string[] {
  switch (key) {
    case 'aws:SourceIp':
      return ['IpAddress', 'NotIpAddress', ...OPERATORS];
    case 'aws:PrincipalArn':
      return ['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike', ...OPERATORS];
    case 'aws:PrincipalIsAWSService':
    case 'aws:SecureTransport':
      return ['Bool', 'StringEquals'];
    case 'aws:CurrentTime':
      return COMPARING.map((one) => `Date${one}`);
    case 'aws:EpochTime':
      return COMPARING.flatMap((one) => [`Date${one}`, `Numeric${one}`]);
    case 'aws:MultiFactorAuthAge':
      return COMPARING.map((one) => `Numeric${one}`);
    default:
      return OPERATORS;
  }
}

const condition = fc.constantFrom(...Object.keys(VALUES)).chain((key) =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .tuple(
          fc.constantFrom('', '', '', 'ForAllValues:', 'ForAnyValue:'),
          fc.constantFrom(...operatorsFor(key)),
          fc.constantFrom('', '', 'IfExists'),
          fc.uniqueArray(fc.constantFrom(...(VALUES[key] ?? [])), { minLength: 1, maxLength: 2 }),
        )
        .map(([set, operator, suffix, values]) => ({ [`${set}${operator}${suffix}`]: { [key]: values } })),
    },
    {
      weight: 1,
      arbitrary: fc
        .subarray(['true', 'false'], { minLength: 1 })
        .map((values) => ({ Null: { [key]: values } })),
    },
  ),
);

const conditions = fc.array(condition, { minLength: 1, maxLength: 3 }).map((all) => {
  const merged: Record<string, object> = {};
  for (const one of all) {
    for (const [operator, block] of Object.entries(one)) merged[operator] = { ...merged[operator], ...block };
  }
  return merged;
});

const principal = fc.constantFrom(
  '*',
  { AWS: THERE },
  { AWS: [`arn:aws:iam::${THERE}:role/x`, `arn:aws:iam::${HERE}:user/jo`] },
  { AWS: `arn:aws:sts::${THERE}:assumed-role/x/s` },
  { Service: 'ec2.amazonaws.com' },
  { Federated: OKTA },
);

const documents = fc
  .tuple(principal, conditions, fc.array(conditions, { maxLength: 2 }))
  .map(([Principal, Condition, denied]) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal, Action: 'sts:AssumeRole*', Condition },
        ...denied.map((one) => ({
          Effect: 'Deny',
          Principal: '*',
          Action: 'sts:AssumeRole*',
          Condition: one,
        })),
      ],
    }),
  );

const moment = fc.constantFrom(...MOMENTS).map((text) => ({
  'aws:CurrentTime': text,
  'aws:EpochTime': String(Date.parse(text) / 1000),
}));

const sent = fc
  .tuple(
    moment,
    ...Object.entries(SENT).map(([key, values]) =>
      fc.constantFrom(undefined, ...values).map((value) => (value === undefined ? {} : { [key]: value })),
    ),
  )
  .map((all) => Object.assign({}, ...all) as Record<string, string>);

describe('a grant that somebody comes in by', () => {
  it('locks not everyone out', () => {
    let admitted = 0;
    fc.assert(
      fc.property(documents, fc.array(sent, { minLength: 2, maxLength: 2 }), (document, contexts) => {
        const { grants } = readTrustPolicy(document);
        const open = grants.filter((grant) => !locksOutEveryone(grant));
        for (const caller of CALLERS) {
          const action = `sts:${ACTIONS[caller.kind]}`;
          for (const given of contexts) {
            const context = { ...given, ...natureOf(caller) };
            if (evaluateRequest(document, { action, caller, context }) !== 'ALLOW') continue;
            admitted += 1;
            expect(open.some((grant) => covers(grant, caller) && grant.actions.includes(action))).toBe(true);
          }
        }
      }),
      tries(5000, 20_261_128),
    );
    expect(admitted).toBeGreaterThanOrEqual(atLeast(3000));
  });
});
