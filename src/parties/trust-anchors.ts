import type { TrustAnchor } from '../model/facts/roles-anywhere.ts';
import { type ThirdPartyRef, thirdPartyRef } from '../model/party.ts';
import type { AccountStudy } from '../model/study.ts';
import { matchesWildcard } from '../policy/wildcard.ts';

type AnchorSeen = Pick<TrustAnchor, 'arn' | 'name'>;

/** Whether an entry of the register means the trust anchor, by its name or its ARN. */
export function isAnchorOf({ arn, name }: AnchorSeen, pattern: string): boolean {
  const wanted = pattern.toLowerCase();
  return matchesWildcard(wanted, name.toLowerCase()) || matchesWildcard(wanted, arn.toLowerCase());
}

/** The third parties that come by a trust anchor: one authority may vouch for several. In the order of the register. */
export function partiesOfAnchor(anchor: AnchorSeen, study: AccountStudy): readonly ThirdPartyRef[] {
  return study.once(partiesOf, anchor);
}

/** The one that a finding names. */
export function partyOfAnchor(anchor: AnchorSeen, study: AccountStudy): ThirdPartyRef | undefined {
  return partiesOfAnchor(anchor, study)[0];
}

function partiesOf(anchor: AnchorSeen, { parties }: AccountStudy): ThirdPartyRef[] {
  return parties.entriesWithTrustAnchors
    .filter(({ trustAnchors = [] }) => trustAnchors.some((pattern) => isAnchorOf(anchor, pattern)))
    .map(({ name }) => thirdPartyRef('registered', name));
}
