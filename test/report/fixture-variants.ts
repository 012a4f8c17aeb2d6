import type { Finding } from '../../src/model/finding.ts';
import type { AuditReport } from '../../src/model/report.ts';
import { SEVERITIES } from '../../src/model/severity.ts';
import { auditReport, fingerprint, openCounts } from './fixture.ts';
import { ACCOUNT_NAMES, accountId } from './fixture-scope.ts';

/** The same run had everything been read, judged and found in order. */
export function cleanReport(): AuditReport {
  const report = auditReport();
  const accounts = report.scope.accounts.map((account) => ({
    ...account,
    status: 'COMPLETE' as const,
    factsCollected: account.factsPlanned,
  }));
  return {
    ...report,
    scope: { ...report.scope, accounts },
    coverage: {
      complete: true,
      planned: report.coverage.planned,
      collected: report.coverage.planned,
      gaps: [],
    },
    summary: {
      openFindings: { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
      exceptedFindings: 0,
      accounts: { COMPLETE: accounts.length, PARTIAL: 0, FAILED: 0, excluded: 2 },
      checks: report.summary.checks.map(({ checkId }) => ({
        checkId,
        pass: 40,
        fail: 0,
        unknown: 0,
        notApplicable: 0,
        error: 0,
      })),
    },
    thirdParties: report.thirdParties.map((party) => ({
      ...party,
      findings: [],
      openFindings: openCounts([]),
    })),
    roles: report.roles.map((role) => ({ ...role, findings: [] })),
    findings: [],
    unanswered: [],
    exceptions: [],
  };
}

/** A report with `count` findings and as many roles, for the limits of the page. */
export function largeReport(count: number): AuditReport {
  const report = auditReport();
  const [finding] = report.findings;
  const [role] = report.roles;
  if (finding === undefined || role === undefined) throw new Error('The fixture holds no finding.');
  const findings = Array.from(
    { length: count },
    (_, number): Finding => ({
      ...finding,
      fingerprint: fingerprint(number + 1000),
      severity: SEVERITIES[Math.min(4, Math.floor((number * 5) / count))] ?? 'info',
      accountId: accountId(number % 25),
      accountName: ACCOUNT_NAMES[number % 25] ?? '',
      resourceArn: `arn:aws:iam::${accountId(number % 25)}:role/r${number}`,
    }),
  );
  return {
    ...report,
    findings,
    summary: { ...report.summary, openFindings: openCounts(findings), exceptedFindings: 0 },
    roles: findings.map((entry, number) => ({
      ...role,
      roleArn: entry.resourceArn,
      roleName: `r${number}`,
      accountId: entry.accountId,
      findings: [entry.fingerprint],
    })),
  };
}
