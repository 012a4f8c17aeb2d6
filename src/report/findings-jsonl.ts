import type { FindingLine } from '../model/finding.ts';
import type { AuditReport } from '../model/report.ts';
import { sortedJson } from './json.ts';
import { type ShownText, shown } from './visible.ts';

/** The lines of `findings.jsonl`: one a finding, keys sorted, in the report's order; none without findings. */
export function* findingsJsonl(report: AuditReport): Iterable<ShownText> {
  const { runId, asOf } = report.run;
  for (const finding of report.findings) {
    const line: FindingLine = { schemaVersion: report.schemaVersion, runId, asOf, ...finding };
    yield shown`${sortedJson(line)}\n`;
  }
}
