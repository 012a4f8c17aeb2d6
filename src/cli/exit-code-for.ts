import type { NoticeOutcome } from '../model/notice.ts';
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

/**
 * A run of which somebody was not told is done and not complete, as one that lacks a form of its report is: whoever
 * relies on being told would take silence for good news, and the code is what is left to say it. It is nothing that
 * `--allow-incomplete` accepts, and findings win over it.
 */
export function withNotices(code: number, notices: readonly Pick<NoticeOutcome, 'status'>[]): number {
  return code === EXIT.done && notices.some(({ status }) => status === 'not-told') ? EXIT.incomplete : code;
}
