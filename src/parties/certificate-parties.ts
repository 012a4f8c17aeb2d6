import type { ManagedPolicy, Role } from '../model/facts/authorization-details.ts';
import type { RolesAnywhere } from '../model/facts/roles-anywhere.ts';
import { groupedBy } from '../model/grouped-by.ts';
import type { RegisteredThirdParty, ThirdPartyRef } from '../model/party.ts';
import type { AccountStudy } from '../model/study.ts';
import { type CertificateEntry, certificateEntries } from './certificate-entries.ts';
import type { ThirdPartyGrant } from './third-party.ts';

/** A third party that certificates let into a role. */
export interface CertificateParty extends ThirdPartyGrant {
  entries: readonly CertificateEntry[];
}

/**
 * The third parties that come into a role by certificates, see `certificateEntries`. Trust anchors that the register
 * gives to nobody are left out: like a SAML provider of the account they are its own sign-in as far as is known.
 */
export function certificateParties(
  role: Role,
  regions: readonly RolesAnywhere[],
  policies: ReadonlyMap<string, Pick<ManagedPolicy, 'document'>>,
  study: AccountStudy,
): CertificateParty[] {
  const ofThirdParties = certificateEntries(role, regions, policies, study).filter(
    ({ party }) => party.kind !== 'identity-provider',
  );
  return [...groupedBy(ofThirdParties, ({ key }) => key)].flatMap(([key, entries]) => {
    const [first] = entries;
    if (first === undefined) return [];
    const { grant, party } = first;
    const entry = entryOf(party, study);
    return [{ grant, key, party, entries, ...(entry === undefined ? {} : { entry }) }];
  });
}

function entryOf(
  { kind, name, accountId }: ThirdPartyRef,
  { parties }: AccountStudy,
): RegisteredThirdParty | undefined {
  if (kind !== 'registered') return undefined;
  const byAnchor = parties.entriesWithTrustAnchors.find((entry) => entry.name === name);
  if (byAnchor !== undefined || accountId === undefined) return byAnchor;
  const holder = parties.whoIs(accountId);
  return holder.kind === 'registered' ? holder.entry : undefined;
}
