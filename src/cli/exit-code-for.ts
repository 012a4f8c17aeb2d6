import type { AuditReport } from '../model/report.ts';
import { compareSeverity, SEVERITIES, type Severity } from '../model/severity.ts';
import type { VerdictReason } from '../model/verdict.ts';
import { accountsRead, verdictOf } from '../report/verdict.ts';

import { EXIT } from './exit-codes.ts';

/** Whether an incomplete run may end with 0: never, or where at least this share of accounts was read (0 to 1). */
export type AllowIncomplete = false | { share: number };

/**
 * Findings win over incompleteness, since they are certain. `--allow-incomplete` accepts what could not be read or known,
 * as long as enough accounts were read, one at least; what the tool itself failed to do, and what `strict` asks for, it
 * does not.
 */
export function exitCodeFor(
  report: AuditReport,
  policy: { failOn: Severity | 'none'; allowIncomplete: AllowIncomplete },
): number {
  const { failOn, allowIncomplete } = policy;
  if (failOn !== 'none') {
    const counted = SEVERITIES.filter((severity) => compareSeverity(severity, failOn) <= 0);
    if (counted.some((severity) => report.summary.openFindings[severity] > 0)) return EXIT.findings;
  }
  const { reasons } = verdictOf(report);
  if (reasons.length === 0) return EXIT.done;
  const enough =
    allowIncomplete !== false &&
    accountsRead(report) >= Math.max(1, allowIncomplete.share * report.scope.accounts.length);
  return enough && reasons.every(({ reason }) => ACCEPTED.has(reason)) ? EXIT.done : EXIT.incomplete;
}

const ACCEPTED: ReadonlySet<VerdictReason['reason']> = new Set([
  'UNREAD_FACTS',
  'UNANSWERED_RESULTS',
  'DAMAGED_HISTORY',
]);
