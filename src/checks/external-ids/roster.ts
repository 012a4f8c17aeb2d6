/** How many are named before the rest is only counted. */
const NAMED = 10;

/** Those of a roster, or of several together: the first by name, and how many there are. */
export interface Listing {
  count: number;
  first: readonly string[];
}

/** A list in which each member belongs to a group, to be asked for all but the members of one. */
export interface Roster {
  without(group: string): Listing;
}

/** Puts a roster together once, so that asking it costs the same however long it is. */
export function rosterOf(members: ReadonlyArray<{ name: string; group: string }>): Roster {
  const counts = new Map<string, number>();
  const head: Array<{ name: string; group: string }> = [];
  for (const member of members.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const count = (counts.get(member.group) ?? 0) + 1;
    counts.set(member.group, count);
    // Whichever group is left out, as many of the others as are named stand among these.
    if (count <= NAMED && head.length < 2 * NAMED) head.push(member);
  }
  return {
    without: (group) => ({
      count: members.length - (counts.get(group) ?? 0),
      first: head
        .filter((member) => member.group !== group)
        .slice(0, NAMED)
        .map(({ name }) => name),
    }),
  };
}

/** Several listings that have no member in common. */
export function together(listings: readonly Listing[]): Listing {
  return {
    count: listings.reduce((sum, { count }) => sum + count, 0),
    first: listings
      .flatMap(({ first }) => first)
      .sort()
      .slice(0, NAMED),
  };
}
