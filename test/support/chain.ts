import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scanFleet } from './fleet.ts';
import { AS_OF, fixedClock } from './scan.ts';

/** Scans a small fleet several times into one directory, ten seconds apart; the run directories, oldest first. */
export async function scanChain(
  runs: number,
  setup: { keyFile?: string; out?: string; firstAt?: number } = {},
): Promise<string[]> {
  const out = setup.out ?? (await mkdtemp(join(tmpdir(), 'countersign-chain-')));
  const signing = setup.keyFile === undefined ? {} : { signing: { keyFile: setup.keyFile } };
  const directories: string[] = [];
  for (let run = 0; run < runs; run += 1) {
    const time = new Date(Date.parse(AS_OF) + ((setup.firstAt ?? 0) + run * 10) * 1000).toISOString();
    const { directory } = await scanFleet(
      { accounts: 2 },
      { out, config: { evidence: { ...signing } }, aws: { clock: fixedClock(time) } },
    );
    directories.push(directory);
  }
  return directories;
}
