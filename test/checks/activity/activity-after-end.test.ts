import { expect, it } from 'vitest';
import { activityAfterEnd } from '../../../src/checks/activity/activity-after-end.ts';
import type { Outcome } from '../../../src/model/check.ts';
import { contextOf, details, ENTRY, REGISTERED, role, withExternalId } from '../support/trust-fixtures.ts';
import { activityOf, entry, GAP, judgeActivity, ROLE } from './activity-facts.ts';

const ENDED = { entry: { ...ENTRY, contractEnds: '2026-05-01' } };

const FILES = { count: 1, records: 9, sha256: '', firstAt: '2026-03-03T13:00:00.000Z', named: [] };

it.each<[string, Parameters<typeof judgeActivity>[1], object, string, RegExp]>([
  [
    'on the last day',
    { entries: [entry(['2026-05-01T23:59:59Z'])] },
    ENDED,
    'PASS',
    /shows no entry of Auditors Ltd .* in the 90 days up to 2026-06-01 that was after 2026-05-01, when its contract ended by the register/,
  ],
  [
    'the day after',
    { entries: [entry(['2026-04-01T10:00:00Z', '2026-05-02T00:00:00Z', '2026-05-09T10:00:00Z'])] },
    ENDED,
    'FAIL',
    /came in 2 times in the 90 days .* after 2026-05-01, .* The last time was on 2026-05-09/,
  ],
  [
    'before it, where the log files end before it too',
    {
      entries: [entry(['2026-04-09T10:00:00Z'])],
      files: { ...FILES, lastAt: '2026-05-01T23:00:00.000Z' },
    },
    ENDED,
    'UNKNOWN',
    /^What is on record ends on 2026-05-01, so that it shows nothing of Auditors Ltd .* after 2026-05-01/,
  ],
  [
    'before it, where the log files end a day after it',
    {
      entries: [entry(['2026-04-09T10:00:00Z'])],
      files: { ...FILES, lastAt: '2026-05-03T00:00:00.000Z' },
    },
    ENDED,
    'PASS',
    /in the 61 days up to 2026-05-03 that was after 2026-05-01/,
  ],
  ['without an end', { entries: [entry(['2026-05-09T10:00:00Z'])] }, {}, 'NOT_APPLICABLE', /an end/],
  [
    'before it, where not all was read',
    { entries: [entry(['2026-04-09T10:00:00Z'])], perResource: GAP },
    ENDED,
    'UNKNOWN',
    /Denied/,
  ],
])('%s', (_what, activity, given, status, says) => {
  expect(judgeActivity(activityAfterEnd, activity, given)).toMatchObject([
    { status, detail: expect.stringMatching(says) },
  ]);
});

it('goes by what a sealed review decided, where that was to be earlier', () => {
  const activity = activityOf({ entries: [entry(['2026-05-09T10:00:00Z'])] });
  const judged = (removalDecided: (arn: string, key: string) => string | undefined): Outcome[] =>
    activityAfterEnd.evaluate(
      { 'authorization-details': details(role(withExternalId(REGISTERED))), activity },
      { ...contextOf({ entry: { ...ENTRY, contractEnds: '2027-01-01' } }), parameters: {}, removalDecided },
    );
  const decided = (arn: string, key: string) =>
    arn === ROLE && key === 'registered:Auditors Ltd' ? '2026-04-30' : undefined;
  expect(judged(decided)).toMatchObject([
    {
      status: 'FAIL',
      detail: expect.stringContaining('after 2026-04-30, when it was to be removed by a sealed review'),
    },
  ]);
  expect(judged(() => undefined)).toMatchObject([{ status: 'PASS' }]);
});
