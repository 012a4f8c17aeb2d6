import { describe, expect, test } from 'vitest';
import { samePolicy } from '../../../src/policy/documents/same-policy.ts';

const TRUST = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Vendor',
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::111122223333:root' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': 'a' }, Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
    },
  ],
};

function withStatement(changes: object): object {
  return JSON.parse(JSON.stringify({ ...TRUST, Statement: [{ ...TRUST.Statement[0], ...changes }] }));
}

/** So many objects, one within the other. */
function nested(depth: number): object {
  return depth === 0 ? {} : { within: nested(depth - 1) };
}

function withCondition(operator: string, value: unknown): object {
  return withStatement({ Condition: { [operator]: { k: value } } });
}

function identity(changes: object): object {
  return { Version: '2012-10-17', Statement: { Effect: 'Allow', ...changes } };
}

const OF_USER = { Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::b/$'.concat('{aws:username}') };

const PARTNERS = { AWS: ['111122223333', '444455556666'], Service: 'ec2.amazonaws.com' };

/** A statement of the trust policy for each of these principals, and more. */
function splitInto(principals: object[], changes: object = {}): object {
  const Statement = principals.map((Principal) => ({ ...TRUST.Statement[0], Principal, ...changes }));
  return { ...TRUST, Statement };
}

const SPLIT = [{ AWS: '444455556666' }, { Service: 'ec2.amazonaws.com' }, { AWS: '111122223333' }];

describe.each(['Allow', 'Deny'])('a statement that is to %s', (Effect) => {
  test('several principals, and one for each', () => {
    const whole = withStatement({ Principal: PARTNERS, Effect });
    expect(samePolicy(whole, splitInto(SPLIT, { Effect }))).toBe(true);
    expect(samePolicy(whole, splitInto(SPLIT.slice(1), { Effect }))).toBe(false);
    expect(samePolicy(whole, splitInto(SPLIT, { Effect, Condition: {} }))).toBe(false);
  });

  test('all but several, which is not all but each', () => {
    const split = SPLIT.map((NotPrincipal) => ({ Effect, NotPrincipal, Action: 'sts:AssumeRole' }));
    const whole = { Statement: { Effect, NotPrincipal: PARTNERS, Action: 'sts:AssumeRole' } };
    expect(samePolicy(whole, { Statement: split })).toBe(false);
  });
});

describe('values of a condition', () => {
  test.each<[operator: string, one: unknown, other: unknown]>([
    ['Bool', 'True', true],
    ['Null', 'True', 'true'],
    ['StringEqualsIgnoreCase', 'A', 'a'],
    ['StringNotEqualsIgnoreCase', 'A', 'a'],
    ['StringEqualsIgnoreCaseIfExists', 'A', 'a'],
    ['BoolIfExists', 'FALSE', 'false'],
    ['DateLessThan', '2026-12-31', '2026-12-31T00:00:00Z'],
    ['DateLessThan', '2026-12-31T00:00:00.000Z', '2026-12-31T00:00:00Z'],
    ['DateGreaterThanIfExists', '2026-12-31T01:00:00+01:00', '2026-12-31'],
    ['NumericLessThan', '3600', '3600.0'],
    ['IpAddress', '1.2.3.4', '1.2.3.4/32'],
    ['ForAllValues:NotIpAddress', ['1.2.3.4/24'], '1.2.3.0/24'],
    ['IpAddress', '2001:DB8::1', '2001:db8:0:0:0:0:0:1/128'],
  ])('%s: %j is %j', (operator, one, other) => {
    expect(samePolicy(withCondition(operator, one), withCondition(operator, other))).toBe(true);
  });

  test.each<[operator: string, one: unknown, other: unknown]>([
    ['StringEquals', 'True', 'true'],
    ['Bool', 'Untrue', 'untrue'],
    ['Bool', 'Truer', 'truer'],
    ['StringNotEquals', 'A', 'a'],
    ['StringEqualsIgnoreCase', 'A', 'b'],
    ['DateLessThan', 'Soon', 'soon'],
    ['IpAddress', '1.2.3.04', '1.2.3.4'],
    ['StringEquals', '2026-12-31', '2026-12-31T00:00:00Z'],
    ['StringLike', '1.2.3.4', '1.2.3.4/32'],
    ['DateLessThan', '2026-12-31', '2026-12-30'],
    ['DateLessThan', '2026-12-31T00:00:00Z', '2026-12-31T00:00:01Z'],
    ['IpAddress', '1.2.3.4', '1.2.3.4/31'],
    ['IpAddress', '010.0.0.1', '8.0.0.1'],
    ['NumericEquals', '9007199254740993', '9007199254740992'],
  ])('%s: %j is not %j', (operator, one, other) => {
    expect(samePolicy(withCondition(operator, one), withCondition(operator, other))).toBe(false);
  });
});

describe('means the same', () => {
  test.each<[string, unknown, unknown]>([
    ['text against the parsed document', JSON.stringify(TRUST, null, 4), TRUST],
    ['another order of keys', { Statement: TRUST.Statement, Version: TRUST.Version }, TRUST],
    ['one statement against a list of one', { ...TRUST, Statement: TRUST.Statement[0] }, TRUST],
    ['a list of one action', withStatement({ Action: ['sts:AssumeRole'] }), TRUST],
    ['the case of an action', withStatement({ Action: 'STS:assumerole' }), TRUST],
    ['a bare account id', withStatement({ Principal: { AWS: ['111122223333'] } }), TRUST],
    ['another Sid', withStatement({ Sid: 'Other' }), TRUST],
    [
      'the case of a condition key and an unquoted boolean',
      withStatement({
        Condition: {
          Bool: { 'AWS:multifactorauthpresent': true },
          StringEquals: { 'STS:ExternalID': ['a'] },
        },
      }),
      TRUST,
    ],
    [
      'another order of statements and the same statement twice',
      { Statement: [{ Effect: 'Deny' }, { Effect: 'Allow' }, { Effect: 'Deny' }] },
      { Statement: [{ Effect: 'Allow' }, { Effect: 'Deny' }] },
    ],
    ['another version without policy variables', { Statement: TRUST.Statement }, TRUST],
    ['"*" and {"AWS": "*"}', withStatement({ Principal: '*' }), withStatement({ Principal: { AWS: '*' } })],
    ['an empty condition', withStatement({ Condition: {} }), withStatement({ Condition: undefined })],
    ['no Sid', withStatement({ Sid: undefined }), TRUST],
    ['another Id', { ...TRUST, Id: 'Other' }, TRUST],
    ['another order of actions', identity({ Action: ['a:b', 'c:d'] }), identity({ Action: ['C:D', 'a:b'] })],
    [
      'another order and case of NotAction',
      identity({ NotAction: ['a:b', 'c:d'] }),
      identity({ NotAction: ['C:D', 'a:b', 'a:b'] }),
    ],
    [
      'another order of resources',
      identity({ Resource: ['arn:x', 'arn:y'] }),
      identity({ Resource: ['arn:y', 'arn:x'] }),
    ],
    ['a list of one NotResource', identity({ NotResource: 'arn:x' }), identity({ NotResource: ['arn:x'] })],
    [
      'another order of values of a condition',
      withCondition('StringEquals', ['a', 'b']),
      withCondition('StringEquals', ['b', 'a', 'b']),
    ],
    [
      'another order of principals that are left out',
      identity({ NotPrincipal: { Service: 'x', AWS: ['444455556666', '111122223333'] } }),
      identity({ NotPrincipal: { AWS: ['arn:aws:iam::111122223333:root', '444455556666'], Service: ['x'] } }),
    ],
    [
      'an account id, and its root in China',
      withStatement({ Principal: { AWS: 'arn:aws-cn:iam::111122223333:root' } }),
      TRUST,
    ],
    [
      'another order of keys within an element that is not known',
      { ...TRUST, Extra: { a: [1, { c: 1, d: 2 }], b: 2 } },
      { ...TRUST, Extra: { b: 2, a: [1, { d: 2, c: 1 }] } },
    ],
    [
      'no version and the one of then, where a policy variable is used',
      { Statement: OF_USER },
      { Version: '2008-10-17', Statement: OF_USER },
    ],
    ['a deep object', { ...TRUST, Extra: nested(20) }, { ...TRUST, Extra: nested(20) }],
    ['a statement that is none, said twice', { Statement: ['x', 'x'] }, { Statement: 'x' }],
  ])('%s', (_name, one, other) => {
    expect(samePolicy(one, other)).toBe(true);
    expect(samePolicy(other, one)).toBe(true);
  });
});

describe('means something else', () => {
  test.each<[string, unknown]>([
    ['another account', withStatement({ Principal: { AWS: '444455556666' } })],
    ['another effect', withStatement({ Effect: 'Deny' })],
    ['one condition fewer', withStatement({ Condition: { StringEquals: { 'sts:ExternalId': 'a' } } })],
    [
      'another operator',
      withStatement({
        Condition: {
          StringLike: { 'sts:ExternalId': 'a' },
          Bool: { 'aws:MultiFactorAuthPresent': 'true' },
        },
      }),
    ],
    ['the case of a value', withStatement({ Condition: { StringEquals: { 'sts:ExternalId': 'A' } } })],
    ['NotPrincipal', withStatement({ Principal: undefined, NotPrincipal: { AWS: '111122223333' } })],
    ['a statement more', { ...TRUST, Statement: [...TRUST.Statement, { Effect: 'Allow' }] }],
    ['an unknown element', { ...TRUST, Extra: 1 }],
    ['no principal', withStatement({ Principal: undefined })],
    ['a role of the account', withStatement({ Principal: { AWS: 'arn:aws:iam::111122223333:role/root' } })],
    [
      'another way to come in by that name',
      withStatement({ Principal: { Federated: 'arn:aws:iam::111122223333:root' } }),
    ],
    ['a principal that is none', withStatement({ Principal: '111122223333' })],
    ['a condition that is none', withStatement({ Condition: 'StringEquals' })],
    ['a condition without keys', withStatement({ Condition: { StringEquals: 'a' } })],
  ])('%s', (_name, other) => {
    expect(samePolicy(TRUST, other)).toBe(false);
  });

  test.each<[string, object, object]>([
    ['the case of a resource', { Resource: 'arn:x' }, { Resource: 'arn:X' }],
    ['NotAction', { Action: 'a:b' }, { NotAction: 'a:b' }],
    ['NotResource', { Resource: 'arn:x' }, { NotResource: 'arn:x' }],
    ['another element left out', { NotAction: 'a:b' }, { NotAction: 'a:c' }],
    [
      'another principal left out',
      { NotPrincipal: { AWS: '111122223333' } },
      { NotPrincipal: { AWS: '444455556666' } },
    ],
    [
      'a service that is called as an account',
      { Principal: { Service: '111122223333' } },
      { Principal: { AWS: '111122223333' } },
    ],
    ['nothing, and the word for it', { Resource: [null] }, { Resource: ['null'] }],
    ['one principal that is none, and another', { Principal: 'a' }, { Principal: 'b' }],
    ['one condition that is none, and another', { Condition: 'a' }, { Condition: 'b' }],
    ['one operator without keys, and another', { Condition: { a: 1 } }, { Condition: { b: 1 } }],
  ])('%s', (_name, one, other) => {
    expect(samePolicy(identity(one), identity(one))).toBe(true);
    expect(samePolicy(identity(one), identity(other))).toBe(false);
  });

  test('one statement that is none, and another', () => {
    expect(samePolicy({ Statement: ['a'] }, { Statement: ['b'] })).toBe(false);
  });

  test('a principal that one statement is for, and another the other', () => {
    const [allow, deny] = ['Allow', 'Deny'].map((Effect) => ({ Effect, Action: 'sts:AssumeRole' }));
    const to = (first: string, second: string) => ({
      Statement: [
        { ...allow, Principal: { AWS: first } },
        { ...deny, Principal: { AWS: second } },
      ],
    });
    const [a, b] = ['111122223333', '444455556666'] as const;
    expect(samePolicy(to(a, b), to(b, a))).toBe(false);
  });

  test('another version where a policy variable is used', () => {
    const statement = { Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::b/${aws:username}' };
    expect(samePolicy({ Statement: statement }, { Version: '2012-10-17', Statement: statement })).toBe(false);
  });

  test('values joined into one, a value with a comma', () => {
    const one = { Statement: { Effect: 'Allow', Action: ['a', 'b'] } };
    expect(samePolicy(one, { Statement: { Effect: 'Allow', Action: ['a","b'] } })).toBe(false);
  });
});

test.each<[string, unknown]>([
  ['text that is not JSON', '{'],
  ['a list', '[]'],
  ['a document without statements', {}],
  ['nothing', null],
  ['a document nested beyond any policy', `{"Statement":${'['.repeat(500)}${']'.repeat(500)}}`],
  ['an object nested beyond any policy', { ...TRUST, Extra: nested(40) }],
])('cannot be read: %s', (_name, document) => {
  expect(samePolicy(document, TRUST)).toBeNull();
  expect(samePolicy(TRUST, document)).toBeNull();
});
