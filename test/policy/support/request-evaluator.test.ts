// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables of IAM look like this.
import { describe, expect, it } from 'vitest';
import { type Caller, evaluateRequest } from './request-evaluator.ts';

const SESSION: Caller = {
  kind: 'aws',
  arn: 'arn:aws:sts::999988887777:assumed-role/scanner/nightly',
  accountId: '999988887777',
  roleArn: 'arn:aws:iam::999988887777:role/ci/scanner',
  uniqueId: 'AROAEXAMPLE1234567890',
};

function decide(
  statements: object | object[],
  context: Record<string, string | string[]> = {},
  caller: Caller = SESSION,
  action = 'sts:AssumeRole',
) {
  const document = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  return evaluateRequest(document, { action, caller, context });
}

function allow(more: object = {}) {
  return { Effect: 'Allow', Principal: { AWS: '999988887777' }, Action: 'sts:AssumeRole', ...more };
}

describe('principals', () => {
  it.each<[unknown, boolean]>([
    ['*', true],
    [{ AWS: '*' }, true],
    ['999988887777', true],
    [{ AWS: 'arn:aws:iam::999988887777:root' }, true],
    [{ AWS: ['111122223333', SESSION.kind === 'aws' ? SESSION.roleArn : ''] }, true],
    [{ AWS: 'arn:aws:sts::999988887777:assumed-role/scanner/nightly' }, true],
    [{ AWS: 'arn:aws:sts::999988887777:assumed-role/scanner/daily' }, false],
    [{ AWS: 'AROAEXAMPLE1234567890' }, true],
    [{ AWS: 'arn:aws-cn:iam::999988887777:root' }, false],
    [{ Service: '999988887777' }, false],
    [{ Federated: 'x' }, false],
  ])('%j', (Principal, expected) => {
    expect(decide(allow({ Principal }))).toBe(expected ? 'ALLOW' : 'IMPLICIT_DENY');
    const not = { Effect: 'Allow', NotPrincipal: Principal, Action: '*' };
    expect(decide(not)).toBe(expected ? 'IMPLICIT_DENY' : 'ALLOW');
  });
});

describe('actions and effects', () => {
  it.each<[object, string]>([
    [{ Action: 'STS:assume*' }, 'ALLOW'],
    [{ Action: ['sts:TagSession'] }, 'IMPLICIT_DENY'],
    [{ Action: undefined, NotAction: 'sts:TagSession' }, 'ALLOW'],
    [{ Action: undefined, NotAction: '*' }, 'IMPLICIT_DENY'],
  ])('%j', (more, expected) => {
    expect(decide(allow(more))).toBe(expected);
  });

  it('a Deny wins wherever it stands', () => {
    expect(decide([allow({ Effect: 'Deny' }), allow()])).toBe('EXPLICIT_DENY');
    expect(decide([allow(), allow({ Effect: 'Deny', Action: 'sts:TagSession' })])).toBe('ALLOW');
  });
});

describe('operators', () => {
  type Values = string | string[];
  it.each<[string, unknown, Values | null, boolean]>([
    ['StringEquals', 'x', 'x', true],
    ['StringEquals', 'x', 'X', false],
    ['StringEquals', 'x', null, false],
    ['StringEquals', ['y', 'x'], 'x', true],
    ['StringEquals', 'x*', 'xy', false],
    ['StringEqualsIgnoreCase', 'x', 'X', true],
    ['StringEqualsIfExists', 'x', null, true],
    ['StringEqualsIfExists', 'x', 'y', false],
    ['StringNotEquals', 'x', null, true],
    ['StringNotEquals', ['x', 'y'], 'y', false],
    ['StringNotEqualsIgnoreCase', 'x', 'X', false],
    ['StringLike', 'a*c?', 'abbcd', true],
    ['StringLike', 'a${*}', 'a*', true],
    ['StringLike', 'a${*}', 'ab', false],
    ['StringLike', 'A*', 'ab', false],
    ['StringNotLike', 'a*', 'b', true],
    ['StringEquals', '${aws:PrincipalAccount}', '999988887777', true],
    ['StringEquals', "${aws:PrincipalTag/none, 'x'}", 'x', true],
    ['StringEquals', '${aws:PrincipalTag/none}', '', false],
    ['NumericLessThan', 10, '9', true],
    ['NumericLessThan', 10, '10', false],
    ['NumericLessThanEquals', 10, '10', true],
    ['NumericGreaterThan', 10, '11', true],
    ['NumericGreaterThanEquals', 10, '9', false],
    ['NumericEquals', '1.0', '1', true],
    ['NumericNotEquals', 1, null, true],
    ['NumericEquals', 'x', 'x', false],
    ['DateLessThan', '2027-01-01T00:00:00Z', '2026-12-31T23:59:59Z', true],
    ['DateLessThan', '2027-01-01T00:00:00Z', '2027-01-01T00:00:00Z', false],
    ['DateLessThanEquals', '2027-01-01T00:00:00Z', '2027-01-01T00:00:00Z', true],
    ['DateGreaterThan', '2027-01-01T01:00:00+01:00', '2027-01-01T00:00:01Z', true],
    ['DateGreaterThanEquals', '1798761600', '2027-01-01T00:00:00Z', true],
    ['DateEquals', '2027-01-01', '2027-01-01T00:00:00Z', true],
    ['DateNotEquals', '2027-01-01', '2027-01-01', false],
    ['Bool', true, 'true', true],
    ['Bool', 'false', null, false],
    ['BoolIfExists', 'true', null, true],
    ['BinaryEquals', 'QQ==', 'QQ==', true],
    ['IpAddress', '203.0.113.0/24', '203.0.113.9', true],
    ['IpAddress', '203.0.113.7', '203.0.113.8', false],
    ['IpAddress', '2001:db8::/32', '2001:db8::1', true],
    ['IpAddress', '2001:db8::/32', '203.0.113.9', false],
    ['NotIpAddress', '203.0.113.0/24', '198.51.100.1', true],
    ['ArnEquals', 'arn:aws:iam::*:role/a*', 'arn:aws:iam::111122223333:role/abc', true],
    ['ArnLike', 'arn:aws:iam::1*:role/a', 'arn:aws:iam::2:role/a', false],
    ['ArnNotEquals', 'arn:aws:iam::1:role/a', null, true],
    ['ArnNotLike', 'arn:aws:iam::*:role/a', 'arn:aws:iam::1:role/a', false],
    ['Null', 'true', null, true],
    ['Null', false, 'x', true],
    ['Null', 'true', 'x', false],
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b'], true],
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], false],
    ['ForAllValues:StringEquals', 'a', null, true],
    ['ForAnyValue:StringEquals', 'a', ['c', 'a'], true],
    ['ForAnyValue:StringEquals', 'a', null, false],
    ['ForAnyValue:StringEqualsIfExists', 'a', null, true],
    ['ForAllValues:StringNotEquals', 'a', ['b', 'a'], false],
    ['ForAnyValue:StringNotEquals', 'a', ['b', 'a'], true],
    ['ForAnyValue:StringNotEquals', 'a', null, false],
  ])('%s %j on %j holds: %s', (operator, wanted, found, expected) => {
    const statement = allow({ Condition: { [operator]: { 'Test:Key': wanted } } });
    const context: Record<string, Values> = found === null ? {} : { 'test:key': found };
    expect(decide(statement, context) === 'ALLOW').toBe(expected);
  });

  it('needs all of several conditions', () => {
    const Condition = { StringEquals: { a: '1', b: '2' }, Bool: { c: 'true' } };
    expect(decide(allow({ Condition }), { a: '1', b: '2', c: 'true' })).toBe('ALLOW');
    expect(decide(allow({ Condition }), { a: '1', b: '2' })).toBe('IMPLICIT_DENY');
  });

  it('refuses an operator that there is not', () => {
    expect(() => decide(allow({ Condition: { stringEquals: { a: '1' } } }))).toThrow(
      'not a condition operator',
    );
  });
});
