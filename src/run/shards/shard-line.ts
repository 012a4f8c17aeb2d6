import { z } from 'zod';
import type { AccountTarget } from '../../model/account.ts';
import type { AccountReadingRecord } from '../../model/run-record.ts';
import type { RunStart } from '../run-start.ts';

/** A line of `shards.jsonl`: what one shard scans, small enough to be the input of a step of a state machine. */
const lineShape = z.object({
  schemaVersion: z.literal(1),
  runId: z.string(),
  /** The moment of judgement, the same for all. */
  startedAt: z.iso.datetime(),
  /** Which it is, from 1, and how many there are. */
  shard: z.int().min(1),
  of: z.int().min(1),
  tool: z.object({ name: z.literal('countersign'), version: z.string() }),
  configDigest: z.string().nullable(),
  /** Every Region that one of its accounts is read in; `enabled` where the account is asked. */
  regions: z.array(z.string()),
  accounts: z.array(z.string()),
});

export type ShardLine = z.output<typeof lineShape>;

/** Reads `shards.jsonl`. Throws when it is not what `plan` wrote. */
export function parseShardLines(text: string): ShardLine[] {
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => lineShape.parse(JSON.parse(line)));
  if (lines.some(({ shard, of }, index) => shard !== index + 1 || of !== lines.length))
    throw new Error('A shard is missing, or there twice.');
  return lines;
}

/**
 * Deals the accounts out so that each shard has about the same to do, by the calls that each took in the run before; one
 * that is new is taken for one like the others.
 */
export function dealOut(
  start: RunStart,
  of: number,
  expected: ReadonlyMap<string, AccountReadingRecord>,
): ShardLine[] {
  const known = [...expected.values()];
  const ordinary = known.reduce((sum, { calls }) => sum + calls, 0) / known.length || 1;
  const weighed = start.targets
    .map((target) => ({ target, weight: expected.get(target.accountId)?.calls ?? ordinary }))
    .sort((a, b) => b.weight - a.weight || (a.target.accountId < b.target.accountId ? -1 : 1));
  const shards = Array.from({ length: of }, (_, index) => ({
    index,
    weight: 0,
    targets: [] as AccountTarget[],
  }));
  // The heaviest first, each to the lightest shard; these stay in order of weight.
  const queue = [...shards];
  for (const { target, weight } of weighed) {
    const lightest = queue.shift();
    if (lightest === undefined) break;
    lightest.targets.push(target);
    lightest.weight += weight;
    const behind = queue.findIndex((one) => one.weight > lightest.weight);
    queue.splice(behind === -1 ? queue.length : behind, 0, lightest);
  }
  const { runId, startedAt, tool, configDigest } = start;
  return shards.map(({ index, targets }) => ({
    schemaVersion: 1,
    ...{ runId, startedAt, shard: index + 1, of, tool, configDigest },
    regions: [...new Set(targets.flatMap(({ regions }) => regions))].sort(),
    accounts: targets.map(({ accountId }) => accountId).sort(),
  }));
}
