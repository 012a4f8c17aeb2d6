import { isOver } from '../../model/days.ts';
import type { Fix } from '../../model/fix.ts';
import type { SharingParty } from '../../parties/share-principals.ts';
import { registerFixes } from '../remedies/register.ts';

/** Whether somebody has approved of the party by registering it, and its contract has not ended. */
export function isApproved({ entry }: SharingParty, asOf: string): boolean {
  return entry !== undefined && !isOver(entry.contractEnds, asOf);
}

/** What is known of the party outside that has a share, in a sentence. */
export function standingInWords({ entry, vendor }: SharingParty, asOf: string): string {
  if (entry !== undefined) {
    const { owner, contractEnds } = entry;
    return isOver(contractEnds, asOf)
      ? `It is registered, and its contract ended on ${contractEnds}; its owner is ${owner}.`
      : `It is registered; its owner is ${owner}.`;
  }
  return vendor === undefined
    ? 'It is neither registered nor a known vendor.'
    : `It is known as a vendor, ${vendor}, but not registered: known is not approved.`;
}

/** An entry of the register for whom nobody has approved yet. */
export function approvalFixes(party: SharingParty): Fix[] {
  return party.entry === undefined
    ? registerFixes(party, {}, 'If it is wanted: an entry for the register')
    : [];
}
