import { registry } from '../checks/registry.ts';
import { baselineAfter } from '../evaluate/baseline.ts';
import { type Comparison, compareRuns, organizationWide } from '../evaluate/change.ts';
import type { EvidenceReader } from '../evidence/evidence-reader.ts';
import type { S3Setup } from '../evidence/store/s3-store.ts';
import type { AuditReport } from '../model/report.ts';
import { UserError } from '../model/user-error.ts';
import { readBaseline, readReport } from './known.ts';
import { openEvidence } from './open-evidence.ts';

/** Two runs by their reports, and what is different. */
export interface RunDifference extends Comparison {
  before: AuditReport;
  after: AuditReport;
}

/**
 * Compares two finished runs, in directories or in S3, whatever lies between them. Throws `UserError` when one cannot be read, and when the
 * first is the later one: then all that is gone would be called new.
 *
 * @param s3 how S3 is asked; without it only directories are runs
 */
export async function diffRuns(older: string, newer: string, s3?: S3Setup): Promise<RunDifference> {
  const [before, after] = await Promise.all([read(older, s3), read(newer, s3)]);
  if (before.report.run.startedAt > after.report.run.startedAt) {
    throw new UserError(
      'WRONG_ORDER',
      `${older} was started after ${newer}. Name the older run first: countersign diff OLD NEW.`,
    );
  }
  const wide = organizationWide(registry);
  const known = baselineAfter(before.report, before.baseline, wide);
  return { before: before.report, after: after.report, ...compareRuns(known, after.report, wide) };
}

async function read(location: string, s3: S3Setup | undefined) {
  const { reader, close } = await openEvidence(location, s3);
  try {
    return { report: await reportOf(reader), baseline: await readBaseline(reader) };
  } finally {
    close();
  }
}

async function reportOf(run: EvidenceReader): Promise<AuditReport> {
  const report = await readReport(run);
  if (report === undefined) {
    throw new UserError('NOT_A_RUN', `${run.location} is not a finished run: it holds no report.json.`);
  }
  return report;
}
