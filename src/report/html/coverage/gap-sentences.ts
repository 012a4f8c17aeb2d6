import type { NotCollectedReason } from '../../../model/fact.ts';
import type { CoverageEntry } from '../../../model/finding.ts';
import type { AuditReport } from '../../../model/report.ts';
import { label, listed, quantity } from '../support/format.ts';
import { groupedBy } from '../../../model/grouped-by.ts';

/** What happened to a call, after the name of its action. */
const HAPPENED = {
  ACCESS_DENIED: 'was denied',
  THROTTLED: 'was throttled to the last attempt',
  TIMED_OUT: 'did not answer in time',
  UNSUPPORTED: 'is not available there',
  FAILED: 'failed',
} as const satisfies Record<NotCollectedReason, string>;

const NAMED = 3;

/**
 * What was not read in words: a sentence for each account, action and reason. Accounts of which nothing was read come
 * first, then those with the most gaps.
 */
export function gapSentences({ coverage, scope }: Pick<AuditReport, 'coverage' | 'scope'>): string[] {
  const accounts = new Map(scope.accounts.map((account) => [account.accountId, account]));
  const isUnread = (gaps: readonly CoverageEntry[]) =>
    accounts.get(gaps[0]?.accountId ?? '')?.status === 'FAILED';
  return [...groupedBy(coverage.gaps, ({ accountId }) => accountId).values()]
    .sort((a, b) => Number(isUnread(b)) - Number(isUnread(a)) || b.length - a.length)
    .flatMap((gaps) =>
      [...groupedBy(gaps, ({ action, reason }) => JSON.stringify([action, reason])).values()].map((same) =>
        sentence(same, isUnread(same) && same.length === gaps.length),
      ),
    );

  function sentence(gaps: readonly CoverageEntry[], nothing: boolean): string {
    const [first] = gaps;
    if (first === undefined) return '';
    const { accountId, action, reason } = first;
    const account = accounts.get(accountId);
    const place = account === undefined ? `the ${accountId}` : `${label(account.name)} (${accountId})`;
    const what = action ?? (reason === 'ACCESS_DENIED' ? 'access' : 'it');
    const why = `${what} ${reason === null ? 'gave no answer' : HAPPENED[reason]}`;
    return nothing
      ? `Nothing was read of ${place}: ${why}.`
      : `Of ${place}, ${quantity(gaps.length, 'fact was', 'facts were')} not read, since ${why}: ${whichOnes(gaps)}.`;
  }
}

/** `analyzers and drift in eu-west-1`. */
function whichOnes(gaps: readonly CoverageEntry[]): string {
  const facts = [...new Set(gaps.map(({ fact }) => fact))];
  const regions = [...new Set(gaps.map(({ region }) => region))].filter((region) => region !== 'global');
  const where = regions.length === 0 ? '' : ` in ${some(regions)}`;
  return `${some(facts)}${where}`;
}

function some(names: readonly string[]): string {
  const more = names.length - NAMED;
  return listed(more > 0 ? [...names.slice(0, NAMED), `${more} more`] : names);
}
