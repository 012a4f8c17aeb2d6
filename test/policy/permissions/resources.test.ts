import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allOfKind,
  covers,
  EVERY_RESOURCE,
  patternsMeet,
  resourcePattern,
  touches,
  wildcardsMeet,
} from '../../../src/policy/permissions/resources.ts';
import { matchesWildcard } from '../../../src/policy/wildcard.ts';
import { atLeast, tries } from '../../support/thorough.ts';

/** Patterns over few characters, so that they meet often. */
const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 4 });

/** Every text over the same characters that two such patterns can need. */
const WORDS = [''];
for (const known of WORDS) if (known.length < 8) WORDS.push(`${known}a`, `${known}b`);

function of(name: string) {
  return resourcePattern(`arn:aws:s3:::${name}`);
}

function only(name: string) {
  return { not: false, patterns: [of(name)] };
}

describe('resource patterns', () => {
  it('one that covers another matches all that the other matches', () => {
    let covering = 0;
    fc.assert(
      fc.property(pattern, pattern, (outer, inner) => {
        if (!covers(only(outer), of(inner))) return;
        covering += 1;
        for (const text of WORDS) {
          if (matchesWildcard(inner, text)) expect(matchesWildcard(outer, text)).toBe(true);
        }
      }),
      tries(2000, 1),
    );
    expect(covering).toBeGreaterThan(atLeast(100));
  });

  it('two meet exactly where some text matches both', () => {
    fc.assert(
      fc.property(pattern, pattern, (one, other) => {
        const common = WORDS.some((text) => matchesWildcard(one, text) && matchesWildcard(other, text));
        expect(wildcardsMeet(one, other)).toBe(common);
        expect(touches(only(one), of(other))).toBe(common);
      }),
      tries(1000, 2),
    );
  });

  it.each([
    ['b?', 'b*', false],
    ['b*', 'b?', true],
    ['b*', 'b*', true],
    ['b?', 'b?', true],
    ['*', 'b', true],
    ['b', '*', false],
  ])('%s covers %s: %s', (outer, inner, is) => {
    expect(covers(only(outer), of(inner))).toBe(is);
  });

  it('everything but something neither covers everything nor leaves it untouched', () => {
    const rest = { not: true, patterns: [of('b/*')] };
    expect(covers(rest, EVERY_RESOURCE)).toBe(false);
    expect(touches(rest, EVERY_RESOURCE)).toBe(true);
    expect(touches(rest, of('b/x'))).toBe(false);
    expect(covers(rest, of('c/x'))).toBe(true);
  });

  it('a wildcard in the middle of a part does not surely reach past a colon, one at its end does', () => {
    const target = resourcePattern('arn:aws:iam::111122223333:role/x');
    expect(covers({ not: false, patterns: [resourcePattern('arn:aws:i*m:*/x')] }, target)).toBe(false);
    expect(covers({ not: false, patterns: [resourcePattern('arn:aws:iam::*:role/x')] }, target)).toBe(true);
    expect(covers({ not: false, patterns: [resourcePattern('arn:aws:*')] }, target)).toBe(true);
    expect(covers({ not: false, patterns: [resourcePattern('arn:aws:iam')] }, target)).toBe(true);
  });

  it.each([
    ['arn:aws:iam::111122223333:role/app', true],
    ['arn:aws:iam::111122223333:role/app-*', true],
    ['arn:aws:iam::*:role/path/*', true],
    ['arn:aws:iam:*', true],
    ['arn:aws:iam::444455556666:role/*', false],
    ['arn:aws:iam::111122223333:user/*', false],
    ['*:user/*', false],
  ])('all roles of an account meet %s, whichever is asked first: %s', (value, is) => {
    const roles = allOfKind('arn:aws:iam::111122223333:role/');
    expect(patternsMeet(roles, resourcePattern(value))).toBe(is);
    expect(patternsMeet(resourcePattern(value), roles)).toBe(is);
  });
});
