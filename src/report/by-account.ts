import type { Finding } from '../model/finding.ts';
import { groupedBy } from '../model/grouped-by.ts';
import type { AuditReport } from '../model/report.ts';

/** The report, cut down to the findings of an account, for each account in scope that has any or had some that are gone. */
export function* findingsByAccount(
  report: AuditReport,
): Iterable<{ accountId: string; report: AuditReport }> {
  const { scope, changes } = report;
  const findings = groupedBy(report.findings, accountOf);
  const resolved = groupedBy(report.resolved, accountOf);
  const accounts = new Map(report.findings.map((finding) => [finding.fingerprint, finding.accountId]));
  const fresh = groupedBy(changes?.findings.new ?? [], (fingerprint) => accounts.get(fingerprint) ?? '');
  for (const account of scope.accounts) {
    const { accountId } = account;
    const own = findings.get(accountId) ?? [];
    const gone = resolved.get(accountId) ?? [];
    if (own.length + gone.length === 0) continue;
    const found = changes && { ...changes.findings, new: fresh.get(accountId) ?? [] };
    yield {
      accountId,
      report: {
        ...report,
        scope: { ...scope, accounts: [account] },
        findings: own,
        resolved: gone,
        ...(changes && found && { changes: { ...changes, findings: found } }),
      },
    };
  }
}

function accountOf({ accountId }: Finding): string {
  return accountId;
}
