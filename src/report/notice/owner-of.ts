import type { Finding } from '../../model/finding.ts';
import { partyKey } from '../../model/party.ts';
import type { AuditReport } from '../../model/report.ts';

/** Who answers for a finding: the owner that the register names of the third party that it concerns; null for nobody. */
export function ownerOf(
  { thirdParty, thirdPartyKeys = [] }: Pick<Finding, 'thirdParty' | 'thirdPartyKeys'>,
  owners: OwnersByParty,
): string | null {
  if (thirdParty !== undefined) return owners.get(partyKey(thirdParty)) ?? null;
  const all = new Set(thirdPartyKeys.map((key) => owners.get(key)));
  const [only] = all;
  // On a role of two owners neither answers alone.
  return all.size === 1 ? (only ?? null) : null;
}

/** The owners of third parties, by the key of each. */
export type OwnersByParty = ReadonlyMap<string, string>;

export function ownersByParty({ thirdParties }: Pick<AuditReport, 'thirdParties'>): OwnersByParty {
  return new Map(
    thirdParties.flatMap(({ party, owner }) => (owner === null ? [] : [[partyKey(party), owner] as const])),
  );
}
