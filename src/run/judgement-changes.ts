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
  const changes: JudgementChanges = { gained: [], lost: [], changed: [] };
  for (const finding of report.findings) {
    const was = before.get(finding.fingerprint);
    before.delete(finding.fingerprint);
    if (was === undefined) changes.gained.push(judged.parse(finding));
    else if (was.severity !== finding.severity || was.status !== finding.status)
      changes.changed.push({ before: was, after: judged.parse(finding) });
  }
  return { ...changes, lost: [...before.values()] };
}

/** By fingerprint, and no more of the report. */
async function storedFindings(run: EvidenceReader): Promise<Map<string, JudgedFinding> | undefined> {
  const found = new Map<string, JudgedFinding>();
  const take = (value: unknown): undefined => {
    const finding = judged.parse(value);
    found.set(finding.fingerprint, finding);
  };
  try {
    const file = await openFile(run, RUN_FILES.reportJson);
    if (file === undefined) return undefined;
    const report = await readLongJson(file, {
      item: (list) => (list === 'findings' ? take : () => undefined),
    });
    return z.object({ findings: z.array(z.undefined()) }).safeParse(report).success ? found : undefined;
  } catch {
    // A report of a shape that this version does not know: the facts can still be judged.
    return undefined;
  }
}
