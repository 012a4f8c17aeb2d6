// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of policies look like this.
import { describe, expect, it } from 'vitest';
import { demandsAbsence, locksOutEveryone } from '../../src/policy/locked-out.ts';
import { readTrustPolicy } from '../../src/policy/trust.ts';

type Condition = Record<string, Record<string, string | string[]>>;

function isLocked(Condition: Condition | undefined, ...denied: Condition[]): boolean[] {
  const { grants } = readTrustPolicy(
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { AWS: '555566667777' }, Action: 'sts:AssumeRole', Condition },
        ...denied.map((one) => ({
          Effect: 'Deny',
          Principal: '*',
          Action: 'sts:AssumeRole',
          Condition: one,
        })),
      ],
    }),
  );
  return grants.map(locksOutEveryone);
}

const ID = 'sts:ExternalId';
const SESSION = 'arn:aws:sts::555566667777:assumed-role/x/y';

describe('nobody can ever come in', () => {
  it.each<[string, Condition, ...Condition[]]>([
    ['a value and none', { StringEquals: { [ID]: 'x' }, Null: { [ID]: 'true' } }],
    ['none and a value', { Null: { [ID]: 'true' }, StringLike: { [ID]: 'x*' } }],
    [
      'one value and another',
      { StringEquals: { [ID]: 'x' }, StringEqualsIfExists: { [ID]: 'x' } },
      { StringNotEquals: { [ID]: 'y' } },
    ],
    [
      'values that are all forbidden',
      { StringEquals: { [ID]: ['x', 'y'] }, StringNotEquals: { [ID]: ['x', 'y', 'z'] } },
    ],
    [
      'a value, and a Deny of all that is not another',
      { StringEquals: { [ID]: 'x' } },
      { StringNotEquals: { [ID]: 'y' } },
    ],
    ['a value that a Deny forbids', { StringEquals: { [ID]: 'x' } }, { StringEquals: { [ID]: 'x' } }],
    [
      'an end before the start',
      {
        DateLessThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' },
        DateGreaterThan: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' },
      },
    ],
    [
      'an end before the later of two starts',
      {
        DateLessThan: { 'aws:CurrentTime': '2026-06-01T00:00:00Z' },
        DateGreaterThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' },
        DateGreaterThanEquals: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' },
      },
    ],
    [
      'a session by its ARN, which is asked for by that of its role',
      { ArnEquals: { 'aws:PrincipalArn': SESSION } },
    ],
    [
      'one of two things that no request meets, to get past a Deny',
      {},
      {
        ArnNotEquals: { 'aws:PrincipalArn': SESSION },
        NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' },
      },
    ],
    [
      'a condition that no request meets',
      { StringEquals: { 'aws:PrincipalType': 'Nobody' }, Null: { 'aws:PrincipalType': 'true' } },
    ],
  ])('where conditions ask for %s', (_what, condition, ...denied) => {
    expect(isLocked(condition, ...denied)).toEqual([true]);
  });
});

describe('somebody may come in', () => {
  it.each<[string, Condition | undefined, ...Condition[]]>([
    ['without conditions', undefined],
    [
      'past a Deny, by one of two ways',
      {},
      { ArnNotEquals: { 'aws:PrincipalArn': SESSION }, StringNotEquals: { [ID]: 'x' } },
    ],
    [
      'past a Deny, by one of two ways, whichever comes first',
      {},
      { StringNotEquals: { [ID]: 'x' }, ArnNotEquals: { 'aws:PrincipalArn': SESSION } },
    ],
    [
      'by what a variable may stand for, beside a value',
      { StringEquals: { 'aws:PrincipalTag/a': ['x', '${aws:username}'] } },
      { StringNotEquals: { 'aws:PrincipalTag/a': 'y' } },
    ],
    ['by one value', { StringEquals: { [ID]: 'x' } }],
    [
      'by a value of several that is not forbidden',
      { StringEquals: { [ID]: ['x', 'y'] }, StringNotEquals: { [ID]: 'x' } },
    ],
    [
      'by a value that two lists share',
      { StringEquals: { [ID]: ['x', 'y'] } },
      { StringNotEquals: { [ID]: ['y', 'z'] } },
    ],
    ['by values of two keys', { StringEquals: { [ID]: 'x', 'aws:PrincipalTag/a': 'y' } }],
    [
      'without the key, where a value is asked only if it is there',
      { StringEqualsIfExists: { [ID]: 'x' }, Null: { [ID]: 'true' } },
    ],
    ['by a pattern beside a value', { StringLike: { [ID]: 'x*' } }, { StringNotEquals: { [ID]: 'y' } }],
    [
      'by what a variable may stand for',
      { StringEquals: { 'aws:PrincipalTag/a': '${aws:username}' } },
      { StringNotEquals: { 'aws:PrincipalTag/a': 'x' } },
    ],
    [
      'by another case, where any is taken',
      { StringEqualsIgnoreCase: { [ID]: 'x' } },
      { StringNotEquals: { [ID]: 'y' } },
    ],
    [
      'by keys that carry several values',
      { StringEquals: { 'saml:eduPersonAffiliation': 'staff' } },
      { StringNotEquals: { 'saml:eduPersonAffiliation': 'member' } },
    ],
    [
      'by one of the values of a set',
      { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'x' } },
      { 'ForAllValues:StringNotEquals': { 'aws:TagKeys': 'y' } },
    ],
    [
      'from a start to a later end',
      {
        DateLessThan: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' },
        DateGreaterThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' },
      },
    ],
    [
      'at the one moment that is both',
      {
        DateLessThanEquals: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' },
        DateGreaterThanEquals: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' },
      },
    ],
    ['after a start without an end', { DateGreaterThan: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' } }],
  ])('%s', (_what, condition, ...denied) => {
    expect(isLocked(condition, ...denied)).toEqual([false]);
  });
});

it.each<[string, Condition, boolean]>([
  ['Null true', { Null: { [ID]: 'true' } }, true],
  ['Null True', { Null: { [ID]: 'True' } }, true],
  ['Null false', { Null: { [ID]: 'false' } }, false],
  ['Null of both', { Null: { [ID]: ['true', 'false'] } }, false],
  ['Null of nothing', { Null: { [ID]: [] } }, false],
  ['Bool true', { Bool: { 'aws:SecureTransport': 'true' } }, false],
])('a condition holds only of requests without its key: %s', (_what, Condition, absent) => {
  const statement = {
    Effect: 'Allow',
    Principal: { AWS: '555566667777' },
    Action: 'sts:AssumeRole',
    Condition,
  };
  const { grants } = readTrustPolicy(JSON.stringify({ Version: '2012-10-17', Statement: [statement] }));
  expect(grants.flatMap(({ conditions }) => conditions).map(demandsAbsence)).toEqual([absent]);
});
