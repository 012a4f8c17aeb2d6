import { groupedBy } from '../../model/grouped-by.ts';
import { partyKey, type ThirdPartyRef } from '../../model/party.ts';
import type { Sighting } from './sightings.ts';

/** A sighting as far as it says who uses which ids. */
type Seen = Pick<Sighting, 'resource' | 'thirdParty' | 'externalIds'>;

/**
 * Who stands behind each third party that is asked for an external ID. A party that the register or the vendor list
 * names is itself, from however many accounts it comes. Accounts that nobody knows and that one role asks for the same
 * ID are one vendor with several accounts as far as anyone can tell, and so are they and the one named party beside
 * them. Where two named parties come together like that, every account is taken for itself.
 *
 * @param accounts what is asked for in each account of the run
 */
export function userOf(accounts: Iterable<readonly Seen[]>): (sighting: Pick<Seen, 'thirdParty'>) => string {
  const parents = new Map<string, string>();
  const rootOf = (key: string): string => {
    let root = key;
    for (let parent = parents.get(root); parent !== undefined; parent = parents.get(root)) root = parent;
    // Shorter next time, so that a long row of accounts costs no more than its length.
    for (let at = key; at !== root; ) {
      const next = parents.get(at) ?? root;
      parents.set(at, root);
      at = next;
    }
    return root;
  };
  /** The keys of those that are known by name. */
  const known = new Set<string>();
  for (const sightings of accounts) {
    for (const { thirdParty } of sightings) if (isNamed(thirdParty)) known.add(partyKey(thirdParty));
    const asked = sightings.flatMap(({ resource, thirdParty, externalIds }) =>
      externalIds.map((id) => ({ use: JSON.stringify([resource.arn, id]), thirdParty })),
    );
    for (const together of groupedBy(asked, ({ use }) => use).values())
      join(together.map(({ thirdParty }) => thirdParty));
  }
  function join(parties: readonly ThirdPartyRef[]): void {
    const named = new Set(parties.filter(isNamed).map(partyKey));
    if (named.size > 1) return;
    const [first, ...others] = new Set(parties.map(partyKey));
    for (const key of others) {
      const [one, other] = [rootOf(first ?? key), rootOf(key)];
      if (one !== other) parents.set(other, one);
    }
  }
  const namedIn = new Map<string, number>();
  for (const key of known) namedIn.set(rootOf(key), (namedIn.get(rootOf(key)) ?? 0) + 1);
  return ({ thirdParty }) => {
    const key = partyKey(thirdParty);
    const root = rootOf(key);
    return (namedIn.get(root) ?? 0) > 1 ? key : root;
  };
}

/** Whether it is known who it is. */
function isNamed({ kind }: ThirdPartyRef): boolean {
  return kind === 'registered' || kind === 'known-vendor';
}
