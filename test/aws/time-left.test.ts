import { describe, expect, test } from 'vitest';
import { timeLeft } from '../../src/cli/time-left.ts';
import { longestFirst } from '../../src/run/longest-first.ts';

/** The same numbers between 0 and 1 every time. */
function numbers(): () => number {
  let state = 7;
  return () => {
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

interface Account {
  accountId: string;
  /** What it takes now. */
  seconds: number;
  /** What the run before says. */
  before?: number;
}

/**
 * Reads accounts by counted seconds, so many at once, and answers with what was said to be left at each share of the
 * run beside what was left.
 */
function run(accounts: readonly Account[], atOnce: number, shares: readonly number[]) {
  const before = new Map(
    accounts.flatMap(({ accountId, before: seconds }) =>
      seconds === undefined ? [] : [[accountId, { accountId, calls: 1, seconds }]],
    ),
  );
  const order = longestFirst(accounts as never, before) as unknown as Account[];
  const free = Array.from({ length: atOnce }, () => 0);
  const events = order.flatMap((account) => {
    const slot = free.indexOf(Math.min(...free));
    const start = free[slot] ?? 0;
    free[slot] = start + account.seconds;
    return [
      { at: start, account, kind: 'started' as const },
      { at: start + account.seconds, account, kind: 'done' as const },
    ];
  });
  const end = Math.max(...free);
  const inTime = events.toSorted((a, b) => a.at - b.at || (a.kind === 'done' ? -1 : 1));
  return shares.map((share) => {
    const seconds = new Map([...before.values()].map((reading) => [reading.accountId, reading.seconds]));
    const estimate = timeLeft(accounts.length, atOnce, seconds);
    const now = share * end;
    for (const { at, account, kind } of inTime.filter((event) => event.at <= now)) {
      if (kind === 'started') estimate.started(account.accountId, at * 1000);
      else estimate.done(account.accountId, at * 1000, false);
    }
    return { said: (estimate.left(now * 1000) ?? Number.NaN) / 1000, was: end - now };
  });
}

const SHARES = [0.1, 0.25, 0.5];

function fleet(count: number, make: (random: () => number, index: number) => Omit<Account, 'accountId'>) {
  const random = numbers();
  return Array.from({ length: count }, (_, index) => ({ accountId: String(index), ...make(random, index) }));
}

describe('the time left, from a tenth of the run on, is right within a quarter', () => {
  test.each<[string, Account[], number]>([
    [
      'after a run like it',
      fleet(25, (random) => {
        const before = 5 + 10 * random();
        return { before, seconds: before * (0.9 + 0.2 * random()) };
      }),
      8,
    ],
    [
      'with huge accounts among small ones',
      fleet(200, (random, index) => {
        const before = index % 40 === 39 ? 300 : 2 + 8 * random();
        return { before, seconds: before * (0.9 + 0.2 * random()) };
      }),
      16,
    ],
    [
      'with one that outlasts all others',
      fleet(100, (random, index) => {
        const before = index === 99 ? 3600 : 10 * random();
        return { before, seconds: before };
      }),
      8,
    ],
    [
      'when everything takes twice as long as before',
      fleet(300, (random) => {
        const before = 5 + 10 * random();
        return { before, seconds: 2 * before };
      }),
      8,
    ],
    [
      'with accounts that are new',
      fleet(200, (random, index) => {
        const seconds = 5 + 10 * random();
        return index % 5 === 0 ? { seconds } : { before: seconds, seconds };
      }),
      8,
    ],
    ['in the first run of a large fleet', fleet(400, (random) => ({ seconds: 5 + 10 * random() })), 8],
  ])('%s', (_what, accounts, atOnce) => {
    for (const { said, was } of run(accounts, atOnce, SHARES)) {
      expect(said).toBeGreaterThan(0.75 * was);
      expect(said).toBeLessThan(1.25 * was);
    }
  });
});

test('nothing is said while there is nothing to go by', () => {
  const estimate = timeLeft(10, 2, new Map());
  estimate.started('1', 0);
  expect(estimate.left(5_000)).toBeUndefined();
  estimate.done('1', 5_000, true);
  expect(estimate.left(5_000)).toBeUndefined();
});

test('those that took longest are begun first, and new ones among the ordinary', () => {
  const targets = ['a', 'b', 'c', 'd'].map((accountId) => ({ accountId })) as never;
  const expected = new Map(
    Object.entries({ a: 1, c: 9, d: 30 }).map(([accountId, seconds]) => [
      accountId,
      { accountId, calls: 1, seconds },
    ]),
  );
  const ids = longestFirst(targets, expected).map(({ accountId }) => accountId);
  expect(ids).toEqual(['d', 'b', 'c', 'a']);
});
