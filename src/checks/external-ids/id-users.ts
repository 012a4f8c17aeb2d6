import { groupedBy } from '../../model/grouped-by.ts';
import { partyKey, type ThirdPartyRef } from '../../model/party.ts';
import type { Sighting } from './sightings.ts';

/** A sighting as far as it says who uses which ids. */
type Seen = Pick<Sighting, 'resource' | 'thirdParty' | 'externalIds'> & { accountId: string };

/**
 * Who stands behind each third party that is asked for an external ID. A party that the register or the vendor list
 * names is itself, from however many accounts it comes. Accounts that nobody knows and that one role asks for the same
 * ID are one vendor with several accounts as far as anyone can tell, and so are they and the one named party beside
 * them. Where two named parties come together like that, every account is taken for itself.
 */
export function userOf(sightings: readonly Seen[]): (sighting: Pick<Seen, 'thirdParty'>) => string {
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
  const asked = sightings.flatMap(({ accountId, resource, thirdParty, externalIds }) =>
    externalIds.map((id) => ({ use: JSON.stringify([accountId, resource.arn, id]), thirdParty })),
  );
  for (const together of groupedBy(asked, ({ use }) => use).values()) {
    const parties = together.map(({ thirdParty }) => thirdParty);
    const named = new Set(parties.filter(isNamed).map(partyKey));
    if (named.size > 1) continue;
    const keys = [...new Set(parties.map(partyKey))];
    const [first, ...others] = keys;
    for (const key of others) {
      const [one, other] = [rootOf(first ?? key), rootOf(key)];
      if (one !== other) parents.set(other, one);
    }
  }
  const namedIn = new Map<string, Set<string>>();
  for (const { thirdParty } of sightings.filter((one) => isNamed(one.thirdParty))) {
    const key = partyKey(thirdParty);
    namedIn.set(rootOf(key), (namedIn.get(rootOf(key)) ?? new Set<string>()).add(key));
  }
  return ({ thirdParty }) => {
    const key = partyKey(thirdParty);
    const root = rootOf(key);
    return (namedIn.get(root)?.size ?? 0) > 1 ? key : root;
  };
}

/** Whether it is known who it is. */
function isNamed({ kind }: ThirdPartyRef): boolean {
  return kind === 'registered' || kind === 'known-vendor';
}
