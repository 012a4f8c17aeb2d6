import { groupedBy } from '../../../model/grouped-by.ts';
import type { AccountScope, AuditReport } from '../../../model/report.ts';
import type { Rows } from '../../../model/rows.ts';
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
  account: AccountScope;
  watched: string[];
  notWatched: string[];
  notKnown: string[];
}

/** In which Regions of which accounts an active analyzer looks for access from outside. */
export function analyzerCoverage(report: AuditReport): AnalyzerCoverageView {
  if (!report.checks.some(({ id }) => id === CHECK)) {
    return {
      sentence: `The check ${CHECK} was not applied, so it is not known where an analyzer watches.`,
      rows: [],
      leftOut: null,
    };
  }
  const watches = watchesOf(report);
  const count = (of: (watch: Watch) => string[]) => watches.reduce((sum, watch) => sum + of(watch).length, 0);
  const [watched, notWatched, open] = [
    count((one) => one.watched),
    count((one) => one.notWatched),
    count((one) => one.notKnown),
  ];
  const places = quantity(watched + notWatched + open, 'Region of an account', 'Regions of accounts');
  const { shown, leftOut } = capped(
    watches.filter((one) => one.notWatched.length + one.notKnown.length > 0),
    LIMITS.analyzerAccounts,
    (left) =>
      `${left} more accounts are not listed here; see the findings and unanswered results of ${CHECK}.`,
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
function watchesOf({ scope, findings, unanswered }: AuditReport): Watch[] {
  const failed = regionsBy(findings);
  const open = regionsBy(unanswered);
  return [...scope.accounts]
    .map((account) => {
      const bad = failed.get(account.accountId) ?? new Set<string>();
      const unknown = open.get(account.accountId) ?? new Set<string>();
      const isOpen = (region: string) => !bad.has(region) && (unknown.has(region) || unknown.has('global'));
      return {
        account,
        watched: account.regions.filter((region) => !bad.has(region) && !isOpen(region)),
        notWatched: account.regions.filter((region) => bad.has(region)),
        notKnown: account.regions.filter(isOpen),
      };
    })
    .sort((a, b) => b.notWatched.length - a.notWatched.length || b.notKnown.length - a.notKnown.length);
}

function regionsBy(
  results: Rows<{ checkId: string; accountId: string; region: string }>,
): Map<string, Set<string>> {
  const own = results.filter(({ checkId }) => checkId === CHECK);
  return new Map(
    [...groupedBy(own, ({ accountId }) => accountId)].map(([accountId, same]) => [
      accountId,
      new Set(same.map(({ region }) => region)),
    ]),
  );
}

function named(regions: readonly string[]): string {
  return regions.length === 0 ? '–' : regions.join(', ');
}
