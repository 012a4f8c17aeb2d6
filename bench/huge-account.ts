import { againstSdk } from './against-sdk.ts';
import { size } from './size.ts';
import type { Comparison } from './table.ts';

const ROLES = size(5_000, 60);
const STACKS = size(2_000, 20);
const FINDINGS = size(10_000, 150);

/** One account that holds as much as hundreds, against its calls made by the SDK alone. */
export async function hugeAccount(): Promise<Comparison[]> {
  const fleet = { accounts: 1, rolesPerAccount: ROLES, first: { stacks: STACKS, findings: FINDINGS } };
  const { calls, bare, scanned } = await againstSdk(fleet);
  return [
    {
      what: `Time to scan one account of ${ROLES} roles, ${STACKS} stacks and ${FINDINGS} analyzer findings`,
      base: `its ${calls} calls by the SDK alone: ${bare.seconds.toFixed(1)} s`,
      measured: `${scanned.seconds.toFixed(1)} s, ${scanned.processorSeconds.toFixed(1)} s of the processor`,
      ratio: scanned.seconds / bare.seconds,
    },
    {
      what: 'Peak memory of that scan',
      base: `the SDK alone: ${bare.peakMemory.toFixed(0)} MiB`,
      measured: `${scanned.peakMemory.toFixed(0)} MiB`,
      ratio: scanned.peakMemory / bare.peakMemory,
    },
  ];
}
