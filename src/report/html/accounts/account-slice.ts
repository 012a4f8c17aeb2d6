import type { CheckCounts, Exception } from '../../../model/finding.ts';
import { groupedBy } from '../../../model/grouped-by.ts';
import { partyKey } from '../../../model/party.ts';
import type { AccountScope, AuditReport, ThirdPartySummary } from '../../../model/report.ts';
import type { ReportChanges } from '../../../model/report-changes.ts';
import { accountOf, partiesByAccount } from './account-parties.ts';
import { openCounts } from './accounts.ts';

/** What a report says of one account. */
export interface AccountSlice {
  account: AccountScope;
  /** The report as if the account were the only one. It counts no role that is closed to outsiders and no result. */
  report: AuditReport;
  /** Whether all other accounts, and the organization, were read in full. */
  restComplete: boolean;
}

/**
 * The slice of each account in scope, in the order of the report, made one after the other. Everything is grouped by
 * account once, so that the work grows with the report and not with the number of accounts times its size.
 */
export function* accountSlices(report: AuditReport): Iterable<AccountSlice> {
  const findings = groupedBy(report.findings, ({ accountId }) => accountId);
  const roles = groupedBy(report.roles, ({ accountId }) => accountId);
  const fixes = groupedBy(report.roleFixes ?? [], ({ accountId }) => accountId);
  const gaps = groupedBy(report.coverage.gaps, ({ accountId }) => accountId);
  const unanswered = groupedBy(report.unanswered, ({ accountId }) => accountId);
  const resolved = groupedBy(report.resolved, ({ accountId }) => accountId);
  const parties = partiesByAccount(report);
  const changes =
    report.changes === undefined ? undefined : changesByAccount(report.changes, report.findings);
  const exceptionsOf = exceptionsByAccount(report.exceptions);

  for (const account of report.scope.accounts) {
    const { accountId } = account;
    const own = {
      findings: findings.get(accountId) ?? [],
      roles: roles.get(accountId) ?? [],
      gaps: gaps.get(accountId) ?? [],
      parties: parties.get(accountId) ?? [],
    };
    yield {
      account,
      restComplete: report.coverage.complete && report.coverage.gaps.length === own.gaps.length,
      report: {
        ...report,
        scope: {
          ...report.scope,
          accounts: [account],
          excluded: [],
          roles: { listed: own.roles.length, evaluated: own.roles.length, leftOut: [] },
        },
        coverage: {
          complete: account.status === 'COMPLETE' && own.gaps.length === 0,
          planned: account.factsPlanned,
          collected: account.factsCollected,
          gaps: own.gaps,
        },
        summary: {
          openFindings: openCounts(own.findings),
          exceptedFindings: own.findings.filter(({ status }) => status === 'EXCEPTED').length,
          accounts: { ...NO_ACCOUNTS, [account.status]: 1 },
          checks: NO_COUNTS,
        },
        thirdParties: own.parties,
        roles: own.roles,
        roleFixes: fixes.get(accountId) ?? [],
        findings: own.findings,
        resolved: resolved.get(accountId) ?? [],
        ...(changes === undefined ? {} : { changes: changes(accountId, own) }),
        unanswered: unanswered.get(accountId) ?? [],
        exceptions: exceptionsOf(accountId, own.findings),
      },
    };
  }
}

const NO_ACCOUNTS = { COMPLETE: 0, PARTIAL: 0, FAILED: 0, excluded: 0 };
/** Results are counted for all accounts together. */
const NO_COUNTS: CheckCounts[] = [];

/** Changes of each account. Of third parties that are gone no account is known, so they are left out. */
function changesByAccount(
  { since, externalIdsCompared, findings, roles, thirdParties }: ReportChanges,
  present: AuditReport['findings'],
): (accountId: string, own: { findings: readonly unknown[]; parties: ThirdPartySummary[] }) => ReportChanges {
  const accountIds = new Map(present.map(({ fingerprint, accountId }) => [fingerprint, accountId]));
  const place = (fingerprint: string) => accountIds.get(fingerprint) ?? '';
  const byAccount = {
    new: groupedBy(findings.new, place),
    reopened: groupedBy(findings.reopened, place),
    changed: groupedBy(findings.changed, ({ fingerprint }) => place(fingerprint)),
    notKnown: groupedBy(findings.notKnown, ({ finding }) => finding.accountId),
    appeared: groupedBy(roles.appeared, accountOf),
    vanished: groupedBy(roles.vanished, accountOf),
    changedRoles: groupedBy(roles.changed, ({ roleArn }) => accountOf(roleArn)),
    rolesNotKnown: groupedBy(roles.notKnown, accountOf),
  };
  const appearedParties = new Set(thirdParties.appeared.map(partyKey));
  return (accountId, own) => {
    const of = <T>(groups: ReadonlyMap<string, T[]>) => groups.get(accountId) ?? [];
    const other = of(byAccount.new).length + of(byAccount.reopened).length + of(byAccount.changed).length;
    return {
      since,
      externalIdsCompared,
      findings: {
        new: of(byAccount.new),
        reopened: of(byAccount.reopened),
        changed: of(byAccount.changed),
        unchanged: own.findings.length - other,
        notKnown: of(byAccount.notKnown),
      },
      roles: {
        appeared: of(byAccount.appeared),
        vanished: of(byAccount.vanished),
        changed: of(byAccount.changedRoles),
        notKnown: of(byAccount.rolesNotKnown),
      },
      thirdParties: {
        appeared: own.parties
          .map(({ party }) => party)
          .filter((party) => appearedParties.has(partyKey(party))),
        vanished: [],
        notKnown: [],
      },
    };
  };
}

/** The exceptions that name the account or cover a finding of it, with the number that they cover there. */
function exceptionsByAccount(
  exceptions: AuditReport['exceptions'],
): (accountId: string, findings: AuditReport['findings']) => AuditReport['exceptions'] {
  const naming = exceptions.map(({ account, resource }) => account ?? /:(\d{12}):/.exec(resource)?.[1]);
  return (accountId, findings) => {
    const carrying = findings.flatMap(({ status, exception }) =>
      exception === undefined
        ? []
        : [{ key: exceptionKey(exception), covers: status === 'EXCEPTED' ? 1 : 0 }],
    );
    const covered = groupedBy(carrying, ({ key }) => key);
    return exceptions.flatMap((exception, index) => {
      const here = covered.get(exceptionKey(exception));
      if (here === undefined && naming[index] !== accountId) return [];
      return [{ ...exception, covers: (here ?? []).reduce((sum, { covers }) => sum + covers, 0) }];
    });
  };
}

function exceptionKey(exception: Exception): string {
  const { check, resource, account, reason, approvedBy, ticket, expires } = exception;
  return JSON.stringify([check, resource, account, reason, approvedBy, ticket, expires]);
}
