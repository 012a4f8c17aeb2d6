import type { Fix } from '../../model/fix.ts';
import type { Party, RegisteredThirdParty } from '../../model/party.ts';
import { type AdmittedParty, accountRef } from '../../parties/third-party.ts';
import { yaml } from './cloudformation.ts';
import { isPrintable } from './printable.ts';

/** A third party's entry of the register as it should read in the configuration. */
export function registerFixes(
  { entry, vendor, party, key }: Pick<AdmittedParty, 'entry' | 'vendor' | 'party' | 'key'>,
  changes: Partial<RegisteredThirdParty>,
  title: string,
): Fix[] {
  const present: Partial<RegisteredThirdParty> = entry ?? {
    name: vendor ?? '<their name>',
    ...(party.accountId === undefined ? { organizationIds: [key] } : { accountIds: [party.accountId] }),
    owner: '<who answers for them>',
    justification: '<what they need the access for>',
  };
  const text = yaml({ thirdParties: [withoutEmptyLists({ ...present, ...changes })] });
  return isPrintable(text.replaceAll('\n', '')) ? [{ kind: 'configuration', title, text }] : [];
}

/** The entry of whoever has an account: a new one, or its own with a new end where the contract has ended. */
export function accountEntryFixes(who: Exclude<Party, { kind: 'own' }>, hasEnded: boolean): Fix[] {
  return registerFixes(
    {
      party: accountRef(who),
      key: who.accountId,
      ...(who.kind === 'registered' ? { entry: who.entry } : {}),
      ...(who.kind === 'known-vendor' ? { vendor: who.name } : {}),
    },
    hasEnded ? { contractEnds: '<the new last day of the contract>' } : {},
    hasEnded
      ? 'If the contract was renewed: its entry in the register'
      : 'If it is wanted: an entry for the register',
  );
}

function withoutEmptyLists(entry: Partial<RegisteredThirdParty>): object {
  return Object.fromEntries(
    Object.entries(entry).filter(([, value]) => !Array.isArray(value) || value.length > 0),
  );
}
