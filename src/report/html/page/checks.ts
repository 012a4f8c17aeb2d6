import type { CheckCounts } from '../../../model/finding.ts';
import type { AuditReport } from '../../../model/report.ts';
import type { Severity } from '../../../model/severity.ts';
import { anchor, number } from '../support/format.ts';

export interface CheckView {
  anchor: string;
  checkId: string;
  title: string;
  severity: Severity | null;
  pass: string;
  fail: string;
  unknown: string;
  notApplicable: string;
  error: string;
  /** Segments of a bar of width 100, in the order of the columns. */
  bar: Array<{ kind: 'pass' | 'fail' | 'unknown'; x: string; width: string }>;
}

/** The number of results of each check, in the order of the report. */
export function checkViews({ checks, summary }: AuditReport): CheckView[] {
  const described = new Map(checks.map((check) => [check.id, check]));
  return summary.checks.map((counts) => {
    const check = described.get(counts.checkId);
    return {
      anchor: checkAnchor(counts.checkId),
      checkId: counts.checkId,
      title: check?.title ?? counts.checkId,
      severity: check?.severity ?? null,
      pass: number(counts.pass),
      fail: number(counts.fail),
      unknown: number(counts.unknown),
      notApplicable: number(counts.notApplicable),
      error: number(counts.error),
      bar: bar(counts),
    };
  });
}

/** The `id` of a check's row. */
export function checkAnchor(checkId: string): string {
  return anchor('check', checkId);
}

/** Only what was applicable; a part that is there is never too thin to be seen. */
function bar({ pass, fail, unknown, error }: CheckCounts): CheckView['bar'] {
  const total = pass + fail + unknown + error;
  if (total === 0) return [];
  const parts = [
    { kind: 'fail' as const, count: fail },
    { kind: 'unknown' as const, count: unknown + error },
    { kind: 'pass' as const, count: pass },
  ].filter(({ count }) => count > 0);
  const raw = parts.map(({ count }) => Math.max(3, (count / total) * 100));
  const scale = 100 / raw.reduce((sum, width) => sum + width, 0);
  let x = 0;
  return parts.map(({ kind }, index) => {
    const width = (raw[index] ?? 0) * scale;
    const segment = { kind, x: x.toFixed(2), width: width.toFixed(2) };
    x += width;
    return segment;
  });
}
