import type { Call } from '../src/model/call.ts';
import { groupedBy } from '../src/model/grouped-by.ts';
import type { ThrottleRule } from '../src/simulator/throttle.ts';
import { madeCalls } from './made-calls.ts';
import { measuredScan } from './measured-scan.ts';
import { accountsOf } from './size.ts';
import type { Comparison } from './table.ts';

const ACCOUNTS = accountsOf(1_000, 3);
const REGIONS = ['us-east-1', 'eu-west-1', 'us-west-2', 'ap-southeast-2'];
const LATENCY_MS = { from: 60, to: 200 };
const BUCKETS: ThrottleRule[] = [
  { service: 'iam', ratePerSecond: 10, burst: 20 },
  { service: 'access-analyzer', ratePerSecond: 5, burst: 10 },
  { service: 'cloudformation', ratePerSecond: 5, burst: 10 },
];
const CONCURRENCY = { accounts: 64, callsPerAccount: 4 };

/** How near a scan comes to what the slowest account's latency and quotas, or the processor, allow. */
export function rateBound(): Promise<Comparison[]> {
  const fleet = { accounts: ACCOUNTS, latencyMs: LATENCY_MS, throttle: BUCKETS };
  return measuredScan(fleet, { regions: REGIONS, concurrency: CONCURRENCY }, async (scan) => {
    const accounts = await madeCalls(scan.directory);
    const slowest = Math.max(...accounts.map(leastSeconds));
    const least = Math.max(slowest, scan.processorSeconds);
    const attempts = accounts.flat().reduce((sum, call) => sum + call.attempts, 0);
    const again = attempts - accounts.flat().length;
    return [
      {
        what: `Time to scan ${ACCOUNTS} accounts in ${REGIONS.length} Regions within their quotas`,
        base: `the larger of the slowest account, ${slowest.toFixed(1)} s, and the processor, ${scan.processorSeconds.toFixed(1)} s`,
        measured: `${scan.seconds.toFixed(1)} s`,
        ratio: scan.seconds / least,
        bound: 1.25,
      },
      {
        what: 'Calls of that scan that were throttled',
        base: `1 % of ${attempts}`,
        measured: String(again),
        ratio: again / (attempts / 100),
        bound: 1,
      },
    ];
  });
}

/** What latency and buckets let an account be read in: its fullest bucket, or its longest listing page after page. */
function leastSeconds(calls: readonly Call[]): number {
  const usual = (LATENCY_MS.from + LATENCY_MS.to) / 2 / 1000;
  const inBucket = groupedBy(calls, ({ service, region }) => `${service} ${region}`);
  const buckets = [...inBucket.values()].map((made) => {
    const rule = BUCKETS.find(({ service }) => service === made[0]?.service);
    return rule === undefined ? 0 : Math.max(0, made.length - rule.burst) / rule.ratePerSecond;
  });
  const pages = Math.max(...calls.map(({ page }) => page));
  const opening = calls.filter(({ fact }) => fact === 'session' || fact === 'account-identity').length;
  return Math.max(...buckets) + (opening + pages) * usual;
}
