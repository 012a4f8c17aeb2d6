import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../src/aws/clock.ts';
import { AS_OF, fixedClock } from './fixed-clock.ts';
import { scanFleet } from './fleet.ts';

/**
 * Scans a small fleet several times into one directory, ten seconds apart; the run directories, oldest first. `bare`
 * ones hold one account and `report.json` alone, for those who ask how runs are sealed and not what is in them.
 */
export async function scanChain(
  runs: number,
  setup: {
    keyFile?: string;
    out?: string;
    firstAt?: number;
    bare?: boolean;
    sleep?: Clock['sleep'];
    newChain?: boolean;
  } = {},
): Promise<string[]> {
  const out = setup.out ?? (await mkdtemp(join(tmpdir(), 'countersign-chain-')));
  const signing = setup.keyFile === undefined ? {} : { signing: { keyFile: setup.keyFile } };
  const sleeping = setup.sleep === undefined ? {} : { sleep: setup.sleep };
  const directories: string[] = [];
  for (let run = 0; run < runs; run += 1) {
    const time = new Date(Date.parse(AS_OF) + ((setup.firstAt ?? 0) + run * 10) * 1000).toISOString();
    const { directory } = await scanFleet(
      { accounts: setup.bare ? 1 : 2 },
      {
        out,
        config: {
          evidence: { ...signing },
          ...(setup.bare ? { outputs: ['json'], drift: { mode: 'off' } } : {}),
        },
        aws: { clock: { ...fixedClock(time), ...sleeping } },
        bare: setup.bare === true,
        newChain: setup.newChain === true,
      },
    );
    directories.push(directory);
  }
  return directories;
}
