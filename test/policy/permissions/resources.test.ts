import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allOfKind,
  covers,
  EVERY_RESOURCE,
  isEveryResource,
  leftOf,
  patternsMeet,
  resourcePattern,
  touches,
  unlimitedPatterns,
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
    expect(covering).toBeGreaterThanOrEqual(atLeast(100));
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

const ROLES = 'arn:aws:iam::111122223333:role/';
const element = (values: string | string[], not = false) => ({
  not,
  patterns: [values].flat().map(resourcePattern),
});
const values = (patterns: ReadonlyArray<{ value: string }>) => patterns.map(({ value }) => value);

describe('a pattern on', () => {
  it.each<[outer: string, inner: string, covers: boolean, meets: boolean]>([
    [`${ROLES}*`, `${ROLES}x`, true, true],
    [`${ROLES}x`, `${ROLES}*`, false, true],
    [`${ROLES}x?`, `${ROLES}xy`, true, true],
    [`${ROLES}x?`, `${ROLES}x*`, false, true],
    [`${ROLES}x`, `${ROLES}y`, false, false],
    [`${ROLES}x*`, `${ROLES}y*`, false, false],
    [`${ROLES}*x`, `${ROLES}*y`, false, false],
    [`${ROLES}a*`, `${ROLES}*b`, false, true],
    [`${ROLES}ab`, `${ROLES}a`, false, false],
    [`${ROLES}ab*`, `${ROLES}a?`, false, true],
    ['arn:aws:iam::*:role/x', `${ROLES}x`, true, true],
    ['arn:aws:iam::444455556666:role/*', `${ROLES}x`, false, false],
    ['arn:aws:iam::1*:role/*', 'arn:aws:iam::*2:role/x', false, true],
    ['*', `${ROLES}x`, true, true],
    ['**', `${ROLES}x`, true, true],
    ['*', '*', true, true],
    [`${ROLES}x`, '*', false, true],
    ['arn:aws:iam', `${ROLES}x`, true, true],
    ['arn:aws:s3', `${ROLES}x`, false, false],
    [
      'arn:aws:logs:eu-west-1:111122223333:log-group:a:*',
      'arn:aws:logs:*:*:log-group:a:log-stream:b',
      false,
      true,
    ],
    ['arn:aws:logs:*:*:log-group:*', 'arn:aws:logs:eu-west-1:1:log-group:a:log-stream:b', true, true],
    ['arn:aws:logs:*:*:log-group:a', 'arn:aws:logs:eu-west-1:1:log-group:a:log-stream:b', false, false],
    [`${ROLES}$`.concat('{aws:username}'), `${ROLES}x`, false, true],
    [`${ROLES}x`, `${ROLES}$`.concat('{aws:username}'), false, true],
    [`${ROLES}$`.concat('{aws:username}/y'), `${ROLES}x/z`, false, false],
  ])('%s covers %s: %s, meets it: %s', (outer, inner, covering, meeting) => {
    const target = resourcePattern(inner);
    expect([covers(element(outer), target), touches(element(outer), target)]).toEqual([covering, meeting]);
    // All but what meets it speaks of all of it, and all but what covers it of none.
    expect([covers(element(outer, true), target), touches(element(outer, true), target)]).toEqual([
      !meeting,
      !covering,
    ]);
    expect(patternsMeet(target, resourcePattern(outer))).toBe(meeting);
  });

  it.each<[values: string | string[], is: boolean]>([
    ['*', true],
    ['***', true],
    ['arn:*', false],
    ['arn:aws:iam::*:role/*', false],
    [['arn:aws:s3:::x', '*'], true],
  ])('%j means every resource: %s', (given, is) => {
    expect(isEveryResource(element(given))).toBe(is);
    expect(isEveryResource(element(given, true))).toBe(false);
  });
});

describe('of what a pattern stands for is left, by Deny statements with NotResource,', () => {
  const ALL = `${ROLES}*`;

  it.each<[says: string, part: string, spared: string[][], left: string[]]>([
    ['all, without one', ALL, [], [ALL]],
    ['what one names', ALL, [[`${ROLES}a`, `${ROLES}b`]], [`${ROLES}a`, `${ROLES}b`]],
    ['what it names of these', ALL, [[`${ROLES}a`, 'arn:aws:s3:::x']], [`${ROLES}a`]],
    ['all, where it names all', ALL, [['*']], [ALL]],
    ['what several name', ALL, [[`${ROLES}a`], [`${ROLES}b`]], [`${ROLES}a`, `${ROLES}b`]],
    [
      'all, where they name too many to tell',
      ALL,
      [Array.from({ length: 65 }, (_, at) => `${ROLES}${at}`)],
      [ALL],
    ],
  ])('%s', (_says, part, spared, left) => {
    const pattern = resourcePattern(part);
    expect(
      values(
        leftOf(
          pattern,
          spared.map((one) => element(one, true)),
        ),
      ),
    ).toEqual(left);
  });

  it('as much as before, by others', () => {
    expect(values(leftOf(resourcePattern(ALL), [element(`${ROLES}a`)]))).toEqual([ALL]);
  });

  it('as many as can be told', () => {
    const names = Array.from({ length: 64 }, (_, at) => `${ROLES}${at}`);
    expect(values(leftOf(resourcePattern(ALL), [element(names, true)]))).toEqual(names);
  });
});

describe('a pattern that names no resource in particular', () => {
  it.each<[value: string, is: boolean]>([
    ['*', true],
    ['arn:aws:s3:::*', true],
    ['arn:aws:s3:::*/*', true],
    ['arn:aws:s3:::records', false],
    ['arn:aws:s3:::records/*', false],
    ['arn:aws:s3:::*-records', false],
    [`${ROLES}*`, true],
    [`${ROLES}x`, false],
    [`${ROLES}x*`, false],
    ['arn:aws:dynamodb:*:*:table/*', true],
    ['arn:aws:dynamodb:*:*:table/*/index/*', true],
    ['arn:aws:dynamodb:*:*:table/x', false],
    ['arn:aws:dynamodb:*:*:table/x/index/*', false],
    ['arn:aws:logs:*:*:log-group:*', true],
    ['arn:aws:logs:*:*:log-group:*:log-stream:*', true],
    ['arn:aws:logs:*:*:log-group:x:*', false],
    ['arn:aws:cassandra:*:*:/keyspace/*', true],
    ['arn:aws:cassandra:*:*:/keyspace/x', false],
    ['arn:aws:healthlake:*:*:datastore/fhir/*', true],
    ['arn:aws:sqs:*:*:*', true],
    ['arn:aws:sqs:*:*:queue', false],
  ])('%s: %s', (value, is) => {
    expect(values(unlimitedPatterns(element(value)))).toEqual(is ? [value] : []);
  });

  it('is everything, where some are left out', () => {
    expect(values(unlimitedPatterns(element(`${ROLES}x`, true)))).toEqual(['*']);
  });
});
