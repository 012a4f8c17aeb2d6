import type { AuditReport } from '../model/report.ts';
import { escapeInvisible } from './visible.ts';

/**
 * The text of `report.json`: the report's parts in the order a reader wants them, the keys below sorted, indented by
 * two spaces, with a newline at the end. The same report gives the same bytes in whatever order its keys were set.
 */
export function reportJson(report: AuditReport): string {
  const { schemaVersion, run, coverage, summary, scope, findings, thirdParties, roles, ...rest } = report;
  const ordered = {
    schemaVersion,
    run,
    summary,
    coverage,
    scope,
    findings,
    thirdParties,
    roles,
    ...(sortKeys('', rest) as typeof rest),
  } satisfies AuditReport;
  const text = JSON.stringify(ordered, (key, value) => (value === ordered ? value : sortKeys(key, value)), 2);
  return `${escapeInvisible(text)}\n`;
}

/** A JSON.stringify replacer that sorts the keys of every object by code unit. */
export function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A JSON array with an item on each line, so that files of two runs can be compared line by line. */
export function jsonArray(items: readonly object[]): string {
  const lines = items.map((item) => escapeInvisible(JSON.stringify(item)));
  return lines.length === 0 ? '[]\n' : `[\n${lines.join(',\n')}\n]\n`;
}
