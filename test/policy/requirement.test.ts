import { describe, expect, it } from 'vitest';
import { standInFor } from '../../src/policy/external-ids/stand-in.ts';
import { conditionOf } from '../../src/policy/operators.ts';
import { loopholeOf } from '../../src/policy/requirement.ts';

const STAND_IN = standInFor('secret-id', 'id:0123456789abcdef');
const variable = (name: string) => '$'.concat('{', name, '}');

type Case = [
  operator: string,
  key: string,
  values: string | string[],
  loophole: string | null,
  present?: null,
];

/** With `null` at the end, none where the request surely carries the key. */
const CASES: Case[] = [
  ['StringEquals', 'sts:ExternalId', 'a', null],
  ['StringLike', 'sts:ExternalId', 'a*', null],
  ['StringEquals', 'sts:ExternalId', '*', null],
  ['StringEquals', 'sts:ExternalId', '', null],
  ['BinaryEquals', 'k:Key', 'YQ==', null],
  ['StringEqualz', 'k:Key', 'a', 'StringEqualz is not an operator that IAM knows'],
  [
    'StringEqualsIfExists',
    'k:Key',
    'a',
    'StringEqualsIfExists lets a request through that carries no k:Key',
    null,
  ],
  [
    'ForAllValues:StringEquals',
    'aws:TagKeys',
    'a',
    'ForAllValues:StringEquals lets a request through that carries no aws:TagKeys, since it holds for an empty set',
    null,
  ],
  ['ForAnyValue:StringEquals', 'aws:TagKeys', 'a', null],
  [
    'StringEquals',
    'aws:TagKeys',
    'a',
    'StringEquals has no ForAnyValue, which aws:TagKeys needs since it may hold several values',
  ],
  [
    'StringNotEquals',
    'k:Key',
    'a',
    'StringNotEquals lets a request through that carries no k:Key or any value but those named',
  ],
  [
    'ForAnyValue:StringNotEquals',
    'k:Key',
    'a',
    'ForAnyValue:StringNotEquals lets a request through with any value of k:Key but those named',
  ],
  ['StringEquals', 'k:Key', [], 'StringEquals names no value for k:Key'],

  ['Null', 'k:Key', 'false', 'Null requires only that k:Key is sent, and accepts any value of it'],
  ['Null', 'k:Key', ['False', 'FALSE'], 'Null requires only that k:Key is sent, and accepts any value of it'],
  ['Null', 'k:Key', 'true', 'Null lets a request through that carries no k:Key'],
  ['Null', 'k:Key', ['true', 'false'], 'Null lets a request through that carries no k:Key'],
  ['Null', 'k:Key', [], 'Null lets a request through that carries no k:Key'],
  ['ForAllValues:Null', 'k:Key', 'false', 'ForAllValues:Null lets a request through that carries no k:Key'],

  ['StringLike', 'sts:ExternalId', '*', 'StringLike on sts:ExternalId accepts any value: *'],
  ['StringLike', 'sts:ExternalId', ['a', '*?'], 'StringLike on sts:ExternalId accepts any value: *?'],
  [
    'StringEquals',
    'k:Key',
    ['a', variable('aws:username')],
    'StringEquals on k:Key compares with a policy variable, which the request itself fills in',
  ],
  ['StringEquals', 'aws:PrincipalOrgID', variable('aws:ResourceOrgID'), null],
  ['StringEquals', 'k:Key', variable('*'), null],
  ['StringEquals', 'k:Key', STAND_IN, null],
  ['BinaryEquals', 'k:Key', STAND_IN, null],
  [
    'NumericEquals',
    'k:Key',
    STAND_IN,
    'NumericEquals on k:Key compares with a value that the evidence does not hold',
  ],
  ['ArnLike', 'k:Key', STAND_IN, 'ArnLike on k:Key compares with a value that the evidence does not hold'],
  ['ArnLike', 'k:Key', '*', 'ArnLike on k:Key accepts any ARN: *'],
  ['ArnLike', 'k:Key', 'arn:*:*:*:*:*', 'ArnLike on k:Key accepts any ARN: arn:*:*:*:*:*'],
  ['ArnEquals', 'k:Key', 'role/x', 'ArnEquals on k:Key has a value that is no ARN'],
  ['ArnEquals', 'k:Key', 'arn:aws:iam::111122223333:role/*', null],
  ['Bool', 'aws:SecureTransport', 'True', null],
  ['Bool', 'k:Key', 'truer', 'Bool on k:Key has a value that is no boolean'],
  ['Bool', 'k:Key', 'untrue', 'Bool on k:Key has a value that is no boolean'],
  ['Bool', 'k:Key', ['true', 'false'], 'Bool on k:Key accepts both true and false'],
  ['Bool', 'k:Key', ['true', 'TRUE'], null],
  ['StringEquals', 'k:Key', ['true', 'false'], null],
  ['NumericEquals', 'k:Key', 'one', 'NumericEquals on k:Key has a value that is no number'],
  ['NumericLessThan', 'aws:MultiFactorAuthAge', '3600', null],
  ['DateLessThan', 'aws:CurrentTime', 'soon', 'DateLessThan on aws:CurrentTime has a value that is no date'],
  ['DateLessThan', 'aws:CurrentTime', '2026-01-01', null],
  ['IpAddress', 'aws:SourceIp', '192.0.2.0/24', null],
  ['IpAddress', 'aws:SourceIp', 'home', 'IpAddress on aws:SourceIp has a value that is no IP range'],
  ['IpAddress', 'aws:SourceIp', '0.0.0.0/0', 'IpAddress on aws:SourceIp accepts any address: 0.0.0.0/0'],
  [
    'IpAddress',
    'aws:SourceIp',
    ['192.0.2.0/24', '::/0'],
    'IpAddress on aws:SourceIp accepts any address: ::/0',
  ],
  [
    'StringLike',
    'aws:PrincipalAccount',
    '1*',
    'StringLike on aws:PrincipalAccount accepts accounts that strangers may have: 1*',
  ],
];

const MULTI_VALUED = [
  'aws:CalledVia',
  'aws:PrincipalOrgPaths',
  'aws:PrincipalServiceNamesList',
  'aws:ResourceOrgPaths',
  'aws:SourceOrgPaths',
  'aws:TagKeys',
  'aws:VpceOrgPaths',
  'sts:TransitiveTagKeys',
];

describe('how a request gets past a condition', () => {
  it.each(CASES)('%s on %s with %j', (operator, key, values, loophole, present) => {
    const condition = conditionOf(operator, key, [values].flat());
    expect(loopholeOf(condition)).toBe(loophole);
    expect(loopholeOf(condition, { present: false })).toBe(loophole);
    expect(loopholeOf(condition, { present: true })).toBe(present === null ? null : loophole);
  });

  it.each(MULTI_VALUED)('which speaks of one value of %s', (key) => {
    expect(loopholeOf(conditionOf('StringEquals', key, ['o-exampleorgid/x']))).toContain(
      'has no ForAnyValue',
    );
    expect(loopholeOf(conditionOf('ForAnyValue:StringEquals', key, ['o-exampleorgid/x']))).toBeNull();
  });
});
