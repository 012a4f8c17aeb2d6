import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { accountDirectory, RUN_FILES } from '../src/evidence/run-paths.ts';
import { PLAN_FILES } from '../src/run/shards/open-plan.ts';
import { shardName } from '../src/run/shards/part.ts';
import type { ShardLine } from '../src/run/shards/shard-line.ts';
import { CONCURRENCY, keptSamples, writeAs } from './kept-fleet.ts';
import type { MeasuredProcess } from './measured-process.ts';
import { CONFIG, configure, countersign, withSimulatedAws } from './measured-scan.ts';
import { accountsOf, size } from './size.ts';
import type { Comparison } from './table.ts';

const ACCOUNTS = accountsOf(2_000, 6);
const ROLES = size(200, 20);
const SHARDS = size(4, 2);
/** MiB. */
const BOUND = 400;

/** What it takes to join the shards of a fleet whose accounts were read, against judging and writing the same again. */
export async function merge(): Promise<Comparison[]> {
  const samples = await keptSamples(ROLES);
  return withSimulatedAws({ accounts: ACCOUNTS, rolesPerAccount: 0 }, async (aws, folder) => {
    await configure(folder, aws, { concurrency: CONCURRENCY });
    const place = join(folder, 'place');
    const shard = (command: string, ...options: string[]) =>
      countersign([command, '--config', join(folder, CONFIG), '--out', folder, ...options], aws.environment);
    await shard('plan', '--shards', String(SHARDS), '--place', place);
    const lines: ShardLine[] = (await readFile(join(place, PLAN_FILES.shards), 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const shards: MeasuredProcess[] = [];
    for (const line of lines) {
      const work = join(folder, 'shards', line.runId, shardName(line.shard, line.of));
      for (const [index, accountId] of line.accounts.entries()) {
        const sample = samples[index % samples.length];
        if (sample !== undefined) await writeAs(accountId, sample, work);
      }
      const kept = await firstFacts(work, line);
      shards.push(await shard('scan', '--shard', `${line.shard}/${line.of}`, '--place', place));
      const sealed = await firstFacts(join(place, shardName(line.shard, line.of)), line);
      if (!sealed.equals(kept)) throw new Error(`Accounts of shard ${line.shard} were read anew.`);
    }
    const merged = await shard('merge', place, '--allow-incomplete', '100%');
    const run = join(folder, lines[0]?.runId ?? '');
    const again = await countersign(['report', run, '--out', join(folder, 'again')]);
    const what = `${SHARDS} shards of ${ACCOUNTS} accounts with ${ROLES} roles each`;
    const seconds = ({ processorSeconds }: MeasuredProcess) => `${processorSeconds.toFixed(1)} s`;
    const memory = ({ peakMemory }: MeasuredProcess) => `${peakMemory.toFixed(0)} MiB`;
    const [largest] = shards.toSorted((a, b) => b.peakMemory - a.peakMemory);
    return [
      {
        what: `Processor time to merge ${what}`,
        base: `report of the run: ${seconds(again)}`,
        measured: `${seconds(merged)} (${merged.seconds.toFixed(0)} s on the clock)`,
        ratio: merged.processorSeconds / again.processorSeconds,
      },
      {
        what: `Peak memory to merge ${what}`,
        base: `target: ${BOUND} MiB (report of the run: ${memory(again)}; a shard that was read: ${largest === undefined ? '' : memory(largest)})`,
        measured: memory(merged),
        ratio: merged.peakMemory / BOUND,
        bound: 1,
      },
    ];
  });
}

/** What is kept of the first account of a shard. */
function firstFacts(directory: string, { accounts: [first = ''] }: ShardLine): Promise<Buffer> {
  return readFile(join(directory, accountDirectory(first), RUN_FILES.facts));
}
