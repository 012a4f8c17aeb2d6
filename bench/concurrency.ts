import { type MeasuredScan, measuredScan } from './measured-scan.ts';
import { size } from './size.ts';
import type { Comparison } from './table.ts';

const ACCOUNTS = size(40, 2);
const LATENCY_MS = 20;

/** What reading 16 accounts at once costs and gains, and what a fleet of four times the size costs. */
export async function concurrency(): Promise<Comparison[]> {
  const one = await scanOf(ACCOUNTS, 1);
  const sixteen = await scanOf(ACCOUNTS, 16);
  const larger = await scanOf(4 * ACCOUNTS, 16);
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
      what: `Peak memory for ${4 * ACCOUNTS} accounts, 16 at once`,
      base: `${ACCOUNTS} accounts: ${sixteen.peakMemory.toFixed(0)} MiB`,
      measured: `${larger.peakMemory.toFixed(0)} MiB`,
      ratio: larger.peakMemory / sixteen.peakMemory,
    },
  ];
}

function scanOf(accounts: number, atOnce: number): Promise<MeasuredScan> {
  const settings = { concurrency: { accounts: atOnce, callsPerAccount: 4 } };
  return measuredScan({ accounts, latencyMs: LATENCY_MS }, settings, (scan) => scan);
}
