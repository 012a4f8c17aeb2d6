import { describe, expect, it } from 'vitest';
import { activityHours } from '../../../src/checks/activity/activity-hours.ts';
import { withinHours } from '../../../src/checks/support/access-hours.ts';
import { ENTRY } from '../support/trust-fixtures.ts';
import { entry, GAP, judgeActivity } from './activity-facts.ts';

const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri'];
const OFFICE = { zone: 'Europe/Dublin', days: WEEK, from: '09:00', to: '17:00' };
const NIGHT = { zone: 'America/New_York', days: ['fri'], from: '22:00', to: '06:00' };
const given = (accessHours: typeof OFFICE) => ({ entry: { ...ENTRY, accessHours } });

describe('agreed hours', () => {
  it.each<[string, typeof OFFICE, string, number, boolean]>([
    ['in the middle of a Monday', OFFICE, '2026-05-04', 48, true],
    ['at nine, which is eight UTC in summer', OFFICE, '2026-05-04', 32, true],
    ['before nine in summer', OFFICE, '2026-05-04', 31, false],
    ['at eight UTC in winter, when it is eight there too', OFFICE, '2026-01-05', 32, false],
    ['the last quarter', OFFICE, '2026-05-04', 63, true],
    ['when they are over', OFFICE, '2026-05-04', 64, false],
    ['on a Saturday', OFFICE, '2026-05-09', 48, false],
    ['on the evening on which they begin', NIGHT, '2026-05-09', 8, true],
    ['on the morning after', NIGHT, '2026-05-09', 39, true],
    ['when they are over, on the next day', NIGHT, '2026-05-09', 40, false],
    ['on the morning of the day on which they begin', NIGHT, '2026-05-08', 20, false],
    ['on the evening after', NIGHT, '2026-05-10', 8, false],
    ['all day', { ...OFFICE, from: '00:00', to: '24:00' }, '2026-05-04', 0, true],
    [
      'all day, until it is the next one there',
      { ...OFFICE, days: ['mon'], from: '00:00', to: '24:00' },
      '2026-05-04',
      92,
      false,
    ],
    ['in a zone of quarters of an hour', { ...OFFICE, zone: 'Asia/Kathmandu' }, '2026-05-04', 13, true],
    ['a quarter before, there', { ...OFFICE, zone: 'Asia/Kathmandu' }, '2026-05-04', 12, false],
  ])('%s', (_what, hours, day, quarter, isWithin) => {
    expect(withinHours(hours)(day, quarter)).toBe(isWithin);
  });
});

describe('activity-hours', () => {
  const good = entry(['2026-05-04T10:00:00Z', '2026-05-05T15:59:00Z']);
  const late = entry(['2026-05-04T10:00:00Z', '2026-05-05T21:20:00Z', '2026-05-09T10:00:00Z']);

  it('passes who came within them, and fails who did not, with the days', () => {
    expect(judgeActivity(activityHours, { entries: [good] }, given(OFFICE))).toMatchObject([
      {
        status: 'PASS',
        detail: expect.stringMatching(
          /^All 2 entries of Auditors Ltd .*mon, tue, wed, thu, fri from 09:00 to 17:00 \(Europe\/Dublin\)\.$/,
        ),
      },
    ]);
    expect(judgeActivity(activityHours, { entries: [good, late] }, given(OFFICE))).toMatchObject([
      {
        status: 'FAIL',
        detail: expect.stringMatching(
          /came in on 2 days of the 90 days .*: 2026-05-05 21:15 UTC and 2026-05-09 10:00 UTC\.$/,
        ),
        evidence: [{ pointer: '/entries/1/days/1', marks: ['/quarters'] }, { pointer: '/entries/1/days/2' }],
      },
    ]);
  });

  it('has nothing to say where no hours are agreed, and does not know where not all was read', () => {
    expect(judgeActivity(activityHours, { entries: [late] })).toMatchObject([{ status: 'NOT_APPLICABLE' }]);
    expect(judgeActivity(activityHours, { entries: [good], perResource: GAP }, given(OFFICE))).toMatchObject([
      { status: 'UNKNOWN' },
    ]);
  });
});
