import { z } from 'zod';
import { type EvidenceReader, openFile } from '../evidence/evidence-reader.ts';
import { readLongJson } from '../evidence/long-json.ts';
import { RUN_FILES } from '../evidence/run-paths.ts';
import { findingShape } from '../model/finding.ts';
import type { AuditReport } from '../model/report.ts';

const judged = findingShape.pick({
  fingerprint: true,
  checkId: true,
  severity: true,
  status: true,
  resourceArn: true,
});

/** As much of a finding as comparing judgements needs. */
export type JudgedFinding = z.output<typeof judged>;

/** What judging the same facts again made of the findings. */
export interface JudgementChanges {
  gained: JudgedFinding[];
  lost: JudgedFinding[];
  /** Findings that now count differently. */
  changed: Array<{ before: JudgedFinding; after: JudgedFinding }>;
}

/**
 * Compares a new judgement with the one that the run itself ended with. The facts being the same, every difference
 * comes from the rules or the configuration. Undefined when the run's own report cannot be read.
 */
export async function judgementChanges(
  run: EvidenceReader,
  report: Pick<AuditReport, 'findings'>,
): Promise<JudgementChanges | undefined> {
  const before = await storedFindings(run);
  if (before === undefined) return undefined;
  const after = Array.from(report.findings, (finding) => judged.parse(finding));
  const earlier = new Map(before.map((finding) => [finding.fingerprint, finding]));
  const now = new Set(after.map(({ fingerprint }) => fingerprint));
  return {
    gained: after.filter(({ fingerprint }) => !earlier.has(fingerprint)),
    lost: before.filter(({ fingerprint }) => !now.has(fingerprint)),
    changed: after.flatMap((finding) => {
      const was = earlier.get(finding.fingerprint);
      const same = was?.severity === finding.severity && was.status === finding.status;
      return was === undefined || same ? [] : [{ before: was, after: finding }];
    }),
  };
}

async function storedFindings(run: EvidenceReader): Promise<JudgedFinding[] | undefined> {
  try {
    const file = await openFile(run, RUN_FILES.reportJson);
    if (file === undefined) return undefined;
    return z.object({ findings: z.array(judged) }).parse(await readLongJson(file)).findings;
  } catch {
    // A report of a shape that this version does not know: the facts can still be judged.
    return undefined;
  }
}
