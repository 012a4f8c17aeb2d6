import type { NotCollectedReason } from '../../../model/fact.ts';
import type { CoverageEntry } from '../../../model/finding.ts';
import type { Walks } from '../../walk.ts';
import { label, listed, quantity } from '../support/format.ts';

/** What happened to a call, after the name of its action. */
const HAPPENED = {
  ACCESS_DENIED: 'was denied',
  THROTTLED: 'was throttled to the last attempt',
  TIMED_OUT: 'did not answer in time',
  UNSUPPORTED: 'is not available there',
  FAILED: 'failed',
} as const satisfies Record<NotCollectedReason, string>;

const NAMED = 3;

/** The gaps of one account, by what they have in common. */
interface AccountGaps {
  accountId: string;
  count: number;
  causes: Map<string, Cause>;
}

interface Cause extends Pick<CoverageEntry, 'action' | 'reason'> {
  count: number;
  facts: Set<string>;
  regions: Set<string>;
}

/** Sentences, of which the first are made when they are asked for. */
export interface GapSentences {
  length: number;
  slice(from: number, to: number): string[];
}

/**
 * What was not read in words: a sentence for each account, action and reason. Accounts of which nothing was read come
 * first, then those with the most gaps.
 *
 * @param isOne the gaps that it is about; by default all
 */
export function gapSentences(
  walks: Pick<Walks, 'gaps' | 'accounts' | 'names'>,
  isOne: (gap: CoverageEntry) => boolean = () => true,
): () => GapSentences {
  const unread = walks.accounts.into(new Set<string>(), (ids, { accountId, status }) => {
    if (status === 'FAILED') ids.add(accountId);
  });
  const byAccount = walks.gaps.into(new Map<string, AccountGaps>(), (all, gap) => {
    if (isOne(gap)) count(all, gap);
  });
  return () => {
    const isUnread = ({ accountId }: AccountGaps) => Number(unread().has(accountId));
    const accounts = [...byAccount().values()].sort(
      (a, b) => isUnread(b) - isUnread(a) || b.count - a.count,
    );
    return {
      length: accounts.reduce((sum, { causes }) => sum + causes.size, 0),
      slice: (from, to) =>
        // Each has a sentence at least.
        accounts
          .slice(0, to)
          .flatMap((gaps) =>
            [...gaps.causes.values()].map((cause) =>
              sentence(cause, placeOf(gaps.accountId), isUnread(gaps) === 1 && cause.count === gaps.count),
            ),
          )
          .slice(from, to),
    };
  };

  function placeOf(accountId: string): string {
    const name = walks.names().get(accountId);
    return name === undefined ? `the ${accountId}` : `${label(name)} (${accountId})`;
  }
}

function count(all: Map<string, AccountGaps>, { accountId, action, reason, fact, region }: CoverageEntry): void {
  const gaps = all.get(accountId) ?? { accountId, count: 0, causes: new Map() };
  all.set(accountId, gaps);
  const key = JSON.stringify([action, reason]);
  const cause = gaps.causes.get(key) ?? { action, reason, count: 0, facts: new Set(), regions: new Set() };
  gaps.causes.set(key, cause);
  gaps.count += 1;
  cause.count += 1;
  cause.facts.add(fact);
  if (region !== 'global') cause.regions.add(region);
}

function sentence({ action, reason, count, facts, regions }: Cause, place: string, nothing: boolean): string {
  const what = action ?? (reason === 'ACCESS_DENIED' ? 'access' : 'it');
  const why = `${what} ${reason === null ? 'gave no answer' : HAPPENED[reason]}`;
  if (nothing) return `Nothing was read of ${place}: ${why}.`;
  const where = regions.size === 0 ? '' : ` in ${some([...regions])}`;
  // `analyzers and drift in eu-west-1`
  const which = `${some([...facts])}${where}`;
  return `Of ${place}, ${quantity(count, 'fact was', 'facts were')} not read, since ${why}: ${which}.`;
}

function some(names: readonly string[]): string {
  const more = names.length - NAMED;
  return listed(more > 0 ? [...names.slice(0, NAMED), `${more} more`] : names);
}
