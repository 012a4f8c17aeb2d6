import { describe, expect, it } from 'vitest';
import { firstIdOf, periodOf, startOf } from '../../src/evidence/period.ts';

const at = (day: number, time = '031500') => `202611${String(day).padStart(2, '0')}T${time}Z-0a0b0c0d`;
const NOVEMBER = { since: new Date('2026-11-01T00:00:00Z'), until: new Date('2026-11-10T12:00:00Z') };
const NIGHTS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

function missingOf(days: readonly number[], more: { every?: number } = {}): string[] {
  const { missing } = periodOf(
    days.map((day) => at(day)),
    { ...NOVEMBER, ...more },
  );
  return missing.map((time) => time.slice(8, 16));
}

describe('the runs of a period', () => {
  it('lack nothing where one started each night', () => {
    expect(periodOf(NIGHTS.map((day) => at(day)).toReversed(), NOVEMBER)).toEqual({
      since: '2026-11-01T00:00:00.000Z',
      until: '2026-11-10T12:00:00.000Z',
      ...{ runs: 10, every: 86_400, basis: 'runs', missing: [] },
    });
  });

  it.each<[string, number[], string[]]>([
    ['one in the middle', [5], ['05T03:15']],
    ['several in a row', [4, 5, 6], ['04T03:15', '05T03:15', '06T03:15']],
    ['the first', [1, 2], ['01T03:15', '02T03:15']],
    ['the last', [9, 10], ['09T03:15', '10T03:15']],
  ])('are named where %s is missing', (_what, gone, expected) => {
    expect(missingOf(NIGHTS.filter((day) => !gone.includes(day)))).toEqual(expected);
  });

  it('are told apart from one by hand in between, and from one that was late', () => {
    const ids = [...NIGHTS.map((day) => at(day)), at(4, '140000'), at(7, '150000')];
    expect(periodOf(ids, NOVEMBER).missing).toEqual([]);
    const late = NIGHTS.map((day) => (day === 6 ? at(6, '091000') : at(day)));
    expect(periodOf(late, NOVEMBER).missing).toEqual([]);
  });

  it('go by an interval that is said: three runs of a week, and none', () => {
    expect(missingOf([2, 3], { every: 7 * 86_400 })).toEqual([]);
    expect(missingOf([], { every: 86_400 })).toHaveLength(9);
  });

  it('show no schedule where they are few', () => {
    const period = periodOf([at(2), at(9)], NOVEMBER);
    expect(period).toMatchObject({ runs: 2, every: null, missing: [] });
  });

  it('are those that started in it', () => {
    expect(periodOf(['20261031T235959Z-0a0b0c0d', at(1), at(11), 'latest'], NOVEMBER).runs).toBe(1);
    expect(startOf(at(9))).toBe(Date.parse('2026-11-09T03:15:00Z'));
    expect(startOf('20261399T999999Z-0a0b0c0d')).toBeUndefined();
    expect(at(1) >= firstIdOf(NOVEMBER.since)).toBe(true);
    expect('20261031T235959Z-ffffffff' < firstIdOf(NOVEMBER.since)).toBe(true);
  });
});
