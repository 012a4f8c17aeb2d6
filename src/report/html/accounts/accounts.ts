import type { Finding } from '../../../model/finding.ts';
import { groupedBy } from '../../../model/grouped-by.ts';
import type { AccountStatus, AuditReport } from '../../../model/report.ts';
import { compareSeverity, SEVERITIES, type Severity } from '../../../model/severity.ts';
import { once, type Walks } from '../../walk.ts';
import { ACCOUNT_STATUS } from '../coverage/scope.ts';
import {
  type FindingLineView,
  type FindingSelection,
  type FindingView,
  findingLineView,
  findingView,
  type ToldFinding,
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
  selection: () => FindingSelection,
  walks: Pick<Walks, 'findings' | 'accounts'>,
  accountPage?: (accountId: string) => string,
): () => AccountsView {
  const byAccount = walks.findings.into(new Map<string, AccountFindings>(), addTo);
  const status = walks.accounts.into(new Map<string, AccountStatus>(), (all, account) =>
    all.set(account.accountId, account.status),
  );
  return once(() => viewOf(report, selection(), { byAccount: byAccount(), status: status(), accountPage }));
}

/** The findings of an account, counted. */
interface AccountFindings {
  accountId: string;
  name: string;
  count: number;
  excepted: number;
  open: Record<Severity, number>;
}

function addTo(
  byAccount: Map<string, AccountFindings>,
  { accountId, accountName, status, severity }: Finding,
): void {
  const known = byAccount.get(accountId);
  const account = known ?? { accountId, name: accountName, count: 0, excepted: 0, open: openCounts([]) };
  if (known === undefined) byAccount.set(accountId, account);
  account.count += 1;
  if (status === 'EXCEPTED') account.excepted += 1;
  if (status === 'OPEN') account.open[severity] += 1;
}

function viewOf(
  report: AuditReport,
  selection: FindingSelection,
  {
    byAccount,
    status,
    accountPage,
  }: {
    byAccount: ReadonlyMap<string, AccountFindings>;
    status: ReadonlyMap<string, AccountStatus>;
    accountPage: ((accountId: string) => string) | undefined;
  },
): AccountsView {
  const checks = new Map(report.checks.map((check) => [check.id, check]));
  const parties = partiesByKey(report);
  const full = groupedBy(selection.full, ({ accountId }) => accountId);
  const brief = groupedBy(selection.brief, ({ accountId }) => accountId);
  const accounts = [...byAccount.values()].sort(
    (a, b) => compareCounts(a.open, b.open) || (a.accountId < b.accountId ? -1 : 1),
  );
  // The worst, and those of which a finding is shown whole.
  const isShown = ({ accountId }: AccountFindings, index: number) =>
    index < LIMITS.accountsWithFindings || full.has(accountId);
  return {
    accounts: accounts.filter(isShown).map(({ accountId, name, count, excepted, open }) => {
      const whole = full.get(accountId) ?? [];
      const lines = brief.get(accountId) ?? [];
      return {
        id: anchor('a', accountId),
        accountId,
        pageHref: status.has(accountId) ? (accountPage?.(accountId) ?? null) : null,
        name: label(name),
        notRead: notRead(status.get(accountId)),
        severities: severityCounts(open),
        exceptedCount: excepted === 0 ? null : number(excepted),
        findings: openFirst(whole).map((finding) =>
          findingView(finding, selection, checks.get(finding.checkId), report.run.asOf, parties),
        ),
        brief: openFirst(lines).map((finding) => findingLineView(finding, selection)),
        leftOut: leftOut(count - whole.length - lines.length, lines.length),
      };
    }),
    leftOut: accountsLeftOut(accounts.filter((account, index) => !isShown(account, index))),
    without: accountsWithout(byAccount, status),
  };
}

function accountsLeftOut(hidden: readonly AccountFindings[]): string | null {
  if (hidden.length === 0) return null;
  const findings = hidden.reduce((sum, { count }) => sum + count, 0);
  return `${quantity(hidden.length, 'more account', 'more accounts')} with ${quantity(findings, 'finding')}, none of them worse than these, ${hidden.length === 1 ? 'is' : 'are'} not shown here; all are in report.json and findings.csv.`;
}

/** Open findings by severity. */
export function openCounts(
  findings: Iterable<Pick<Finding, 'severity' | 'status'>>,
): Record<Severity, number> {
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

function openFirst<T extends ToldFinding>(findings: readonly T[]): T[] {
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

function accountsWithout(
  byAccount: ReadonlyMap<string, unknown>,
  statuses: ReadonlyMap<string, AccountStatus>,
): string[] {
  const without = [...statuses].filter(([accountId]) => !byAccount.has(accountId));
  const complete = without.filter(([, status]) => status === 'COMPLETE').length;
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
