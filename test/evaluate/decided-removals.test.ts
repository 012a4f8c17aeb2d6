import { expect, it } from 'vitest';
import { removalsIn } from '../../src/evaluate/decided-removals.ts';
import type { KnownReview } from '../../src/model/review.ts';

const ROLE = 'arn:aws:iam::111122223333:role/vendor';
const KEY = 'registered:Nimbus';

type Decision = [id: string, decision: 'keep' | 'reduce' | 'remove', until: string];

function review(at: string, decisions: Decision[], counts = true): KnownReview {
  return {
    ...{ at, file: `${at}.json`, counts },
    decisions: decisions.map(([id, decision, until]) => ({
      ...{ decision, until, reason: 'so' },
      access: { id, roleArn: ROLE, party: { key: KEY, name: 'Nimbus', kind: 'registered' } },
    })),
  } as unknown as KnownReview;
}

it.each<[string, KnownReview[], string | undefined]>([
  ['nothing, where nobody has decided', [], undefined],
  ['the day of a removal', [review('2026-01-01', [['a', 'remove', '2026-02-01']])], '2026-02-01'],
  ['nothing, where it may stay', [review('2026-01-01', [['a', 'keep', '2026-02-01']])], undefined],
  ['nothing, where less was asked for', [review('2026-01-01', [['a', 'reduce', '2026-02-01']])], undefined],
  [
    'the last decision, in whichever order the reviews come',
    [
      review('2026-03-01', [['a', 'keep', '2026-09-01']]),
      review('2026-01-01', [['a', 'remove', '2026-02-01']]),
    ],
    undefined,
  ],
  [
    'the latest day of several ways in',
    [
      review('2026-01-01', [
        ['a', 'remove', '2026-02-01'],
        ['b', 'remove', '2026-03-01'],
        ['c', 'remove', '2026-01-15'],
      ]),
    ],
    '2026-03-01',
  ],
  [
    'nothing, where one of several ways in may stay',
    [
      review('2026-01-01', [
        ['a', 'remove', '2026-02-01'],
        ['b', 'keep', '2026-03-01'],
      ]),
    ],
    undefined,
  ],
  [
    'nothing by a review that does not count',
    [review('2026-01-01', [['a', 'remove', '2026-02-01']], false)],
    undefined,
  ],
])('%s', (_what, reviews, day) => {
  const removals = removalsIn({ reviews });
  expect(removals(ROLE, KEY)).toBe(day);
  expect(removals(ROLE, 'registered:Other')).toBeUndefined();
  expect(removals(`${ROLE}2`, KEY)).toBeUndefined();
});
