import type { AuditReport } from '../model/report.ts';
import type { RunCounts } from '../model/run-record.ts';

/** The counts of `run.json`, from the report that the run ended with. */
export function runCounts(report: AuditReport, calls: number): RunCounts {
  const { summary, scope, coverage } = report;
  const { COMPLETE: complete, PARTIAL: partial, FAILED: failed, excluded } = summary.accounts;
  const open = Object.values(summary.openFindings).reduce((sum, count) => sum + count, 0);
  const { listed, evaluated } = scope.roles;
  return {
    accounts: { inScope: scope.accounts.length, complete, partial, failed, excluded },
    facts: {
      planned: coverage.planned,
      collected: coverage.collected,
      notCollected: coverage.planned - coverage.collected,
    },
    roles: { listed, evaluated, leftOut: listed - evaluated },
    calls,
    findings: { open, excepted: summary.exceptedFindings },
  };
}
