import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { isNoWider } from '../../../src/policy/documents/narrower.ts';
import { atLeast, tries } from '../../support/thorough.ts';
import { evaluateRequest } from '../support/request-evaluator.ts';

const [A, B] = ['111111111111', '222222222222'];

type Json = Record<string, unknown>;

const document = (...Statement: Json[]) => ({ Version: '2012-10-17', Statement });
const allow = (more: Json = {}): Json => ({
  Effect: 'Allow',
  Principal: { AWS: [A, B] },
  Action: 'sqs:SendMessage',
  ...more,
});
const deny = (more: Json = {}): Json => ({ ...allow(more), Effect: 'Deny' });
const under = (Condition: Json) => allow({ Condition });

describe('a policy is no wider', () => {
  test.each<[string, Json, Json, boolean]>([
    ['than itself', document(allow(), deny()), document(allow(), deny()), true],
    ['with fewer principals', document(allow({ Principal: { AWS: A } })), document(allow()), true],
    ['with a statement less', document(), document(allow()), true],
    [
      'with a statement cut in two',
      document(allow({ Principal: { AWS: A } }), allow({ Principal: { AWS: B } })),
      document(allow()),
      true,
    ],
    [
      'with a condition',
      document(under({ Bool: { 'aws:SecureTransport': 'true' } })),
      document(allow()),
      true,
    ],
    ['with a Deny more', document(allow(), deny()), document(allow()), true],
    [
      'without IfExists',
      document(under({ StringEquals: { k: 'a' } })),
      document(under({ StringEqualsIfExists: { k: 'a' } })),
      true,
    ],
    [
      'with a value less',
      document(under({ StringEquals: { k: 'a' } })),
      document(under({ StringEquals: { K: ['a', 'b'] } })),
      true,
    ],
    [
      'with a range within',
      document(under({ IpAddress: { k: '10.1.0.0/16' } })),
      document(under({ IpAddress: { k: '10.0.0.0/8' } })),
      true,
    ],
    ['by another Sid', document(allow({ Sid: 'x' })), document(allow({ Sid: 'y' })), true],
  ])('%s', (_what, after, before, expected) => expect(isNoWider(after, before)).toBe(expected));
});

describe('a policy may be wider', () => {
  test.each<[string, unknown, unknown]>([
    ['with a principal more', document(allow()), document(allow({ Principal: { AWS: A } }))],
    ['with anyone', document(allow({ Principal: '*' })), document(allow())],
    [
      'with fewer left out',
      document(allow({ Principal: undefined, NotPrincipal: { AWS: A } })),
      document(allow({ Principal: undefined, NotPrincipal: { AWS: [A, B] } })),
    ],
    ['without a condition', document(allow()), document(under({ StringEquals: { k: 'a' } }))],
    [
      'with another condition',
      document(under({ StringEquals: { l: 'a' } })),
      document(under({ StringEquals: { k: 'a' } })),
    ],
    [
      'with a value more',
      document(under({ StringEquals: { k: ['a', 'b'] } })),
      document(under({ StringEquals: { k: 'a' } })),
    ],
    [
      'with a value less that was excluded',
      document(under({ StringNotEquals: { k: 'a' } })),
      document(under({ StringNotEquals: { k: ['a', 'b'] } })),
    ],
    [
      'with IfExists',
      document(under({ StringEqualsIfExists: { k: 'a' } })),
      document(under({ StringEquals: { k: 'a' } })),
    ],
    [
      'with another operator',
      document(under({ StringLike: { k: 'a' } })),
      document(under({ StringEquals: { k: 'a' } })),
    ],
    [
      'with another set',
      document(under({ 'ForAllValues:StringEquals': { k: 'a' } })),
      document(under({ 'ForAnyValue:StringEquals': { k: 'a' } })),
    ],
    [
      'with a range around',
      document(under({ IpAddress: { k: '10.0.0.0/8' } })),
      document(under({ IpAddress: { k: '10.1.0.0/16' } })),
    ],
    [
      'with no value at all',
      document(under({ 'ForAllValues:StringEquals': { k: [] } })),
      document(under({ 'ForAllValues:StringEquals': { k: 'a' } })),
    ],
    ['without a Deny', document(allow()), document(allow(), deny())],
    ['with another Deny', document(allow(), deny({ Action: 'sqs:*' })), document(allow(), deny())],
    ['with another action', document(allow({ Action: 'sqs:*' })), document(allow())],
    ['with another resource', document(allow({ Resource: '*' })), document(allow({ Resource: 'x' }))],
    ['of another version', { ...document(allow()), Version: '2008-10-17' }, document(allow())],
    ['that is none', null, document(allow())],
    [
      'of a condition that is none',
      document(under({ StringEquals: { k: 'a' } })),
      document(under({ StringEquals: 'a' })),
    ],
  ])('%s', (_what, after, before) => expect(isNoWider(after, before)).toBe(false));
});

const conditions = fc
  .array(
    fc.tuple(
      fc.constantFrom(
        'StringEquals',
        'StringNotEquals',
        'StringLike',
        'ForAllValues:StringEquals',
        'ForAnyValue:StringLike',
        'Null',
      ),
      fc.constantFrom('', 'IfExists'),
      fc.constantFrom('aws:PrincipalOrgID', 'aws:SourceVpc'),
      fc.uniqueArray(fc.constantFrom('o-1', 'o-2', 'o-*', 'true'), { minLength: 1, maxLength: 2 }),
    ),
    { maxLength: 2 },
  )
  .map((all) => {
    const element: Record<string, Json> = {};
    for (const [base, suffix, key, values] of all) {
      const operator = base === 'Null' ? base : `${base}${suffix}`;
      element[operator] = { ...element[operator], [key]: base === 'Null' ? 'true' : values };
    }
    return element;
  });
const statements = fc.array(
  fc.record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
    Principal: fc.constantFrom<unknown>('*', { AWS: A }, { AWS: [A, B] }),
    Action: fc.constantFrom('sqs:SendMessage', 'sqs:*'),
    Condition: conditions,
  }),
  { minLength: 1, maxLength: 3 },
);
const requests = fc.record({
  accountId: fc.constantFrom(A, B, '333333333333'),
  context: fc.record(
    {
      'aws:PrincipalOrgID': fc.constantFrom('o-1', 'o-2', 'o-3'),
      'aws:SourceVpc': fc.constantFrom('o-1', 'o-2', 'o-3'),
    },
    { requiredKeys: [] },
  ),
});

it('that is said to be no wider lets in nobody whom the other does not', () => {
  const seen = { answered: 0, entered: 0 };
  fc.assert(
    fc.property(
      statements,
      statements,
      fc.array(requests, { minLength: 8, maxLength: 8 }),
      (first, second, asked) => {
        // A part of the first, with more conditions, is mostly no wider.
        const narrowed = first.map((one, index) => ({
          ...one,
          Condition:
            one.Effect === 'Deny'
              ? one.Condition
              : { ...second[index % second.length]?.Condition, ...one.Condition },
        }));
        for (const [after, before] of [
          [first, second],
          [narrowed, first],
          [first, narrowed],
        ].map((pair) => pair.map((all) => document(...(all ?? []))))) {
          if (!isNoWider(after, before)) continue;
          seen.answered += 1;
          for (const { accountId, context } of asked) {
            const request = {
              action: 'sqs:SendMessage',
              caller: { kind: 'aws' as const, arn: `arn:aws:iam::${accountId}:user/u`, accountId },
              context: context as Record<string, string>,
            };
            if (evaluateRequest(JSON.stringify(after), request) !== 'ALLOW') continue;
            seen.entered += 1;
            expect(evaluateRequest(JSON.stringify(before), request)).toBe('ALLOW');
          }
        }
      },
    ),
    tries(4000, 7),
  );
  expect(seen.answered).toBeGreaterThanOrEqual(atLeast(1));
  expect(seen.entered).toBeGreaterThanOrEqual(atLeast(1));
});
