import { failingEntries } from '../model/configuration-entry.ts';
import { historyDamage } from '../model/history.ts';
import type { AuditReport } from '../model/report.ts';
import type { Verdict, VerdictReason } from '../model/verdict.ts';
import { reconciles } from './html/coverage/populations.ts';
import { listed, number, quantity } from './html/support/format.ts';
import { once, type Walks, walksOf } from './walk.ts';

/** All that the verdict goes by. */
type Judged = Pick<
  AuditReport,
  | 'scope'
  | 'coverage'
  | 'summary'
  | 'unanswered'
  | 'checks'
  | 'configurationEntries'
  | 'history'
  | 'failedOutputs'
  | 'reviews'
>;

/**
 * The one verdict on whether a run looked at all it set out to. The exit code, the terminal, `report.json`, the page and
 * the summary all show this one.
 */
export function verdictOf(report: Judged): Verdict {
  return verdictFrom(report, walksOf({ ...report, findings: [], roles: [], resolved: [] }))();
}

/** The same, in one pass with whatever else is asked of the report. */
export function verdictFrom(
  report: Judged,
  walks: Pick<Walks, 'accounts' | 'gaps' | 'unanswered'>,
): () => Verdict {
  const missing = missingFrom(walks);
  return once(() => verdictBy(report, missing()));
}

function verdictBy(report: Judged, missing: Missing): Verdict {
  const reasons = [
    nothingRead(report),
    unreadFacts(report, missing),
    ...unansweredResults(report, missing),
    report.checks.length === 0 ? one('NO_CHECKS', 'no check was applied') : undefined,
    reconciles(report.scope.roles)
      ? undefined
      : one('ROLES_DO_NOT_ADD_UP', 'the number of roles listed does not match the number judged'),
    damagedHistory(report),
    damagedStatements(report),
    strictEntries(report),
    failedOutputs(report),
  ].filter((reason) => reason !== undefined);
  return { complete: reasons.length === 0, reasons, ...declared(missing) };
}

/** The report as its readers get it as JSON. */
export function withVerdict(report: AuditReport): AuditReport {
  return { ...report, verdict: verdictOf(report) };
}

/** The reasons in words: `3 of 90 facts could not be read and 27 results have no answer`. */
export function reasonsInWords({ reasons }: Verdict): string {
  return listed(reasons.map(({ sentence }) => sentence));
}

/** How many accounts were read, in full or in part. */
export function accountsRead({ summary }: Pick<Judged, 'summary'>): number {
  return summary.accounts.COMPLETE + summary.accounts.PARTIAL;
}

function one(reason: VerdictReason['reason'], sentence: string): VerdictReason {
  return { reason, count: 1, sentence };
}

function nothingRead(report: Judged): VerdictReason | undefined {
  if (report.scope.accounts.length === 0) return one('NOTHING_READ', 'no account was in scope');
  return accountsRead(report) === 0 ? one('NOTHING_READ', 'no account could be read') : undefined;
}

/** What was not read and has no answer, counted. */
interface Missing {
  declaredGaps: number;
  /** Accounts that were not read in full for another reason than declared ones. */
  partly: number;
  errors: number;
  declaredResults: number;
}

function missingFrom(walks: Pick<Walks, 'accounts' | 'gaps' | 'unanswered'>): () => Missing {
  const withGaps = new Set<string>();
  const withOpen = new Set<string>();
  const declaredGaps = walks.gaps.count(({ blindSpot, accountId }) => {
    withGaps.add(accountId);
    if (blindSpot === undefined) withOpen.add(accountId);
    return blindSpot !== undefined;
  });
  const notComplete = walks.accounts.into<string[]>([], (ids, { accountId, status }) => {
    if (status !== 'COMPLETE') ids.push(accountId);
  });
  const results = walks.unanswered.into(
    { errors: 0, declaredResults: 0 },
    (counts, { status, blindSpot }) => {
      if (status === 'ERROR') counts.errors += 1;
      if (status === 'UNKNOWN' && blindSpot !== undefined) counts.declaredResults += 1;
    },
  );
  return () => ({
    declaredGaps: declaredGaps(),
    partly: notComplete().filter((id) => withOpen.has(id) || !withGaps.has(id)).length,
    ...results(),
  });
}

function unreadFacts(
  { coverage, scope }: Judged,
  { declaredGaps, partly }: Missing,
): VerdictReason | undefined {
  const count = Math.max(coverage.planned - coverage.collected, coverage.gaps.length) - declaredGaps;
  if (count === 0 && partly === 0 && (coverage.complete || declaredGaps > 0)) return undefined;
  const where =
    partly === 0 ? '' : ` (in ${number(partly)} of ${quantity(scope.accounts.length, 'account')})`;
  const sentence = `${number(count)} of ${quantity(coverage.planned, 'fact')} could not be read${where}`;
  return { reason: 'UNREAD_FACTS', count, sentence };
}

/** A check that failed is worse than one that could not know: nobody has asked its question. */
function unansweredResults({ unanswered, summary }: Judged, missing: Missing): VerdictReason[] {
  const sum = (status: 'unknown' | 'error') =>
    summary.checks.reduce((total, counts) => total + counts[status], 0);
  const errors = Math.max(sum('error'), missing.errors);
  const unknown = Math.max(sum('unknown'), unanswered.length - errors) - missing.declaredResults;
  const reasons: VerdictReason[] = [];
  if (unknown > 0) {
    const sentence = `${quantity(unknown, 'result has', 'results have')} no answer`;
    reasons.push({ reason: 'UNANSWERED_RESULTS', count: unknown, sentence });
  }
  if (errors > 0) {
    const sentence = `${quantity(errors, 'result is', 'results are')} missing because a check failed`;
    reasons.push({ reason: 'FAILED_CHECKS', count: errors, sentence });
  }
  return reasons;
}

/** What somebody has approved not to look at. It is no reason to fail, and goes wherever the verdict does. */
function declared({ declaredGaps: facts, declaredResults: results }: Missing): Pick<Verdict, 'declared'> {
  if (facts === 0) return {};
  const sentence = `by declared blind spots ${quantity(facts, 'fact was', 'facts were')} not read and ${quantity(results, 'result has', 'results have')} no answer`;
  return { declared: { facts, results, sentence } };
}

function damagedHistory(report: Judged): VerdictReason | undefined {
  const runs = [...new Set(historyDamage(report).map(({ runId }) => runId))];
  if (runs.length === 0) return undefined;
  const sentence = `${quantity(runs.length, 'earlier run is', 'earlier runs are')} not as sealed (${runs.slice(0, 3).join(', ')}${runs.length > 3 ? ' and more' : ''})`;
  return { reason: 'DAMAGED_HISTORY', count: runs.length, sentence };
}

/** What people said of earlier runs is part of the history: a decision may be missing that would make an access overdue. */
function damagedStatements({ reviews }: Judged): VerdictReason | undefined {
  const count = reviews?.problems.length ?? 0;
  if (count === 0) return undefined;
  const sentence = `${quantity(count, 'review or countersignature', 'reviews or countersignatures')} of earlier runs ${count === 1 ? 'is' : 'are'} not as sealed`;
  return { reason: 'DAMAGED_HISTORY', count, sentence };
}

function strictEntries(report: Judged): VerdictReason | undefined {
  const count = failingEntries(report).length;
  if (count === 0) return undefined;
  const sentence = `${quantity(count, 'entry', 'entries')} of the strict configuration ${count === 1 ? 'is' : 'are'} not in order`;
  return { reason: 'STRICT_CONFIGURATION', count, sentence };
}

function failedOutputs({ failedOutputs: failed = [] }: Judged): VerdictReason | undefined {
  if (failed.length === 0) return undefined;
  const forms = listed(failed.map(({ output }) => output));
  const sentence = `${quantity(failed.length, 'form', 'forms')} of the report could not be written (${forms})`;
  return { reason: 'FAILED_OUTPUTS', count: failed.length, sentence };
}
