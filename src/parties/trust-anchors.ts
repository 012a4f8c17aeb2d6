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

/** The third party that comes by a trust anchor, by the first entry of the register that names it. */
export function partyOfAnchor(anchor: AnchorSeen, study: AccountStudy): ThirdPartyRef | undefined {
  return study.once(partyOf, anchor);
}

function partyOf(anchor: AnchorSeen, { parties }: AccountStudy): ThirdPartyRef | undefined {
  const entry = parties.entriesWithTrustAnchors.find(({ trustAnchors = [] }) =>
    trustAnchors.some((pattern) => isAnchorOf(anchor, pattern)),
  );
  return entry === undefined ? undefined : thirdPartyRef('registered', entry.name);
}
