import type { CoverageEntry } from '../model/finding.ts';
import { type ShownText, shown } from '../report/visible.ts';
import { plural } from './progress-display.ts';
import { inert } from './terminal.ts';

const REGIONS_NAMED = 5;

/**
 * Why something was not read, a line for each cause over all accounts, the most accounts first. What is the same but for
 * the account's own number is one cause.
 */
export function gapLines(gaps: Iterable<CoverageEntry>): ShownText[] {
  const causes = new Map<string, Cause>();
  for (const gap of gaps) {
    const why = cause(gap);
    const known = causes.get(why) ?? { accounts: new Set(), facts: 0, regions: new Set() };
    causes.set(why, known);
    known.accounts.add(gap.accountId);
    known.facts += 1;
    known.regions.add(gap.region);
  }
  return [...causes]
    .sort(([, a], [, b]) => b.accounts.size - a.accounts.size || b.facts - a.facts)
    .map(([why, { accounts, facts, regions }]) => {
      const [only = ''] = accounts;
      const who = accounts.size === 1 ? inert(only) : plural(accounts.size, 'account');
      const words = accounts.size === 1 ? why.replaceAll(ACCOUNT, only) : why;
      return shown`  ${who}: ${inert(words)} (${plural(facts, 'fact')}, ${regionsOf([...regions])})`;
    });
}

/** As much of all gaps of one cause as is told. */
interface Cause {
  accounts: Set<string>;
  facts: number;
  regions: Set<string>;
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

function regionsOf(regions: readonly string[]): ShownText {
  const rest = regions.length - REGIONS_NAMED;
  return inert([...regions.slice(0, REGIONS_NAMED), ...(rest > 0 ? [`${rest} more`] : [])].join(', '));
}
