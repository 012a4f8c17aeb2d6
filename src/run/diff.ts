import { tmpdir } from 'node:os';
import { registry } from '../checks/registry.ts';
import { baselineAfter } from '../evaluate/baseline.ts';
import { type Comparison, compareRuns, organizationWide } from '../evaluate/change.ts';
import type { EvidenceReader } from '../evidence/evidence-reader.ts';
import type { S3Setup } from '../evidence/store/s3-client.ts';
import { type KeyPlaces, readTrustedKeys } from '../evidence/trusted-keys.ts';
import type { AuditReport } from '../model/report.ts';
import type { Keeping } from '../model/rows.ts';
import { UserError } from '../model/user-error.ts';
import { demandIntact } from './intact.ts';
import { readBaseline, readReport } from './known.ts';
import { type OpenEvidence, openEvidence } from './open-evidence.ts';
import { spoolIn } from './spool.ts';

/** Two runs by their reports, and what is different. */
export interface RunDifference extends Comparison {
  before: AuditReport;
  after: AuditReport;
}

/**
 * Compares two finished runs, in directories or in S3, whatever lies between them, once both are verified. Throws
 * `EvidenceDamaged` when one is not intact, and `UserError` when one cannot be read, or the first is the later one: then
 * all that is gone would be called new.
 *
 * @param reading how S3 is asked, without which only directories are runs; and the public keys that signatures must be of
 */
export async function diffRuns(
  older: string,
  newer: string,
  { s3, keyFile }: { s3?: S3Setup; keyFile?: KeyPlaces } = {},
): Promise<RunDifference> {
  const trusted = await readTrustedKeys(keyFile);
  const opened: OpenEvidence[] = [];
  try {
    for (const location of [older, newer]) opened.push(await openEvidence(location, s3));
    const readers = opened.map(({ reader }) => reader);
    await demandIntact(readers, trusted);
    return await compare(readers as [EvidenceReader, EvidenceReader]);
  } finally {
    for (const { close } of opened) close();
  }
}

async function compare([older, newer]: [EvidenceReader, EvidenceReader]): Promise<RunDifference> {
  const [before, after] = await Promise.all([read(older), read(newer)]);
  if (before.report.run.startedAt > after.report.run.startedAt) {
    throw new UserError(
      'WRONG_ORDER',
      `${older.location} was started after ${newer.location}. Name the older run first: countersign diff OLD NEW.`,
    );
  }
  const wide = organizationWide(registry);
  const known = baselineAfter(before.report, before.baseline, wide);
  return { before: before.report, after: after.report, ...compareRuns(known, after.report, wide) };
}

async function read(run: EvidenceReader) {
  const keeping = spoolIn(tmpdir());
  return { report: await reportOf(run, keeping), baseline: await readBaseline(run, keeping) };
}

async function reportOf(run: EvidenceReader, keeping: Keeping): Promise<AuditReport> {
  const report = await readReport(run, keeping);
  if (report === undefined) {
    throw new UserError('NOT_A_RUN', `${run.location} is not a finished run: it holds no report.json.`);
  }
  return report;
}
