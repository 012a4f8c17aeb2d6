import type { Measured, Metric } from '../../model/notice.ts';
import type { AuditReport } from '../../model/report.ts';
import { SEVERITIES } from '../../model/severity.ts';
import { accountsRead, verdictOf } from '../verdict.ts';

/** The name of the metric by which an alarm notices silence. */
export const HEARTBEAT = 'AgeOfLastCompleteRun';

/** The numbers of a run, as of its end: what it found, how much of it was read, and how old the last complete run is. */
export function metricsOf(report: AuditReport): Measured {
  const { summary, scope, coverage, unanswered, run } = report;
  const read = accountsRead(report);
  const { complete } = verdictOf(report);
  const age = ageOfLastCompleteRun(report, complete);
  return {
    at: run.finishedAt,
    metrics: [
      ...SEVERITIES.map((severity) =>
        metric('OpenFindings', 'Count', summary.openFindings[severity], { Severity: severity }),
      ),
      metric('ExceptedFindings', 'Count', summary.exceptedFindings),
      metric('UnansweredResults', 'Count', unanswered.length),
      metric('AccountsRead', 'Count', read),
      metric('AccountsNotRead', 'Count', scope.accounts.length - read),
      // Nothing planned is nothing read: a full cover of nothing would look like one.
      metric(
        'Coverage',
        'Percent',
        coverage.planned === 0 ? 0 : (100 * coverage.collected) / coverage.planned,
      ),
      metric('CompleteRuns', 'Count', complete ? 1 : 0),
      ...(age === undefined ? [] : [metric(HEARTBEAT, 'Seconds', age)]),
    ],
  };
}

/** Seconds; 0 for a complete run, and undefined where no complete run is known: that is silence, which an alarm tells. */
function ageOfLastCompleteRun(
  { run, trend = [] }: Pick<AuditReport, 'run' | 'trend'>,
  isComplete: boolean,
): number | undefined {
  if (isComplete) return 0;
  const last = trend.findLast(({ complete, runId }) => complete && runId !== run.runId);
  return last === undefined
    ? undefined
    : Math.max(1, Math.round((Date.parse(run.startedAt) - Date.parse(last.startedAt)) / 1000));
}

function metric(
  name: string,
  unit: Metric['unit'],
  value: number,
  dimensions: Record<string, string> = {},
): Metric {
  return {
    name,
    unit,
    value,
    dimensions: Object.entries(dimensions).map(([key, of]) => ({ name: key, value: of })),
  };
}
