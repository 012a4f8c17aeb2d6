import { expect, it } from 'vitest';
import type { RunStart } from '../../src/run/run-start.ts';
import { dealOut } from '../../src/run/shards/shard-line.ts';

/** The accounts of each shard, where the run before knew of these calls. */
function dealt(accounts: readonly string[], of: number, calls: Readonly<Record<string, number>>): string[][] {
  const start = {
    ...{ runId: 'r', startedAt: '2026-01-01T00:00:00.000Z', configDigest: null },
    tool: { name: 'countersign', version: '1' },
    targets: accounts.map((accountId) => ({ accountId, regions: ['us-east-1'] })),
  } as unknown as RunStart;
  const expected = new Map(
    Object.entries(calls).map(([accountId, made]) => [accountId, { accountId, calls: made, seconds: 1 }]),
  );
  return dealOut(start, of, expected).map((shard) => shard.accounts);
}

it.each<[string, Parameters<typeof dealt>, string[][]]>([
  [
    'by their number where nothing is known',
    [['a', 'b', 'c', 'd'], 2, {}],
    [
      ['a', 'c'],
      ['b', 'd'],
    ],
  ],
  [
    'by the calls that they took',
    [['a', 'b', 'c', 'huge'], 2, { a: 10, b: 20, c: 30, huge: 60 }],
    [['huge'], ['a', 'b', 'c']],
  ],
  [
    'a new one as one like the others',
    [['a', 'b', 'new'], 2, { a: 10, b: 30, gone: 20 }],
    [['b'], ['a', 'new']],
  ],
  ['into more shards than there are', [['a'], 2, { a: 5 }], [['a'], []]],
])('deals accounts out %s', (_how, given, shards) => {
  expect(dealt(...given)).toEqual(shards);
});
