import type { Baseline } from '../model/baseline.ts';
import type { AuditReport, TrendPoint } from '../model/report.ts';

/** How many earlier runs a run remembers for its trend. */
const EARLIER_RUNS = 1_000;

/** The parts of a report that a point is made of. */
export type MeasuredReport = Pick<AuditReport, 'run' | 'summary' | 'coverage' | 'roles' | 'thirdParties'>;

/** What a run shows of itself in the trends of later ones. */
export function trendPoint({ run, summary, coverage, roles, thirdParties }: MeasuredReport): TrendPoint {
  return {
    runId: run.runId,
    startedAt: run.startedAt,
    openFindings: summary.openFindings,
    exceptedFindings: summary.exceptedFindings,
    complete: coverage.complete,
    facts: { planned: coverage.planned, collected: coverage.collected },
    openRoles: roles.length,
    thirdParties: thirdParties.length,
  };
}

/** The trend that ends with a run. */
export function trendOf(before: Baseline | undefined, report: MeasuredReport): TrendPoint[] {
  return [...(before?.history ?? []), trendPoint(report)];
}

/** What the next run remembers of a run and those before it. */
export function historyAfter(report: MeasuredReport, before: Baseline | undefined): TrendPoint[] {
  return trendOf(before, report).slice(-EARLIER_RUNS);
}
