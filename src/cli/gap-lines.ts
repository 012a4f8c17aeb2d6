import type { CoverageEntry } from '../model/finding.ts';
import { groupedBy } from '../model/grouped-by.ts';
import { type ShownText, shown } from '../report/visible.ts';
import { plural } from './progress-display.ts';
import { inert } from './terminal.ts';

const REGIONS_NAMED = 5;

/**
 * Why something was not read, a line for each cause over all accounts, the most accounts first. What is the same but for
 * the account's own number is one cause.
 */
export function gapLines(gaps: Iterable<CoverageEntry>): ShownText[] {
  return [...groupedBy(gaps, cause)]
    .map(([why, same]) => ({ why, same, accounts: new Set(same.map(({ accountId }) => accountId)) }))
    .sort((a, b) => b.accounts.size - a.accounts.size || b.same.length - a.same.length)
    .map(({ why, same, accounts }) => {
      const [only = ''] = accounts;
      const who = accounts.size === 1 ? inert(only) : plural(accounts.size, 'account');
      const words = accounts.size === 1 ? why.replaceAll(ACCOUNT, only) : why;
      return shown`  ${who}: ${inert(words)} (${plural(same.length, 'fact')}, ${regionsOf(same)})`;
    });
}

/** Stands in a cause for the number of whichever account it is. */
const ACCOUNT = '<account>';

/** What a fact that was not even asked for says before the cause of the one it needs. */
const BECAUSE = /^(?:Needs [^:]{1,200}, which (?:was|were) not collected: ){1,9}/;

function cause({ accountId, reason, action, message }: CoverageEntry): string {
  const said =
    message === null || message === '' ? `${reason}${action === null ? '' : ` ${action}`}` : message;
  return said.replace(BECAUSE, '').replaceAll(accountId, ACCOUNT).replace(/\.$/, '');
}

function regionsOf(gaps: readonly CoverageEntry[]): ShownText {
  const regions = [...new Set(gaps.map(({ region }) => region))];
  const rest = regions.length - REGIONS_NAMED;
  return inert([...regions.slice(0, REGIONS_NAMED), ...(rest > 0 ? [`${rest} more`] : [])].join(', '));
}
