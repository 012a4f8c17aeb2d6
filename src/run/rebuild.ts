import type { EvidenceReader } from '../evidence/evidence-reader.ts';
import { readFaults, writeFaults } from '../evidence/faults.ts';
import { makeFolder } from '../evidence/make-folder.ts';
import type { CountersignedRun } from '../model/attestation.ts';
import type { AuditReport } from '../model/report.ts';
import { faultBook } from './fault-book.ts';
import { judgeRun, type ReplayOptions, readRun } from './open-run.ts';
import { writeOutputs } from './outputs.ts';
import { spoolIn } from './spool.ts';
import type { Theme } from './theme.ts';

/**
 * Judges a finished run again from its facts and writes the outputs into another directory, so that the evidence
 * stays as it was. With the same rules, configuration and theme they are the same bytes.
 */
export async function rebuildReport(
  reader: EvidenceReader,
  out: string,
  options?: ReplayOptions & {
    theme?: Theme;
    /** Who has countersigned the run since it was sealed. */
    countersignatures?: CountersignedRun;
  },
): Promise<AuditReport> {
  const run = await readRun(reader);
  await makeFolder(out);
  const book = faultBook(options?.noteFault);
  const keeping = spoolIn(out);
  const judged = await judgeRun(reader, run, { ...options, spool: keeping, keeping, noteFault: book.note });
  const since = options?.countersignatures;
  const report = since === undefined ? judged : { ...judged, countersignatures: since };
  // Nothing is collected again, so what collectors threw then still holds.
  for (const fault of await readFaults(reader)) if (fault.source === 'collector') book.note(fault);
  await writeFaults(out, book.all());
  return writeOutputs(out, report, {
    formats: (options?.judgement ?? run.judgement).outputs,
    theme: options?.theme,
    run: reader,
  });
}
