import { type MeasuredScan, measuredScan } from './measured-scan.ts';
import { size } from './size.ts';
import type { Comparison } from './table.ts';

const ACCOUNTS = size(40, 2);
const LATENCY_MS = 20;
/** Fleets of small accounts, one of them ten times the other: what is left of each account that was read would show. */
const FLEETS = { few: size(100, 2), many: size(1_000, 4) };
const ROLES = 5;

/** What reading 16 accounts at once costs and gains, and what it costs to read ten times as many accounts. */
export async function concurrency(): Promise<Comparison[]> {
  const one = await scanOf(ACCOUNTS, 1);
  const sixteen = await scanOf(ACCOUNTS, 16);
  const few = await peakOf(FLEETS.few);
  const many = await peakOf(FLEETS.many);
  return [
    {
      what: `Time to scan a fleet of ${ACCOUNTS} accounts, 16 at once`,
      base: `one at a time: ${one.seconds.toFixed(1)} s`,
      measured: `${sixteen.seconds.toFixed(1)} s`,
      ratio: sixteen.seconds / one.seconds,
    },
    {
      what: `Peak memory for ${ACCOUNTS} accounts, 16 at once`,
      base: `one at a time: ${one.peakMemory.toFixed(0)} MiB`,
      measured: `${sixteen.peakMemory.toFixed(0)} MiB`,
      ratio: sixteen.peakMemory / one.peakMemory,
    },
    {
      what: `Peak memory for reading ${FLEETS.many} accounts with ${ROLES} roles each`,
      base: `${FLEETS.few} accounts: ${few.toFixed(0)} MiB`,
      measured: `${many.toFixed(0)} MiB`,
      ratio: many / few,
      bound: 1.3,
    },
  ];
}

function scanOf(accounts: number, atOnce: number): Promise<MeasuredScan> {
  const settings = { concurrency: { accounts: atOnce, callsPerAccount: 4 } };
  return measuredScan({ accounts, latencyMs: LATENCY_MS }, settings, (scan) => scan);
}

function peakOf(accounts: number): Promise<number> {
  const settings = { concurrency: { accounts: 16, callsPerAccount: 4 } };
  return measuredScan({ accounts, rolesPerAccount: ROLES }, settings, ({ peakMemory }) => peakMemory);
}
