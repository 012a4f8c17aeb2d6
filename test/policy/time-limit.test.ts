import { describe, expect, it } from 'vitest';
import type { GrantCondition } from '../../src/model/grant.ts';
import {
  endOf,
  firstOf,
  isEnd,
  isNearEnd,
  isStart,
  isTime,
  lastOf,
  nearEndOf,
} from '../../src/policy/time-limit.ts';

const AS_OF = '2026-06-01T00:00:00.000Z';
const NEAR = '2027-01-01T00:00:00Z';
const NEARER = '2026-12-01T00:00:00Z';
const FAR = '2032-01-01T00:00:00Z';
const millis = (text: string) => Date.parse(text);
const seconds = (text: string) => String(millis(text) / 1000);

function condition(base: string, key: string, values: string[], required = true): GrantCondition {
  return { base, key, keyLower: key.toLowerCase(), values, required } as unknown as GrantCondition;
}

describe('a condition ends or opens the access', () => {
  it.each<[base: string, key: string, end: boolean, start: boolean]>([
    ['DateLessThan', 'aws:CurrentTime', true, false],
    ['DateLessThanEquals', 'aws:EpochTime', true, false],
    ['DateEquals', 'aws:CurrentTime', true, false],
    ['DateNotEquals', 'aws:CurrentTime', false, false],
    ['DateGreaterThan', 'aws:CurrentTime', false, true],
    ['DateGreaterThanEquals', 'aws:EpochTime', false, true],
    ['NumericLessThan', 'aws:EpochTime', true, false],
    ['NumericLessThanEquals', 'aws:EpochTime', true, false],
    ['NumericEquals', 'aws:EpochTime', true, false],
    ['NumericNotEquals', 'aws:EpochTime', false, false],
    ['NumericGreaterThan', 'aws:EpochTime', false, true],
    ['NumericLessThan', 'aws:CurrentTime', false, false],
    ['NumericGreaterThan', 'aws:CurrentTime', false, false],
    ['NumericLessThan', 'aws:MultiFactorAuthAge', false, false],
    ['DateLessThan', 'aws:TokenIssueTime', false, false],
    ['DateGreaterThan', 'aws:TokenIssueTime', false, false],
  ])('%s on %s', (base, key, end, start) => {
    const one = condition(base, key, [NEAR]);
    expect([isEnd(one), isStart(one)]).toEqual([end, start]);
    const optional = condition(base, key, [NEAR], false);
    expect([isEnd(optional), isStart(optional)]).toEqual([false, false]);
  });

  it('by the keys that name the present moment', () => {
    expect(['aws:currenttime', 'aws:epochtime', 'aws:tokenissuetime'].map(isTime)).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe('the end of a grant', () => {
  const until = (...values: string[]) => condition('DateLessThan', 'aws:CurrentTime', values);

  it.each<[string, GrantCondition[], string | undefined]>([
    ['is none without conditions', [], undefined],
    ['is none where they only open it', [condition('DateGreaterThan', 'aws:CurrentTime', [NEAR])], undefined],
    ['is the latest of the values of one', [until(NEARER, NEAR)], NEAR],
    ['is the earliest of several', [until(NEAR), until(NEARER)], NEARER],
    ['is told in seconds too', [condition('NumericLessThan', 'aws:EpochTime', [seconds(NEAR)])], NEAR],
    ['is none where one value is no moment', [until(NEAR, 'whenever')], undefined],
    [
      'is none where seconds are no number',
      [condition('NumericLessThan', 'aws:EpochTime', [NEAR])],
      undefined,
    ],
  ])('%s', (_what, conditions, end) => {
    expect(endOf({ conditions })).toBe(end === undefined ? undefined : millis(end));
  });

  it('counts where it is within five years', () => {
    expect(nearEndOf({ conditions: [until(NEAR)] }, AS_OF)).toBe(millis(NEAR));
    expect(nearEndOf({ conditions: [until('2031-06-01T00:00:00Z')] }, AS_OF)).toBe(
      millis('2031-06-01T00:00:00Z'),
    );
    expect(nearEndOf({ conditions: [until('2031-06-01T00:00:01Z')] }, AS_OF)).toBeUndefined();
    expect(nearEndOf({ conditions: [] }, AS_OF)).toBeUndefined();
    expect(
      [until(NEAR), until(FAR), condition('StringEquals', 'a', ['b'])].map((one) => isNearEnd(one, AS_OF)),
    ).toEqual([true, false, false]);
  });
});

it('of several values one is the first and one the last; what is no moment lies outside all', () => {
  const of = (...values: string[]) => ({ base: 'DateLessThan', values });
  expect([firstOf(of(NEAR, NEARER)), lastOf(of(NEARER, NEAR))]).toEqual([millis(NEARER), millis(NEAR)]);
  expect([firstOf(of(NEAR, 'x')), lastOf(of(NEAR, 'x'))]).toEqual([-Infinity, Infinity]);
});
