import type { AuditReport } from '../../../model/report.ts';
import { SOURCE_LIMITS } from '../../../model/source-limits.ts';
import { olderFacts, olderInWords } from '../../older.ts';

/** How late AWS itself knows what it answers, by source. */
export function freshnessView(): Array<{ source: string; facts: string[]; limit: string }> {
  return SOURCE_LIMITS.map(({ source, facts, limit }) => ({ source, facts: [...facts], limit }));
}

/** What of the facts is older than the run, a sentence a fact. */
export function olderView(report: AuditReport): string[] {
  return olderFacts(report).map(olderInWords);
}
