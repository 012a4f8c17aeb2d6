import type { AccountScope, AccountStatus, AuditReport } from '../../../model/report.ts';
import { Foremost, type Walks } from '../../walk.ts';
import { capital, capped, label, number, quantity } from '../support/format.ts';
import { LIMITS } from '../support/limits.ts';
import { type PopulationView, populationViews } from './populations.ts';

/** How the page names each status, worst first. */
export const ACCOUNT_STATUS = {
  FAILED: 'Not read',
  PARTIAL: 'Read in part',
  COMPLETE: 'Read in full',
} as const satisfies Record<AccountStatus, string>;

const STATUS_ORDER = Object.keys(ACCOUNT_STATUS);

const FEW = 12;

export interface ScopeView {
  source: string;
  organizationId: string | null;
  /** Of several, each in words; none where there is one. */
  organizations: Array<{ id: string; words: string }>;
  populations: PopulationView[];
  accountCount: string;
  /** Whether there are few enough to show at once. */
  accountsOpen: boolean;
  accounts: Array<{
    accountId: string;
    /** The page of the account alone; null when there is none. */
    pageHref: string | null;
    name: string;
    organizationalUnit: string;
    regions: string;
    /** The model's word, for the looks. */
    statusKey: AccountStatus;
    status: string;
    facts: string;
  }>;
  accountsLeftOut: string | null;
  excluded: Array<{ accountId: string; name: string; reason: string; message: string }>;
  excludedCount: string;
  excludedLeftOut: string | null;
  disabledChecks: Array<{ checkId: string; reason: string }>;
}

/** What the run was about, and whether its populations add up. */
export function scopeView(
  report: AuditReport,
  walks: Pick<Walks, 'accounts'>,
  accountPage?: (accountId: string) => string,
): () => ScopeView {
  const byStatus = walks.accounts.into(
    new Foremost<AccountScope>(
      LIMITS.accounts,
      (a, b) =>
        STATUS_ORDER.indexOf(a.status) - STATUS_ORDER.indexOf(b.status) ||
        (a.accountId < b.accountId ? -1 : 1),
    ),
    (first, account) => first.add(() => account),
  );
  const whole = walks.accounts.count(({ status }) => status === 'COMPLETE');
  return () => viewOf(report, { byStatus: byStatus(), whole: whole(), accountPage });
}

function viewOf(
  report: AuditReport,
  {
    byStatus,
    whole,
    accountPage,
  }: {
    byStatus: Foremost<AccountScope>;
    /** Accounts that were read in full: they come last. */
    whole: number;
    accountPage: ((accountId: string) => string) | undefined;
  },
): ScopeView {
  const { scope } = report;
  const accounts = capped(byStatus, LIMITS.accounts, (left) => {
    const kind = byStatus.length - whole <= LIMITS.accounts ? ', read in full,' : '';
    return `${quantity(left, `more account${kind} is`, `more accounts${kind} are`)} not listed here but in report.json under scope.accounts.`;
  });
  const excluded = capped(
    scope.excluded,
    LIMITS.excludedAccounts,
    (left) => `${quantity(left, 'more is', 'more are')} not listed here but in report.json under scope.excluded.`,
  );
  return {
    source: scope.accountSource,
    organizationId: scope.organizations === undefined ? scope.organizationId : null,
    organizations: (scope.organizations ?? []).map(organizationInWords),
    populations: populationViews(report),
    accountCount: number(scope.accounts.length),
    accountsOpen: scope.accounts.length <= FEW,
    accounts: accounts.shown.map((account) => ({
      accountId: account.accountId,
      pageHref: accountPage?.(account.accountId) ?? null,
      name: label(account.name),
      organizationalUnit: label(account.organizationalUnit ?? '–'),
      regions: account.regions.join(', '),
      statusKey: account.status,
      status: ACCOUNT_STATUS[account.status],
      facts: `${number(account.factsCollected)} of ${number(account.factsPlanned)}`,
    })),
    accountsLeftOut: accounts.leftOut,
    excluded: excluded.shown.map((account) => ({
      ...account,
      name: label(account.name),
      reason: sentenceCase(account.reason),
    })),
    excludedCount: number(scope.excluded.length),
    excludedLeftOut: excluded.leftOut,
    disabledChecks: scope.disabledChecks,
  };
}

const ORGANIZATION_STATUS = {
  COMPLETE: 'read in full',
  PARTIAL: 'read in part',
  FAILED: 'not read',
  NAMED: 'named as your own, and not to be read',
} as const;

function organizationInWords(organization: NonNullable<AuditReport['scope']['organizations']>[number]) {
  const { id, partition, status, accounts } = organization;
  const where = partition === null ? '' : `, partition ${partition}`;
  return { id, words: `${ORGANIZATION_STATUS[status]}${where}, ${quantity(accounts, 'account')} in scope` };
}

/** `EXCLUDED_BY_CONFIG` → `Excluded by config`. */
function sentenceCase(constant: string): string {
  return capital(constant.toLowerCase().replaceAll('_', ' '));
}
