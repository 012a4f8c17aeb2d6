import type { AuditReport } from '../../../model/report.ts';
import { listed, quantity } from './format.ts';

/** What a section that rests on these checks cannot tell, in words; null when all were applied and have answers. */
export function notKnown({ checks, summary }: AuditReport, checkIds: readonly string[]): string | null {
  const applied = new Set(checks.map(({ id }) => id));
  const off = checkIds.filter((id) => !applied.has(id));
  const open = summary.checks
    .filter(({ checkId }) => checkIds.includes(checkId))
    .reduce((sum, { unknown, error }) => sum + unknown + error, 0);
  const parts = [
    ...(off.length === 0 ? [] : [`Not applied, so nothing is known of it: ${listed(off)}.`]),
    ...(open === 0
      ? []
      : [
          `${quantity(open, 'result has', 'results have')} no answer; they are among the unanswered results.`,
        ]),
  ];
  return parts.length === 0 ? null : parts.join(' ');
}
