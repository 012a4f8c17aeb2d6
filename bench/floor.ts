import { againstSdk } from './against-sdk.ts';
import { medianOf } from './median.ts';
import { size } from './size.ts';
import type { Comparison } from './table.ts';

const ACCOUNTS = size(500, 3);
const ROLES = size(200, 20);

/** What a scan takes of the processor, against its calls made by the SDK alone. */
export async function floor(): Promise<Comparison[]> {
  const { calls, rounds } = await againstSdk({ accounts: ACCOUNTS, rolesPerAccount: ROLES }, size(3, 1));
  const bare = medianOf(rounds.map((round) => round.bare.processorSeconds));
  const scanned = medianOf(rounds.map((round) => round.scanned.processorSeconds));
  return [
    {
      what: `Processor time of a scan of ${ACCOUNTS} accounts with ${ROLES} roles each`,
      base: `its ${calls} calls by the SDK alone: ${bare.toFixed(1)} s`,
      measured: `${scanned.toFixed(1)} s`,
      ratio: medianOf(rounds.map((round) => round.scanned.processorSeconds / round.bare.processorSeconds)),
      bound: 1.5,
    },
  ];
}
