import type { AccountScope, AuditReport } from '../../../model/report.ts';
import { Foremost, type Walks } from '../../walk.ts';
import { capped, label, number, quantity } from '../support/format.ts';
import { LIMITS } from '../support/limits.ts';

export interface AnalyzerCoverageView {
  sentence: string;
  /** Accounts with a Region that is not watched, or of which it is not known. */
  rows: Array<{ accountId: string; name: string; watched: string; notWatched: string; notKnown: string }>;
  leftOut: string | null;
}

const CHECK = 'analyzer-coverage';

interface Watch {
  account: Pick<AccountScope, 'accountId' | 'name'>;
  watched: string[];
  notWatched: string[];
  notKnown: string[];
}

/** In which Regions of which accounts an active analyzer looks for access from outside. */
export function analyzerCoverage(
  report: AuditReport,
  walks: Pick<Walks, 'findings' | 'unanswered' | 'accounts'>,
): () => AnalyzerCoverageView {
  if (!report.checks.some(({ id }) => id === CHECK)) {
    return () => ({
      sentence: `The check ${CHECK} was not applied, so it is not known where an analyzer watches.`,
      rows: [],
      leftOut: null,
    });
  }
  const failed = walks.findings.into(new Map<string, Set<string>>(), addRegion);
  const open = walks.unanswered.into(new Map<string, Set<string>>(), addRegion);
  const counts = { watched: 0, notWatched: 0, open: 0 };
  const foremost = new Foremost<Watch>(
    LIMITS.analyzerAccounts,
    (a, b) => b.notWatched.length - a.notWatched.length || b.notKnown.length - a.notKnown.length,
  );
  return walks.accounts.gather(
    (account) => {
      const watch = watchOf(account, failed().get(account.accountId), open().get(account.accountId));
      counts.watched += watch.watched.length;
      counts.notWatched += watch.notWatched.length;
      counts.open += watch.notKnown.length;
      if (watch.notWatched.length + watch.notKnown.length > 0) foremost.add(() => watch);
    },
    () => viewOf(counts, foremost),
  );
}

function viewOf(
  { watched, notWatched, open }: Record<'watched' | 'notWatched' | 'open', number>,
  foremost: Foremost<Watch>,
): AnalyzerCoverageView {
  const places = quantity(watched + notWatched + open, 'Region of an account', 'Regions of accounts');
  const { shown, leftOut } = capped(
    foremost,
    LIMITS.analyzerAccounts,
    (left) =>
      `${quantity(left, 'more account is', 'more accounts are')} not listed here; see the findings and unanswered results of ${CHECK}.`,
  );
  return {
    sentence: `An active analyzer for external access watches ${number(watched)} of ${places}; ${number(notWatched)} ${
      notWatched === 1 ? 'is' : 'are'
    } not watched, and of ${number(open)} it is not known.`,
    rows: shown.map(({ account, ...regions }) => ({
      accountId: account.accountId,
      name: label(account.name),
      watched: named(regions.watched),
      notWatched: named(regions.notWatched),
      notKnown: named(regions.notKnown),
    })),
    leftOut,
  };
}

/** The check answers for every Region in scope: what neither failed nor stayed open passed. */
function watchOf(
  { accountId, name, regions }: AccountScope,
  bad: ReadonlySet<string> = new Set(),
  unknown: ReadonlySet<string> = new Set(),
): Watch {
  const isOpen = (region: string) => !bad.has(region) && (unknown.has(region) || unknown.has('global'));
  return {
    account: { accountId, name },
    watched: regions.filter((region) => !bad.has(region) && !isOpen(region)),
    notWatched: regions.filter((region) => bad.has(region)),
    notKnown: regions.filter(isOpen),
  };
}

function addRegion(
  byAccount: Map<string, Set<string>>,
  { checkId, accountId, region }: { checkId: string; accountId: string; region: string },
): void {
  if (checkId !== CHECK) return;
  const regions = byAccount.get(accountId) ?? new Set();
  byAccount.set(accountId, regions.add(region));
}

function named(regions: readonly string[]): string {
  return regions.length === 0 ? '–' : regions.join(', ');
}
