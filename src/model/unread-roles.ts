import type { AuditReport } from './report.ts';

/** Accounts in scope whose roles a run did not read, sorted: what is not found in them may be there all the same. */
export function accountsWithUnreadRoles({
  coverage,
  scope,
}: Pick<AuditReport, 'coverage' | 'scope'>): string[] {
  const unread = [
    ...coverage.gaps.filter(({ fact }) => fact === 'authorization-details'),
    // Of one that left no evidence there is one gap, which names no fact.
    ...scope.accounts.filter(({ status }) => status === 'FAILED'),
  ];
  return [...new Set(unread.map(({ accountId }) => accountId))].sort();
}
