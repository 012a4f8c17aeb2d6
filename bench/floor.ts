import { againstSdk } from './against-sdk.ts';
import { accountsOf, size } from './size.ts';
import type { Comparison } from './table.ts';

const ACCOUNTS = accountsOf(500, 3);
const ROLES = size(200, 20);

/** What a scan takes of the processor, against its calls made by the SDK alone. */
export async function floor(): Promise<Comparison[]> {
  const { calls, bare, scanned } = await againstSdk({ accounts: ACCOUNTS, rolesPerAccount: ROLES });
  return [
    {
      what: `Processor time of a scan of ${ACCOUNTS} accounts with ${ROLES} roles each`,
      base: `its ${calls} calls by the SDK alone: ${bare.processorSeconds.toFixed(1)} s`,
      measured: `${scanned.processorSeconds.toFixed(1)} s`,
      ratio: scanned.processorSeconds / bare.processorSeconds,
      bound: 1.5,
    },
  ];
}
