import type { Fix } from '../../model/fix.ts';
import type { RegisteredThirdParty } from '../../model/party.ts';
import type { AdmittedParty } from '../../parties/third-party.ts';
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

function withoutEmptyLists(entry: Partial<RegisteredThirdParty>): object {
  return Object.fromEntries(
    Object.entries(entry).filter(([, value]) => !Array.isArray(value) || value.length > 0),
  );
}
