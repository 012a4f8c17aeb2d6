import { join } from 'node:path';
import type { ScanPlan } from '../src/run/plan.ts';
import { EVERYTHING } from '../src/simulator/fleet/demo-configuration.ts';
import { madeCalls } from './made-calls.ts';
import { CONFIG, countersign, type MeasuredScan, scan, withSimulatedAws } from './measured-scan.ts';
import { accountsOf } from './size.ts';
import type { Comparison } from './table.ts';

const ACCOUNTS = accountsOf(1_000, 3);
const CONCURRENCY = { accounts: 64, callsPerAccount: 4 };

/** What it costs to ask for every way in beside roles, and how near `plan` comes to the calls that are made. */
export async function everyWayIn(): Promise<Comparison[]> {
  const usual = await scanned({});
  const every = await scanned(EVERYTHING);
  return [
    {
      what: `Calls of a scan of ${ACCOUNTS} accounts with every way in`,
      base: `what is read of everybody: ${usual.calls}`,
      measured: String(every.calls),
      ratio: every.calls / usual.calls,
    },
    {
      what: 'Calls that plan told before the next such scan',
      base: `made by this one: ${every.calls}`,
      measured: String(every.planned),
      ratio: every.planned / every.calls,
    },
    {
      what: 'Time of that scan',
      base: `what is read of everybody: ${usual.seconds.toFixed(1)} s`,
      measured: `${every.seconds.toFixed(1)} s`,
      ratio: every.seconds / usual.seconds,
    },
    {
      what: 'Its processor time',
      base: `what is read of everybody: ${usual.processorSeconds.toFixed(1)} s`,
      measured: `${every.processorSeconds.toFixed(1)} s`,
      ratio: every.processorSeconds / usual.processorSeconds,
    },
  ];
}

interface Scanned extends MeasuredScan {
  /** How many calls it made. */
  calls: number;
  /** How many `plan` tells of the next, by what this one found. */
  planned: number;
}

function scanned(settings: object): Promise<Scanned> {
  return withSimulatedAws({ accounts: ACCOUNTS }, async (aws, folder) => {
    const measured = await scan(folder, aws, { concurrency: CONCURRENCY, ...settings });
    const calls = (await madeCalls(measured.directory)).flat().length;
    const plan = ['plan', '--json', '--config', join(folder, CONFIG), '--out', folder];
    const told: ScanPlan = JSON.parse((await countersign(plan, aws.environment)).stdout);
    return { ...measured, calls, planned: told.calls };
  });
}
