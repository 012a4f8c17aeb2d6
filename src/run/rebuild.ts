import { mkdir } from 'node:fs/promises';
import type { EvidenceReader } from '../evidence/evidence-reader.ts';
import type { AuditReport } from '../model/report.ts';
import { judgeRun, type ReplayOptions, readRun } from './open-run.ts';
import { writeOutputs } from './outputs.ts';
import type { Theme } from './theme.ts';

/**
 * Judges a finished run again from its facts and writes the outputs into another directory, so that the evidence
 * stays as it was. With the same rules, configuration and theme they are the same bytes.
 */
export async function rebuildReport(
  reader: EvidenceReader,
  out: string,
  options?: ReplayOptions & { theme?: Theme },
): Promise<AuditReport> {
  const run = await readRun(reader);
  const report = await judgeRun(reader, run, options);
  await mkdir(out, { recursive: true });
  await writeOutputs(out, report, {
    formats: (options?.judgement ?? run.judgement).outputs,
    theme: options?.theme,
    run: reader,
  });
  return report;
}
