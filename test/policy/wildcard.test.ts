import { describe, expect, it } from 'vitest';
import {
  arnParts,
  beforeWildcard,
  hasWildcard,
  isOnlyWildcards,
  matchesArn,
  matchesWildcard,
  toFirstWildcard,
} from '../../src/policy/wildcard.ts';
import { countingSteps } from '../support/steps.ts';
import { oneIn } from '../support/thorough.ts';

/** Under a name of its own: code that other tests have had compiled is not counted. */
const COUNTED = '../../src/policy/wildcard.ts?counted';
const counted = (): Promise<typeof import('../../src/policy/wildcard.ts')> => import(COUNTED);

describe('matchesWildcard', () => {
  it.each([
    ['sts:*', 'sts:AssumeRole', true],
    ['*', '', true],
    ['', '', true],
    ['', 'a', false],
    ['?', '', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['*b*d', 'abcd', true],
    ['*b*d', 'abdc', false],
    ['a*', 'b', false],
    ['A', 'a', false],
    ['**a**', 'xax', true],
    ['*a*?*', 'a', false],
    ['*'.repeat(9), 'a', true],
  ])('%j on %j is %s', (pattern, text, expected) => {
    expect(matchesWildcard(pattern, text)).toBe(expected);
  });

  oneIn(5)(
    'does not go back and back again where a pattern fits in many ways, and asks a text for no more than it has',
    async () => {
      const many = (stars: number) => [`${'*a'.repeat(stars)}b`, 'a'.repeat(2 * stars)] as const;
      const worst = (size: number) => [`*${'a'.repeat(size)}b`, 'a'.repeat(2 * size)] as const;
      const longer = (size: number) => [`*${'a'.repeat(size)}b`, 'a'.repeat(60)] as const;
      const pairs = [many(2), many(500), many(1000), worst(50), worst(100), longer(100), longer(100_000)];
      const [, some = 0, twice = 0, square = 0, four = 0, beyond = 0, far = 0] = await countingSteps(
        counted,
        (steps) =>
          pairs.map(([pattern, text]) => steps((wildcard) => wildcard.matchesWildcard(pattern, text))),
      );
      expect(some).toBeGreaterThan(500);
      expect(twice / some).toBeLessThan(2.2);
      // The product of both lengths is the worst, and the text bounds both.
      expect(four / square).toBeLessThan(4.2);
      expect(far).toBe(beyond);
    },
  );
});

describe('matchesArn', () => {
  it.each([
    ['arn:aws:iam::111122223333:role/*', 'arn:aws:iam::111122223333:role/a/b', true],
    ['arn:aws:iam::*:role/a', 'arn:aws:iam::111122223333:role/a', true],
    ['arn:*', 'arn:aws:iam::111122223333:role/a', false],
    ['arn:aws:iam::1*3:role/a', 'arn:aws:iam::111122223333:role/x:3:role/a', false],
    ['arn:aws:lambda:*:*:function:*', 'arn:aws:lambda:eu-west-1:111122223333:function:a:1', true],
    ['arn:aws:lambda:*:*:function:a:2', 'arn:aws:lambda:eu-west-1:111122223333:function:a:1', false],
    ['nonsense', 'nonsense', false],
    ['*:*:*:*:*:*', 'nonsense', false],
    ['arn:aws:sns:*:*:topic', 'arn:aws:sns:eu-west-1:111122223333:topic', true],
  ])('%j on %j is %s', (pattern, arn, expected) => {
    expect(matchesArn(pattern, arn)).toBe(expected);
  });
});

it.each<[arn: string, parts: string[] | undefined]>([
  ['a:b:c:d:e', undefined],
  ['a:b:c:d:e:f', ['a', 'b', 'c', 'd', 'e', 'f']],
  ['a:b:c:d:e:f:g:h', ['a', 'b', 'c', 'd', 'e', 'f:g:h']],
  [':::::', ['', '', '', '', '', '']],
])('the six parts of %j', (arn, parts) => {
  expect(arnParts(arn)).toEqual(parts);
});

it.each<[pattern: string, only: boolean, has: boolean, before: string, toFirst: string]>([
  ['', false, false, '', ''],
  ['*', true, true, '', '*'],
  ['*?*', true, true, '', '*'],
  ['a*', false, true, 'a', 'a*'],
  ['*a', false, true, '', '*'],
  ['ab?c*', false, true, 'ab', 'ab?'],
  ['abc', false, false, 'abc', 'abc'],
  // These stand for the characters themselves.
  ['a$'.concat('{*}b'), false, false, 'a_b', 'a$'.concat('{*')],
  ['$'.concat('{?}$').concat('{$}*'), false, true, '__', '$'.concat('{?')],
  ['$'.concat('{a}'), false, false, '$'.concat('{a}'), '$'.concat('{a}')],
])('the wildcards in %j', (pattern, only, has, before, toFirst) => {
  expect([
    isOnlyWildcards(pattern),
    hasWildcard(pattern),
    beforeWildcard(pattern),
    toFirstWildcard(pattern),
  ]).toEqual([only, has, before, toFirst]);
});
