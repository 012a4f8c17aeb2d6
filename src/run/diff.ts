import { registry } from '../checks/registry.ts';
import { baselineAfter } from '../evaluate/baseline.ts';
import { type Comparison, compareRuns, organizationWide } from '../evaluate/change.ts';
import type { AuditReport } from '../model/report.ts';
import { UserError } from '../model/user-error.ts';
import { readBaseline, readReport } from './known.ts';

/** Two runs by their reports, and what is different. */
export interface RunDifference extends Comparison {
  before: AuditReport;
  after: AuditReport;
}

/**
 * Compares two finished runs, whatever lies between them. Throws `UserError` when one cannot be read, and when the
 * first is the later one: then all that is gone would be called new.
 */
export async function diffRuns(older: string, newer: string): Promise<RunDifference> {
  const [before, after] = await Promise.all([reportOf(older), reportOf(newer)]);
  if (before.run.startedAt > after.run.startedAt) {
    throw new UserError(
      'WRONG_ORDER',
      `${older} was started after ${newer}. Name the older run first: countersign diff OLD NEW.`,
    );
  }
  const wide = organizationWide(registry);
  const known = baselineAfter(before, await readBaseline(older), wide);
  return { before, after, ...compareRuns(known, after, wide) };
}

async function reportOf(directory: string): Promise<AuditReport> {
  const report = await readReport(directory);
  if (report === undefined) {
    throw new UserError(
      'NOT_A_RUN',
      `${directory} is not the directory of a finished run: it holds no report.json.`,
    );
  }
  return report;
}
