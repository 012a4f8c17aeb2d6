import type { Finding } from '../model/finding.ts';
import type { AuditReport } from '../model/report.ts';
import { sortedJson } from './json.ts';

/** One line of `findings.jsonl`: a finding with what it needs to stand alone in a log store. */
export interface FindingLine extends Finding {
  schemaVersion: number;
  runId: string;
  /** The moment of judgement, ISO 8601 UTC. */
  asOf: string;
}

/** The lines of `findings.jsonl`: one a finding, keys sorted, in the report's order; none without findings. */
export function* findingsJsonl(report: AuditReport): Iterable<string> {
  const { runId, asOf } = report.run;
  for (const finding of report.findings) {
    const line: FindingLine = { schemaVersion: report.schemaVersion, runId, asOf, ...finding };
    yield `${sortedJson(line)}\n`;
  }
}
