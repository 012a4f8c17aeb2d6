import type { KnownDecisions } from '../model/review.ts';

/** The day by which a party was to be out of a role; undefined where nobody has decided so. */
export type RemovalDecided = (roleArn: string, partyKey: string) => string | undefined;

/**
 * By the last decision on each way in that counts. Of several ways of a party into a role the latest day holds, and where
 * one of them may stay, there is none: an entry does not tell by which it came.
 */
export function removalsIn({ reviews }: Pick<KnownDecisions, 'reviews'>): RemovalDecided {
  const last = new Map<string, { place: string; until: string | null }>();
  for (const { decisions } of reviews.filter(({ counts }) => counts).toSorted(byTime)) {
    for (const { access, decision, until } of decisions) {
      last.set(access.id, {
        place: `${access.roleArn} ${access.party.key}`,
        until: decision === 'remove' ? until : null,
      });
    }
  }
  const until = new Map<string, string | null>();
  for (const { place, until: day } of last.values()) {
    const known = until.get(place);
    if (known === undefined) until.set(place, day);
    else until.set(place, known === null || day === null ? null : known > day ? known : day);
  }
  return (roleArn, key) => until.get(`${roleArn} ${key}`) ?? undefined;
}

function byTime(a: { at: string; file: string }, b: { at: string; file: string }): number {
  return a.at === b.at ? (a.file < b.file ? -1 : 1) : a.at < b.at ? -1 : 1;
}
