import { expect, it } from 'vitest';
import { holesIn } from '../../../src/collect/cloudtrail/holes.ts';
import { target } from '../support.ts';

const DAYS = ['2026-05-28', '2026-05-29', '2026-05-30', '2026-05-31', '2026-06-01'];
const LOOKED = {
  from: '2026-05-28T12:00:00.000Z',
  to: '2026-06-01T12:00:00.000Z',
  where: 'The log files hold',
  reads: 1,
};

function holes(
  {
    regions = ['eu-west-1', 'us-east-1'],
    days = DAYS,
    until = '2026-05-28',
  }: { regions?: string[]; days?: string[]; until?: string },
  looked: Partial<typeof LOOKED> = {},
): string[] {
  const account = target({ accountId: '900000000002' });
  const held = { regions: new Map(regions.map((region) => [region, until])), days: new Set(days) };
  const found = holesIn({ account, regions: ['eu-west-1'] }, held, { ...LOOKED, ...looked });
  return found.map(({ resource, fact }) => `${resource} ${fact.status === 'NOT_COLLECTED' && fact.message}`);
}

it.each<[string, Parameters<typeof holes>, string[]]>([
  ['what is whole', [{}], []],
  // How long it is is said elsewhere.
  ['what begins late and ends early', [{ days: DAYS.slice(1, 4) }], []],
  ['what is of a day alone', [{ days: ['2026-05-30'] }], []],
  [
    'what was switched off for days, first and last ones aside',
    [{ days: ['2026-05-29', '2026-06-01'] }],
    [
      'aws:cloudtrail::900000000002:days The log files hold nothing on 2026-05-30, 2026-05-31 of any account that was looked for. Nothing was recorded then, it is not among what is read, or nobody called anything.',
    ],
  ],
  [
    'what is years older, and begins again on the last day: nothing of long ago is missed',
    [{ days: ['2020-01-01', '2026-06-01'] }],
    [
      'aws:cloudtrail::900000000002:days The log files hold nothing on 2026-05-28, 2026-05-29, 2026-05-30, 2026-05-31 of any account that was looked for. Nothing was recorded then, it is not among what is read, or nobody called anything.',
    ],
  ],
  ['what is newer', [{ days: [...DAYS, '2026-06-20'] }], []],
  // The names of files may say anything.
  [
    'what has a day that is none',
    [{ days: ['2026-05-29', '2026-99-99', '2026-06-01', 'no day'] }],
    [
      'aws:cloudtrail::900000000002:days The log files hold nothing on 2026-05-30, 2026-05-31 of any account that was looked for. Nothing was recorded then, it is not among what is read, or nobody called anything.',
    ],
  ],
  [
    'what has a Region of long ago alone',
    [{ regions: ['eu-west-1', 'us-east-1'], until: '2026-05-27' }],
    ['eu-west-1', 'us-east-1'].map(
      (region) =>
        `aws:cloudtrail:${region}:900000000002:region The log files hold nothing in ${region} of any account that was looked for. What is read leaves the Region out, or nobody used it until now: the next scan finds the calls of this one.`,
    ),
  ],
  [
    'what is of one Region, where STS writes in its home Region too',
    [{ regions: ['eu-west-1'] }],
    [
      'aws:cloudtrail:us-east-1:900000000002:region The log files hold nothing in us-east-1 of any account that was looked for. What is read leaves the Region out, or nobody used it until now: the next scan finds the calls of this one.',
    ],
  ],
  [
    'the record of a trail of writes alone',
    [{}, { reads: 0 }],
    [
      'aws:cloudtrail::900000000002:reads The log files hold no call of the account that only reads, as coming into a role does. Its trail takes writes alone, or nobody used it until now: the next scan finds the calls of this one.',
    ],
  ],
])('%s', (_what, given, said) => {
  expect(holes(...given)).toEqual(said);
});
