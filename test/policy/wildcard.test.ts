import { describe, expect, it } from 'vitest';
import { matchesArn, matchesWildcard } from '../../src/policy/wildcard.ts';
import { countingSteps, growth } from '../support/steps.ts';

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

  it('does not go back and back again where a pattern fits in many ways', async () => {
    const load = () => import('../../src/policy/wildcard.ts');
    const many = (stars: number) => [`${'*a'.repeat(stars)}b`, 'a'.repeat(2 * stars)] as const;
    expect(matchesWildcard(...many(1_000))).toBe(false);
    expect(
      await growth(load, (wildcard, stars) => wildcard.matchesWildcard(...many(stars)), 500),
    ).toBeLessThan(2.2);
  });
});

describe('the work of a match is bounded', () => {
  const load = () => import('../../src/policy/wildcard.ts');

  it('by the length of the text, however long the pattern', async () => {
    const text = 'a'.repeat(500);
    const longer = (size: number) => `*${'a'.repeat(size)}b`;
    const [, short, long] = await countingSteps(load, (steps) =>
      [600, 600, 600_000].map((size) => steps(({ matchesWildcard: match }) => match(longer(size), text))),
    );
    expect(long).toBe(short);
  });

  it('by the product of both lengths, at the worst', async () => {
    const worst = (size: number) => [`*${'a'.repeat(size)}b`, 'a'.repeat(2 * size)] as const;
    const times = await growth(load, ({ matchesWildcard: match }, size) => match(...worst(size)), 50);
    expect(times).toBeGreaterThan(3);
    expect(times).toBeLessThan(4.1);
  });
});

describe('matchesArn', () => {
  it.each([
    ['arn:aws:iam::111122223333:role/*', 'arn:aws:iam::111122223333:role/a/b', true],
    ['arn:aws:iam::*:role/a', 'arn:aws:iam::111122223333:role/a', true],
    ['arn:*', 'arn:aws:iam::111122223333:role/a', false],
    ['arn:aws:iam::1*3:role/a', 'arn:aws:iam::111122223333:role/x:3:role/a', false],
    ['arn:aws:sns:*:*:topic', 'arn:aws:sns:eu-west-1:111122223333:topic', true],
  ])('%j on %j is %s', (pattern, arn, expected) => {
    expect(matchesArn(pattern, arn)).toBe(expected);
  });
});
