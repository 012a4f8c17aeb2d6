import type { CheckCounts, Exception, Finding } from '../../../model/finding.ts';
import { groupedBy } from '../../../model/grouped-by.ts';
import { partyKey } from '../../../model/party.ts';
import type { AccountScope, AuditReport } from '../../../model/report.ts';
import type { ReportChanges } from '../../../model/report-changes.ts';
import type { ThirdPartySummary } from '../../../model/third-party-summary.ts';
import { type ByAccount, byAccount } from '../../by-account.ts';
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
 * The slice of each account in scope, in the order of the report, made one after the other: of the long lists, the rows of
 * one account alone are at hand.
 */
export function* accountSlices(
  report: AuditReport,
  accounts: ByAccount = byAccount(report),
): Iterable<AccountSlice> {
  const partiesOf = partiesByAccount(report);
  const changes = report.changes === undefined ? undefined : changesByAccount(report.changes);
  const exceptionsOf = exceptionsByAccount(report.exceptions);

  for (const { account, ...rows } of accounts) {
    const { accountId } = account;
    const own = { ...rows, parties: partiesOf(accountId, rows) };
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
        roleFixes: own.roleFixes,
        ...(report.shares === undefined ? {} : { shares: own.shares }),
        findings: own.findings,
        resolved: own.resolved,
        ...(changes === undefined ? {} : { changes: changes(accountId, own) }),
        unanswered: own.unanswered,
        exceptions: exceptionsOf(accountId, own.findings),
      },
    };
  }
}

const NO_ACCOUNTS = { COMPLETE: 0, PARTIAL: 0, FAILED: 0, excluded: 0 };
/** Results are counted for all accounts together. */
const NO_COUNTS: CheckCounts[] = [];

/** Changes of each account. Of third parties that are gone no account is known, so they are left out. */
function changesByAccount({
  since,
  externalIdsCompared,
  findings,
  roles,
  thirdParties,
}: ReportChanges): (
  accountId: string,
  own: { findings: readonly Finding[]; parties: ThirdPartySummary[] },
) => ReportChanges {
  const [fresh, reopened] = [placesOf(findings.new), placesOf(findings.reopened)];
  const changed = placesOf(findings.changed.map(({ fingerprint }) => fingerprint));
  const byAccount = {
    notKnown: groupedBy(findings.notKnown, ({ finding }) => finding.accountId),
    appeared: groupedBy(roles.appeared, accountOf),
    vanished: groupedBy(roles.vanished, accountOf),
    changedRoles: groupedBy(roles.changed, ({ roleArn }) => accountOf(roleArn)),
    rolesNotKnown: groupedBy(roles.notKnown, accountOf),
  };
  const appearedParties = new Set(thirdParties.appeared.map(partyKey));
  return (accountId, own) => {
    const of = <T>(groups: ReadonlyMap<string, T[]>) => groups.get(accountId) ?? [];
    const among = (places: ReadonlyMap<string, number>) =>
      own.findings.flatMap(({ fingerprint }) => places.get(fingerprint) ?? []).sort((a, b) => a - b);
    const [ownNew, ownReopened, ownChanged] = [
      among(fresh).flatMap((place) => findings.new[place] ?? []),
      among(reopened).flatMap((place) => findings.reopened[place] ?? []),
      among(changed).flatMap((place) => findings.changed[place] ?? []),
    ];
    const other = ownNew.length + ownReopened.length + ownChanged.length;
    return {
      since,
      externalIdsCompared,
      findings: {
        new: ownNew,
        reopened: ownReopened,
        changed: ownChanged,
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

function placesOf(fingerprints: readonly string[]): Map<string, number> {
  return new Map(fingerprints.map((fingerprint, place) => [fingerprint, place]));
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
