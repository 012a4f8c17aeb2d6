import type { Finding } from '../../../model/finding.ts';
import { groupedBy } from '../../../model/grouped-by.ts';
import type { AccountStatus, AuditReport } from '../../../model/report.ts';
import { compareSeverity, SEVERITIES, type Severity } from '../../../model/severity.ts';
import { ACCOUNT_STATUS } from '../coverage/scope.ts';
import {
  type FindingLineView,
  type FindingSelection,
  type FindingView,
  findingLineView,
  findingView,
} from '../findings/finding.ts';
import { partiesByKey } from '../parties/party.ts';
import { anchor, label, number, quantity, type SeverityCount, severityCounts } from '../support/format.ts';
import { LIMITS } from '../support/limits.ts';

export interface AccountFindingsView {
  id: string;
  accountId: string;
  /** The page of the account alone; null when there is none. */
  pageHref: string | null;
  name: string;
  /** How far the account was read, when not in full. */
  notRead: string | null;
  severities: SeverityCount[];
  exceptedCount: string | null;
  findings: FindingView[];
  brief: FindingLineView[];
  leftOut: string | null;
}

export interface AccountsView {
  accounts: AccountFindingsView[];
  /** The accounts with findings that are not shown, in words. */
  leftOut: string | null;
  /** Accounts without a finding, in words that keep read in full and not read apart. */
  without: string[];
}

/** The findings of each account that has any, the worst account first. */
export function accountsView(
  report: AuditReport,
  selection: FindingSelection,
  accountPage?: (accountId: string) => string,
): AccountsView {
  const byAccount = groupedBy(report.findings, ({ accountId }) => accountId);
  const status = new Map(report.scope.accounts.map((account) => [account.accountId, account.status]));
  const checks = new Map(report.checks.map((check) => [check.id, check]));
  const parties = partiesByKey(report);
  const accounts = [...byAccount.entries()].sort(([a, left], [b, right]) => {
    return compareCounts(openCounts(left), openCounts(right)) || (a < b ? -1 : 1);
  });
  const [shown, hidden] = divide(accounts, selection);
  return {
    accounts: shown.map(([accountId, findings]) => {
      const full = findings.filter((finding) => selection.full.has(finding));
      const brief = findings.filter((finding) => selection.brief.has(finding));
      const excepted = findings.filter(({ status }) => status === 'EXCEPTED').length;
      return {
        id: anchor('a', accountId),
        accountId,
        pageHref: status.has(accountId) ? (accountPage?.(accountId) ?? null) : null,
        name: label(findings[0]?.accountName ?? ''),
        notRead: notRead(status.get(accountId)),
        severities: severityCounts(openCounts(findings)),
        exceptedCount: excepted === 0 ? null : number(excepted),
        findings: openFirst(full).map((finding) =>
          findingView(finding, selection, checks.get(finding.checkId), report.run.asOf, parties),
        ),
        brief: openFirst(brief).map((finding) => findingLineView(finding, selection)),
        leftOut: leftOut(findings.length - full.length - brief.length, brief.length),
      };
    }),
    leftOut: accountsLeftOut(hidden),
    without: accountsWithout(report, byAccount),
  };
}

type AccountFindings = [accountId: string, findings: Finding[]];

/** The worst accounts and those of which a finding is shown whole, and the rest. */
function divide(
  accounts: readonly AccountFindings[],
  { full }: FindingSelection,
): [shown: AccountFindings[], hidden: AccountFindings[]] {
  const shown: AccountFindings[] = [];
  const hidden: AccountFindings[] = [];
  for (const [index, account] of accounts.entries()) {
    const show = index < LIMITS.accountsWithFindings || account[1].some((finding) => full.has(finding));
    (show ? shown : hidden).push(account);
  }
  return [shown, hidden];
}

function accountsLeftOut(hidden: readonly AccountFindings[]): string | null {
  if (hidden.length === 0) return null;
  const findings = hidden.reduce((sum, [, members]) => sum + members.length, 0);
  return `${quantity(hidden.length, 'more account', 'more accounts')} with ${quantity(findings, 'finding')}, none of them worse than these, ${hidden.length === 1 ? 'is' : 'are'} not shown here; all are in report.json and findings.csv.`;
}

/** Open findings by severity. */
export function openCounts(findings: Iterable<Finding>): Record<Severity, number> {
  const counts: Record<Severity, number> = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  for (const { severity, status } of findings) if (status === 'OPEN') counts[severity] += 1;
  return counts;
}

/** Sorts by the most critical findings first, then the most high ones, and so on. */
export function compareCounts(a: Record<Severity, number>, b: Record<Severity, number>): number {
  return SEVERITIES.map((severity) => b[severity] - a[severity]).find((difference) => difference !== 0) ?? 0;
}

function notRead(status: AccountStatus | undefined): string | null {
  return status === undefined || status === 'COMPLETE' ? null : ACCOUNT_STATUS[status];
}

function openFirst(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (a, b) =>
      Number(a.status === 'EXCEPTED') - Number(b.status === 'EXCEPTED') ||
      compareSeverity(a.severity, b.severity),
  );
}

function leftOut(left: number, brief: number): string | null {
  const parts: string[] = [];
  if (brief > 0)
    parts.push(
      `${quantity(brief, 'finding is', 'findings are')} shown in one line only; evidence and remedy are in report.json.`,
    );
  if (left > 0)
    parts.push(
      `${quantity(left, 'more finding of this account is', 'more findings of this account are')} not shown here; all are in report.json and findings.csv.`,
    );
  return parts.length === 0 ? null : parts.join(' ');
}

function accountsWithout({ scope }: AuditReport, byAccount: ReadonlyMap<string, unknown>): string[] {
  const without = scope.accounts.filter(({ accountId }) => !byAccount.has(accountId));
  const complete = without.filter(({ status }) => status === 'COMPLETE').length;
  const rest = without.length - complete;
  return [
    ...(complete > 0
      ? [`${quantity(complete, 'account that was', 'accounts that were')} read in full: no finding.`]
      : []),
    ...(rest > 0
      ? [
          `${quantity(rest, 'account that was', 'accounts that were')} not read in full: no finding in what was read, which says nothing about the rest.`,
        ]
      : []),
  ];
}
