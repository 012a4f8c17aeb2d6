import type { Finding } from '../model/finding.ts';
import type { AuditReport } from '../model/report.ts';
import { sortKeys } from './json.ts';
import { escapeInvisible } from './visible.ts';

/** One line of `findings.jsonl`: a finding with what it needs to stand alone in a log store. */
export interface FindingLine extends Finding {
  schemaVersion: number;
  runId: string;
  /** The moment of judgement, ISO 8601 UTC. */
  asOf: string;
}

/** The text of `findings.jsonl`: a line a finding, keys sorted, in the report's order; empty without findings. */
export function findingsJsonl(report: AuditReport): string {
  const { runId, asOf } = report.run;
  return report.findings
    .map((finding): FindingLine => ({ schemaVersion: report.schemaVersion, runId, asOf, ...finding }))
    .map((line) => `${escapeInvisible(JSON.stringify(line, sortKeys))}\n`)
    .join('');
}
