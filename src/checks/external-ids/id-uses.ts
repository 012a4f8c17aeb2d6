import type { Digest } from '../../model/check.ts';
import { groupedBy } from '../../model/grouped-by.ts';
import type { Rows } from '../../model/rows.ts';
import { listed } from '../support/judged-role.ts';
import { userOf } from './id-users.ts';
import { type Listing, type Roster, rosterOf, together } from './roster.ts';
import { foldedId, type Sighting } from './sightings.ts';

/** What one role asks of one third party, whichever of its accounts it names. */
export interface Placed {
  accountId: string;
  /** Who it is, see `userOf`. */
  user: string;
  /** Of all that the role asks for the same, see `AdmittedParty`. */
  keys: string[];
  sighting: Sighting;
}

/** Where else one external ID is used. */
export interface Elsewhere {
  otherParties: Listing;
  /** By the same third party. */
  otherAccounts: Listing;
}

/** All uses of each external ID, in whatever case it is written. Asking where else one is used costs the same, however many there are. */
export interface IdUses {
  /** How the sightings of one account come together to uses. */
  sameUse(accountId: string, sightings: readonly Sighting[]): Placed[];
  elsewhere(use: Placed, id: string): Elsewhere;
}

/** Goes through the digests, and keeps of each use what tells it from others: there may be hundreds of thousands. */
export function usesIn(digests: Rows<Digest<{ sightings: Sighting[] }>>): IdUses {
  const user = userOf(digests.map(({ value }) => value.sightings));
  const sameUse = (accountId: string, sightings: readonly Sighting[]) =>
    [...groupedBy(sightings, (one) => JSON.stringify([one.resource.arn, user(one)])).values()].flatMap(
      (same) => {
        const sighting = inOneRole(same);
        return sighting === undefined
          ? []
          : [{ accountId, user: user(sighting), keys: same.map(({ key }) => key), sighting }];
      },
    );
  const asked = new Map<string, Spelled[]>();
  for (const { account, value } of digests)
    for (const use of sameUse(account.accountId, value.sightings))
      for (const [fold, ids] of groupedBy(use.sighting.externalIds, (id) => folded(use, id))) {
        const known = asked.get(fold);
        if (known === undefined) asked.set(fold, [spelled(use, ids)]);
        else known.push(spelled(use, ids));
      }
  // Most are used once.
  const byFold = new Map(
    [...asked].flatMap(([fold, uses]) => (uses.length > 1 ? [[fold, spellings(uses)]] : [])),
  );
  return {
    sameUse,
    elsewhere(use, id) {
      const pools = byFold.get(folded(use, id))?.(use, id) ?? [];
      return {
        otherParties: together(pools.map(({ parties }) => parties.without(use.user))),
        otherAccounts: together(pools.map(({ accounts }) => accounts(use.user).without(use.accountId))),
      };
    },
  };
}

/** Several accounts of one third party in one role: one use of all their ids. */
function inOneRole(same: readonly Sighting[]): Sighting | undefined {
  const [first, ...others] = [...same].sort((a, b) => (a.key < b.key ? -1 : 1));
  if (first === undefined || others.length === 0) return first;
  const pieces = same.flatMap(({ evidence }) => evidence);
  return {
    ...first,
    name: listed([first, ...others].map(({ name }) => name)),
    externalIds: [...new Set(same.flatMap(({ externalIds }) => externalIds))],
    inAnyCase: [...new Set(same.flatMap(({ inAnyCase }) => inAnyCase))],
    folded: Object.fromEntries(same.flatMap(({ folded: known }) => Object.entries(known))),
    evidence: [...new Map(pieces.map((piece) => [piece.pointer, piece])).values()],
  };
}

function folded({ sighting }: Placed, id: string): string {
  return foldedId(sighting, id) ?? id;
}

/** As much of one use, with all its spellings of an id, as is asked of others. */
interface Spelled extends Pick<Placed, 'accountId' | 'user'> {
  name: string;
  ids: readonly string[];
  isInAnyCase: boolean;
}

function spelled({ accountId, user, sighting }: Placed, ids: readonly string[]): Spelled {
  const { resource, name, inAnyCase } = sighting;
  return {
    accountId,
    user,
    name: `${resource.arn} (${name})`,
    ids,
    isInAnyCase: ids.some((id) => inAnyCase.includes(id)),
  };
}

/**
 * Which uses of one external ID, however it is spelled, one of them meets. IAM tells upper from lower case unless one of
 * the policies says StringEqualsIgnoreCase: such a use meets all, and all meet it.
 */
function spellings(uses: readonly Spelled[]): (use: Placed, id: string) => Pool[] {
  const inAnyCase = uses.filter(({ isInAnyCase }) => isInAnyCase);
  const exact = uses.filter(({ isInAnyCase }) => !isInAnyCase);
  const byId = groupedBy(
    exact.flatMap((use) => use.ids.map((id) => ({ ...use, id }))),
    ({ id }) => id,
  );
  const pools = new Map([...byId].map(([id, same]) => [id, poolOf(same)]));
  const pool = { anyCase: poolOf(inAnyCase), exact: inAnyCase.length === 0 ? poolOf([]) : poolOf(exact) };
  return (use, id) => {
    const same = pools.get(id);
    if (use.sighting.inAnyCase.includes(id)) return [pool.anyCase, pool.exact];
    return same === undefined ? [pool.anyCase] : [pool.anyCase, same];
  };
}

/** Uses that are met together, each once. */
interface Pool {
  parties: Roster;
  accounts(user: string): Roster;
}

function poolOf(named: readonly Spelled[]): Pool {
  const parties = rosterOf(named.map(({ name, user }) => ({ name, group: user })));
  const accounts = new Map(
    [...groupedBy(named, ({ user }) => user)].map(([user, own]) => [
      user,
      rosterOf(own.map(({ name, accountId }) => ({ name, group: accountId }))),
    ]),
  );
  return { parties, accounts: (user) => accounts.get(user) ?? NOBODY };
}

const NOBODY = rosterOf([]);
