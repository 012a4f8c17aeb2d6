import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTrustPolicy } from '../../src/policy/trust.ts';
import { atLeast, tries } from '../support/thorough.ts';
import { covers, meets } from './support/coverage.ts';
import { type Caller, evaluateRequest, type TrustRequest } from './support/request-evaluator.ts';

const ACCOUNTS = ['111122223333', '999988887777'];
const OIDC = 'arn:aws:iam::111122223333:oidc-provider/gitlab.com';
const SAML = 'arn:aws:iam::111122223333:saml-provider/okta';
const SERVICES = ['ec2.amazonaws.com', 'bedrock.amazonaws.com'];

function sessionOf(accountId: string, name: string, session = 's'): Caller {
  return {
    kind: 'aws',
    arn: `arn:aws:sts::${accountId}:assumed-role/${name}/${session}`,
    accountId,
    roleArn: `arn:aws:iam::${accountId}:role/${name}`,
    uniqueId: `AROA${name.toUpperCase()}${accountId}`,
  };
}

function userOf(accountId: string): Caller {
  const arn = `arn:aws:iam::${accountId}:user/jo`;
  return { kind: 'aws', arn, accountId, uniqueId: `AIDAJO${accountId}` };
}

const CALLERS: Caller[] = [
  ...ACCOUNTS.flatMap((id) => [
    sessionOf(id, 'one'),
    sessionOf(id, 'two'),
    sessionOf(id, 'one', 't'),
    userOf(id),
  ]),
  // Those whom no policy names: this one, and the last three.
  sessionOf('777766665555', 'stranger'),
  ...SERVICES.map((service): Caller => ({ kind: 'service', service })),
  { kind: 'federated', provider: OIDC },
  { kind: 'federated', provider: SAML },
  { kind: 'service', service: 'lambda.amazonaws.com' },
  { kind: 'federated', provider: 'accounts.google.com' },
  { kind: 'federated', provider: 'arn:aws:iam::111122223333:saml-provider/other' },
];

const awsPrincipal = fc.constantFrom(
  '*',
  ...ACCOUNTS.flatMap((id) => [
    id,
    `arn:aws:iam::${id}:root`,
    `arn:aws:iam::${id}:role/one`,
    `arn:aws:iam::${id}:role/two`,
    `arn:aws:iam::${id}:user/jo`,
    `arn:aws:sts::${id}:assumed-role/one/s`,
    `AROAONE${id}`,
  ]),
);

function oneOrSome<T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | T[]> {
  return fc.oneof(values, fc.array(values, { minLength: 1, maxLength: 3 }));
}

const principals = fc.oneof(
  fc.constant('*'),
  fc.record({ AWS: oneOrSome(awsPrincipal) }),
  fc.record({ Service: oneOrSome(fc.constantFrom(...SERVICES)) }),
  fc.record({ Federated: oneOrSome(fc.constantFrom(OIDC, SAML)) }),
  fc.record({ AWS: oneOrSome(awsPrincipal), Federated: fc.constantFrom(OIDC, SAML) }),
);

const actions = oneOrSome(
  fc.constantFrom(
    'sts:AssumeRole',
    'sts:AssumeRoleWithWebIdentity',
    'sts:AssumeRoleWithSAML',
    'STS:assume*',
    'sts:*',
    '*',
    'sts:AssumeRol?',
    'sts:TagSession',
  ),
);

const prefix = fc.constantFrom('', '', '', 'ForAllValues:', 'ForAnyValue:');
const suffix = fc.constantFrom('', '', 'IfExists');
const KEYS = {
  text: ['sts:ExternalId', 'STS:externalid', 'aws:PrincipalOrgID'],
  bool: ['aws:MultiFactorAuthPresent', 'aws:PrincipalIsAWSService'],
  number: ['aws:MultiFactorAuthAge'],
  date: ['aws:CurrentTime'],
  ip: ['aws:SourceIp'],
};

function condition(bases: string[], keys: string[], values: string[]) {
  return fc
    .tuple(
      prefix,
      fc.constantFrom(...bases),
      suffix,
      fc.constantFrom(...keys),
      oneOrSome(fc.constantFrom(...values)),
    )
    .map(([set, base, ifExists, key, value]) => ({ [`${set}${base}${ifExists}`]: { [key]: value } }));
}

const comparisons = (kind: string) =>
  ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'].map(
    (it) => `${kind}${it}`,
  );

const TEXTS = ['x', 'X', 'y', 'o-1', '*', 'x*', '?'];
const DATES = ['2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z'];

const oneCondition = fc.oneof(
  condition(
    [
      'StringEquals',
      'StringNotEquals',
      'StringLike',
      'StringNotLike',
      'StringEqualsIgnoreCase',
      'StringNotEqualsIgnoreCase',
    ],
    KEYS.text,
    TEXTS,
  ),
  condition(['Bool'], KEYS.bool, ['true', 'false']),
  condition(comparisons('Numeric'), KEYS.number, ['1', '2', '3']),
  condition(comparisons('Date'), KEYS.date, DATES),
  condition(['IpAddress', 'NotIpAddress'], KEYS.ip, ['203.0.113.0/24', '198.51.100.1', '0.0.0.0/0']),
  fc
    .tuple(fc.constantFrom('sts:ExternalId', 'aws:SourceIp'), oneOrSome(fc.constantFrom('true', 'false')))
    .map(([key, value]) => ({ Null: { [key]: value } })),
);

const conditions = fc.oneof(
  { weight: 2, arbitrary: fc.constant({}) },
  { weight: 3, arbitrary: oneCondition },
  { weight: 1, arbitrary: fc.tuple(oneCondition, oneCondition).map(([a, b]) => ({ ...a, ...b })) },
);

function statement(condition: fc.Arbitrary<object>) {
  return fc
    .tuple(
      fc.constantFrom('Allow', 'Allow', 'Deny'),
      fc.constantFrom('Principal', 'Principal', 'Principal', 'NotPrincipal'),
      principals,
      fc.constantFrom('Action', 'Action', 'Action', 'NotAction'),
      actions,
      condition,
    )
    .map(([Effect, who, named, what, spokenOf, Condition]) => ({
      Effect,
      [who]: named,
      [what]: spokenOf,
      Condition,
    }));
}

function policy(condition: fc.Arbitrary<object>) {
  return fc
    .array(statement(condition), { minLength: 1, maxLength: 4 })
    .map((Statement) => JSON.stringify({ Version: '2012-10-17', Statement }));
}

function maybe(...values: Array<string | string[]>) {
  return fc.option(fc.constantFrom(...values), { nil: undefined });
}

const contexts = fc
  .record({
    'sts:ExternalId': maybe('x', 'X', 'y', 'zz'),
    'aws:PrincipalOrgID': maybe('x', 'o-1', 'o-2'),
    'aws:MultiFactorAuthPresent': maybe('true', 'false'),
    'aws:MultiFactorAuthAge': maybe('0', '1', '2', '4'),
    'aws:SourceIp': maybe('203.0.113.7', '198.51.100.1', '192.0.2.1'),
    'aws:CurrentTime': fc.constantFrom(
      '2025-06-01T00:00:00Z',
      '2026-06-01T00:00:00Z',
      '2027-01-01T00:00:00Z',
    ),
  })
  .map((context) =>
    Object.fromEntries(
      Object.entries(context).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
  );

/** Requests that can be made: each kind of caller by the action that is open to it. */
const requests = fc.tuple(fc.constantFrom(...CALLERS), contexts).map(
  ([caller, context]): TrustRequest => ({
    caller,
    action: actionOf(caller),
    context,
  }),
);

function actionOf(caller: Caller): string {
  if (caller.kind !== 'federated') return 'sts:AssumeRole';
  return caller.provider.includes(':saml-provider/')
    ? 'sts:AssumeRoleWithSAML'
    : 'sts:AssumeRoleWithWebIdentity';
}

/**
 * Where the reading keeps a grant to be safe, although no request may get in by it: `{"AWS": "*"}` in a Deny counts
 * for AWS callers only, and nobody can tell to which account a unique id belongs.
 */
function isReadCautiously(document: string): boolean {
  const { Statement } = JSON.parse(document) as { Statement: Array<{ Effect: string; Principal?: unknown }> };
  return (
    document.includes('"AROA') ||
    Statement.some(
      ({ Effect, Principal }) =>
        Effect === 'Deny' && /"AWS":(?:"\*"|\[[^\]]*"\*")/.test(JSON.stringify(Principal) ?? ''),
    )
  );
}

const RUNS = tries(100_000, 20_260_601);

describe('the reading of a trust policy against single requests', () => {
  it('every request that gets in is covered by a grant, all of whose required conditions it meets', () => {
    let admitted = 0;
    fc.assert(
      fc.property(policy(conditions), requests, (document, request) => {
        if (evaluateRequest(document, request) !== 'ALLOW') return;
        admitted += 1;
        const { grants } = readTrustPolicy(document);
        const fitting = grants.filter(
          (grant) => covers(grant, request.caller) && grant.actions.includes(request.action),
        );
        expect(fitting.some((grant) => meets(grant, request))).toBe(true);
      }),
      RUNS,
    );
    expect(admitted).toBeGreaterThanOrEqual(atLeast(10_000));
  });

  it('a required condition is refused without its key', () => {
    let required = 0;
    fc.assert(
      fc.property(policy(conditions), requests, (document, request) => {
        const { grants } = readTrustPolicy(document);
        const covering = grants.filter(
          (grant) => covers(grant, request.caller) && grant.actions.includes(request.action),
        );
        const keys = covering.map((grant) =>
          grant.conditions.filter((one) => one.required).map((one) => one.keyLower),
        );
        const [first, ...others] = keys;
        const key = first?.find(
          (one) => one !== 'aws:currenttime' && others.every((list) => list.includes(one)),
        );
        if (key === undefined || key === 'aws:principalisawsservice') return;
        required += 1;
        const without = Object.fromEntries(
          Object.entries(request.context).filter(([name]) => name.toLowerCase() !== key),
        );
        expect(evaluateRequest(document, { ...request, context: without })).not.toBe('ALLOW');
      }),
      RUNS,
    );
    expect(required).toBeGreaterThanOrEqual(atLeast(4_000));
  });

  it('without conditions in the policy, somebody whom a grant names gets in by each of its grants', () => {
    let granted = 0;
    fc.assert(
      fc.property(policy(fc.constant({})), (document) => {
        fc.pre(!isReadCautiously(document));
        for (const grant of readTrustPolicy(document).grants) {
          granted += 1;
          const callers = CALLERS.filter(
            (caller) => covers(grant, caller) && grant.actions.includes(actionOf(caller)),
          );
          const decisions = callers.map((caller) =>
            evaluateRequest(document, { caller, action: actionOf(caller), context: {} }),
          );
          expect(decisions).toContain('ALLOW');
        }
      }),
      tries(20_000, 20_260_601),
    );
    expect(granted).toBeGreaterThanOrEqual(atLeast(5_000));
  });
});
