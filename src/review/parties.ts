import type { KnownReview } from '../model/review.ts';

/** When all that a party has was last decided on, by sealed reviews alone. */
export interface PartyReviewed {
  key: string;
  /** Null: reviews were begun, and none has decided all of its accesses. */
  lastReviewed: string | null;
}

/**
 * Parties of which there are sealed reviews that count. Reviews of one run are taken together: a party is reviewed on the
 * day on which the last of its accesses in that run was decided.
 */
export function partiesReviewed(reviews: readonly KnownReview[]): PartyReviewed[] {
  const days = new Map<string, string | null>();
  const decided = new Map<string, Set<string>>();
  for (const { at, manifestSha256, parties, decisions } of [...reviews].sort((a, b) =>
    a.at < b.at ? -1 : 1,
  )) {
    const here = new Map(parties.map(({ key, accesses }) => [key, { accesses, ids: new Set<string>() }]));
    for (const { access } of decisions) here.get(access.party.key)?.ids.add(access.id);
    for (const [key, { accesses, ids }] of here) {
      const ofRun = `${manifestSha256} ${key}`;
      const all = decided.get(ofRun) ?? new Set();
      const before = all.size;
      for (const id of ids) all.add(id);
      decided.set(ofRun, all);
      const isComplete =
        accesses > 0 && (ids.size >= accesses || (before < accesses && all.size >= accesses));
      if (isComplete) days.set(key, at.slice(0, 10));
      else if (!days.has(key)) days.set(key, null);
    }
  }
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, lastReviewed]) => ({ key, lastReviewed }));
}
