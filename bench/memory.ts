import { readdir, readFile, readlink, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { RUN_FILES } from '../src/evidence/run-paths.ts';
import type { RunRecord } from '../src/model/run-record.ts';
import { beginKept, CONCURRENCY, type KeptSample, keptSamples } from './kept-fleet.ts';
import { configure, countersign, measuredRun, withSimulatedAws } from './measured-scan.ts';
import { accountsOf, SHORT, size } from './size.ts';
import type { Comparison } from './table.ts';

const FLEETS = SHORT ? [3, 6] : upTo([200, 2_000, 10_000], accountsOf(10_000, 6));
const ROLES = size(200, 20);
/** MiB. */
const BOUND = 400;
const GROWTH_BOUND = 1.3;

/** Peak memory of a process, by the command that it ran. */
type Peaks = Record<'scan' | 'report' | 'verify' | 'diff', number>;

/** What a fleet takes of memory, and a fleet of many times the size: scanned with a run before it, and looked at again. */
export async function memory(): Promise<Comparison[]> {
  const samples = await keptSamples(ROLES);
  const rows: Comparison[] = [];
  let first: Peaks | undefined;
  for (const accounts of FLEETS) {
    const peaks = await peaksOf(accounts, samples);
    rows.push(...rowsOf(accounts, peaks, first));
    first ??= peaks;
  }
  return rows;
}

function rowsOf(accounts: number, peaks: Peaks, first: Peaks | undefined): Comparison[] {
  return Object.entries(peaks).flatMap(([command, peak]) => {
    const what = `Peak memory of ${command} of ${accounts} accounts with ${ROLES} roles each`;
    const measured = `${peak.toFixed(0)} MiB`;
    const small = first?.[command as keyof Peaks];
    const growth = {
      what,
      base: `${FLEETS[0]} accounts: ${small?.toFixed(0)} MiB`,
      measured,
      ratio: peak / (small ?? peak),
      bound: GROWTH_BOUND,
    };
    const row = { what, base: `target: ${BOUND} MiB`, measured, ratio: peak / BOUND, bound: 1 };
    return small === undefined ? [row] : [row, growth];
  });
}

function peaksOf(accounts: number, samples: readonly KeptSample[]): Promise<Peaks> {
  return withSimulatedAws({ accounts, rolesPerAccount: ROLES }, async (aws, folder) => {
    await configure(folder, aws, { concurrency: CONCURRENCY });
    const scanned = async () => {
      await beginKept(folder, aws, samples);
      const { peakMemory } = await measuredRun(folder, aws, ['--resume']);
      return { peakMemory, run: join(folder, await readlink(join(folder, 'latest'))) };
    };
    const before = await scanned();
    const last = await scanned();
    await demandKept(last.run);
    const out = join(folder, 'again');
    const again = await countersign(['report', last.run, '--out', out]);
    await rm(out, { recursive: true });
    const verified = await countersign(['verify', last.run]);
    const compared = await countersign(['diff', before.run, last.run]);
    return {
      scan: Math.max(before.peakMemory, last.peakMemory),
      report: again.peakMemory,
      verify: verified.peakMemory,
      diff: compared.peakMemory,
    };
  });
}

/** Throws where an account was read anew, and not taken as it was kept. */
async function demandKept(run: string): Promise<void> {
  const { resumptions = [] }: RunRecord = JSON.parse(await readFile(join(run, 'run.json'), 'utf8'));
  const resumed = Date.parse(resumptions[0]?.at ?? '');
  for (const account of await readdir(join(run, 'accounts'))) {
    const { mtimeMs } = await stat(join(run, 'accounts', account, RUN_FILES.calls));
    if (!(mtimeMs < resumed)) throw new Error(`The account ${account} was read anew.`);
  }
}

/** Each fleet but those larger than the largest that is asked for, which takes their place. */
function upTo(fleets: readonly number[], most: number): number[] {
  return [...new Set(fleets.map((accounts) => Math.min(accounts, most)))];
}
