import { describe, expect, it } from 'vitest';
import type { Grant } from '../../src/model/grant.ts';
import { alone, choicesOf } from '../../src/policy/alternatives.ts';
import { negate } from '../../src/policy/negation.ts';
import { conditionOf } from '../../src/policy/operators.ts';
import { conditionHolds } from '../../src/policy/request-conditions.ts';
import { readTrustPolicy } from '../../src/policy/trust.ts';

type Case = [operator: string, values: string | string[], negated: string | null];

const KEY = 'k:Key';

/** With what holds of exactly the other requests; null where there are no words for that. */
const CASES: Case[] = [
  ['StringEquals', 'a', 'StringNotEquals a'],
  ['StringEquals', ['a', 'b'], 'StringNotEquals a b'],
  ['StringNotEquals', 'a', 'StringEquals a'],
  ['StringEqualsIfExists', 'a', 'StringNotEquals a + Null false'],
  ['StringNotEqualsIfExists', 'a', 'StringEquals a'],
  ['StringLike', 'a*', 'StringNotLike a*'],
  ['StringEqualsIgnoreCase', 'A', 'StringNotEqualsIgnoreCase A'],
  ['ForAnyValue:StringEquals', 'a', 'ForAllValues:StringNotEquals a'],
  ['ForAllValues:StringEquals', 'a', 'ForAnyValue:StringNotEquals a'],
  ['ForAllValues:StringNotEquals', 'a', 'ForAnyValue:StringEquals a'],
  ['ForAnyValue:StringNotEquals', 'a', 'ForAllValues:StringEquals a'],
  ['Bool', 'true', 'BoolIfExists false'],
  ['Bool', 'False', 'BoolIfExists true'],
  ['BoolIfExists', 'true', 'Bool false'],
  ['Bool', ['true', 'false'], 'Null true'],
  ['Bool', ['true', 'TRUE'], 'BoolIfExists false false'],
  ['BoolIfExists', ['true', 'false'], null],
  ['ForAnyValue:Bool', ['true', 'false'], null],
  ['Null', 'true', 'Null false'],
  ['Null', 'false', 'Null true'],
  ['Null', ['true', 'false'], null],
  ['ForAnyValue:Null', 'true', null],
  ['NumericLessThan', '3', 'NumericGreaterThanEqualsIfExists 3'],
  ['NumericLessThan', ['3', '5'], 'NumericGreaterThanEqualsIfExists 3 + NumericGreaterThanEqualsIfExists 5'],
  ['NumericGreaterThanIfExists', '3', 'NumericLessThanEquals 3'],
  ['NumericEquals', ['3', '5'], 'NumericNotEquals 3 5'],
  ['DateLessThan', '2026-01-01T00:00:00Z', 'DateGreaterThanEqualsIfExists 2026-01-01T00:00:00Z'],
  ['IpAddress', '192.0.2.0/24', 'NotIpAddress 192.0.2.0/24'],
  ['NotIpAddress', '192.0.2.0/24', 'IpAddress 192.0.2.0/24'],
  ['ArnLike', 'arn:aws:iam::1:role/*', 'ArnNotLike arn:aws:iam::1:role/*'],
  ['BinaryEquals', 'YQ==', null],
  ['StringEqualz', 'a', null],
  ['StringEquals', [], null],
];

/** What requests may carry. */
const SENT: string[][] = [
  [],
  ['a'],
  ['b'],
  ['A'],
  ['ab'],
  ['a', 'b'],
  ['true'],
  ['false'],
  ['2'],
  ['3'],
  ['4'],
  ['6'],
  ['2025-01-01T00:00:00Z'],
  ['2027-01-01T00:00:00Z'],
  ['192.0.2.7'],
  ['198.51.100.7'],
  ['arn:aws:iam::1:role/x'],
  ['arn:aws:iam::2:role/x'],
];

/** What an operator makes of values of other types is no matter here. */
function isOfType(base: string, values: readonly string[]): boolean {
  const text = values.join();
  if (text === '') return true;
  if (base.startsWith('Numeric')) return /^\d$/.test(text);
  if (base.startsWith('Date')) return /^\d{4}-/.test(text);
  if (base.endsWith('IpAddress')) return /^\d+\.\d+\.\d/.test(text);
  if (base.startsWith('Arn')) return text.startsWith('arn:');
  return base === 'Bool' ? /^(?:true|false)$/.test(text) : true;
}

describe('what holds where a condition does not', () => {
  it.each(CASES)('%s %j: %s', (operator, values, words) => {
    const condition = conditionOf(operator, KEY, [values].flat());
    const negated = negate(condition);
    expect(negated?.map((one) => [one.operator, ...one.values].join(' ')).join(' + ') ?? null).toBe(words);
    if (negated === null) return;
    for (const sent of SENT.filter((one) => isOfType(condition.base, one))) {
      // What one value is compared with several is not defined.
      if (sent.length > 1 && condition.set === null) continue;
      const request = new Map([[KEY.toLowerCase(), sent]]);
      const holds = (one: typeof condition) => conditionHolds(one.operator, KEY, one.values, request);
      expect([sent, negated.every(holds)]).toEqual([sent, !holds(condition)]);
    }
  });

  it('of a key that is in every request asks for that alone', () => {
    const [until] = negate(conditionOf('DateLessThan', 'aws:CurrentTime', ['2026-01-01'])) ?? [];
    expect(until?.operator).toBe('DateGreaterThanEquals');
  });
});

const STATEMENT = { Principal: { AWS: '111122223333' }, Action: 'sts:AssumeRole' };

function granted(Condition: object, allow: object = STATEMENT): Grant | undefined {
  const Statement = [
    { ...allow, Effect: 'Allow' },
    { ...STATEMENT, Effect: 'Deny', Principal: '*', Action: 'sts:*', Condition },
  ];
  return readTrustPolicy(JSON.stringify({ Version: '2012-10-17', Statement })).grants[0];
}

describe('a Deny', () => {
  const NOT_A = { StringNotEquals: { 'sts:ExternalId': 'a' } };
  const NOT_SERVICE = { Bool: { 'aws:PrincipalIsAWSService': 'false' } };
  const ANYHOW = { Null: { 'aws:SourceIp': ['true', 'false'] } };

  it.each<[says: string, condition: object, demands: string[] | 'everybody']>([
    ['of all denies all', {}, 'everybody'],
    ['of those who are no services denies all who are none', NOT_SERVICE, 'everybody'],
    ['of whoever sends a key or not denies all', ANYHOW, 'everybody'],
    ['demands what breaks it', NOT_A, ['sts:ExternalId required']],
    [
      'demands what breaks it, where the rest always holds',
      { ...NOT_A, ...NOT_SERVICE },
      ['sts:ExternalId required'],
    ],
    [
      'with several keys demands none of them alone',
      { ...NOT_A, NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } },
      ['sts:ExternalId 0 of 2', 'aws:SourceIp 1 of 2'],
    ],
    ['demands nothing where there are no words for it', { BinaryEquals: { 'k:Key': 'YQ==' } }, []],
  ])('%s', (_says, condition, demands) => {
    const found = granted(condition)?.conditions.map(
      ({ key, required, oneOf }) =>
        `${key} ${oneOf === undefined ? (required ? 'required' : '-') : `${oneOf.alternative} of ${oneOf.of}`}`,
    );
    expect(found ?? 'everybody').toEqual(demands);
  });

  it('says why none of its keys is demanded alone', () => {
    const [one] = granted({ ...NOT_A, NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } })?.conditions ?? [];
    expect(one?.loophole).toBe(
      'statement 2 denies only where all of its conditions hold (sts:ExternalId, aws:SourceIp), so that a request which breaks any one of them gets past it',
    );
  });

  it('leaves a choice where there are words for each way past it', () => {
    const both = granted({ ...NOT_A, NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } });
    const keys =
      both &&
      choicesOf(both).map((ways) => ways.map((way) => way.map(({ key, required }) => [key, required])));
    expect(keys).toEqual([[[['sts:ExternalId', true]], [['aws:SourceIp', true]]]]);
    const one = granted({ ...NOT_A, BinaryEquals: { 'k:Key': 'YQ==' } });
    expect(one && choicesOf(one)).toEqual([]);
    expect(both && alone(both)).toEqual([]);
  });

  it.each([
    ['sts:AssumeRole', { AWS: '111122223333' }, true],
    ['sts:AssumeRoleWithSAML', { Federated: 'arn:aws:iam::111122223333:saml-provider/x' }, false],
  ])('is broken by what all requests carry of %s', (Action, Principal, required) => {
    const service = { BoolIfExists: { 'aws:PrincipalIsAWSService': 'true' } };
    const Statement = [{ Effect: 'Allow', Action, Principal, Condition: service }];
    const [grant] = readTrustPolicy(JSON.stringify({ Version: '2012-10-17', Statement })).grants;
    expect(grant?.conditions.map((one) => one.required)).toEqual([false]);
    expect(grant && alone(grant).map((one) => one.required)).toEqual([required]);
  });
});
