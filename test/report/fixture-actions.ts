import { actionsOf } from '../../src/evaluate/actions/actions.ts';
import { DEFAULT_DEADLINES } from '../../src/model/action.ts';
import type { AuditReport } from '../../src/model/report.ts';

/** The report with the actions that its findings come to. */
export function withActions(report: AuditReport): AuditReport {
  const actions = actionsOf({ ...report, asOf: report.run.asOf });
  return { ...report, actions, deadlines: DEFAULT_DEADLINES };
}
