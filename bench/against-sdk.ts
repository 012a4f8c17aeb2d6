import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bareAccounts } from './bare-calls.ts';
import type { BareCalls } from './bare-sdk.ts';
import { madeCalls } from './made-calls.ts';
import { type MeasuredProcess, measuredProcess } from './measured-process.ts';
import { type MeasuredScan, scan, withSimulatedAws } from './measured-scan.ts';
import type { Fleet } from './simulated-aws.ts';

export interface AgainstSdk {
  /** How many calls either makes. */
  calls: number;
  bare: MeasuredProcess;
  scanned: MeasuredScan;
}

const CONCURRENCY = { accounts: 8, callsPerAccount: 4 };

/**
 * The calls of a scan, made by the SDK alone, which lets go of what they answer, and the scan. A scan before them is not
 * counted: by it the answers are rendered, and the calls known.
 */
export function againstSdk(fleet: Fleet): Promise<AgainstSdk> {
  return withSimulatedAws(fleet, async (aws, folder) => {
    const scanned = () => scan(folder, aws, { concurrency: CONCURRENCY });
    const made = await madeCalls((await scanned()).directory);
    const calls = made.flat().length;
    const plan = join(folder, 'bare-calls.json');
    const { externalId } = aws;
    const all: BareCalls = { externalId, concurrency: CONCURRENCY, accounts: bareAccounts(made) };
    await writeFile(plan, JSON.stringify(all));
    const bareSdk = [join(import.meta.dirname, 'bare-sdk.js'), plan];
    const bare = await measuredProcess(bareSdk, aws.environment);
    if (Number(bare.stdout) !== calls)
      throw new Error(`The SDK alone made ${bare.stdout} calls, and the scan ${calls}.`);
    return { calls, bare, scanned: await scanned() };
  });
}
