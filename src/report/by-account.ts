import type { CoverageEntry, Finding, Unanswered } from '../model/finding.ts';
import { NumbersOf } from '../model/pool.ts';
import type { AccountScope, AuditReport } from '../model/report.ts';
import type { RoleFix } from '../model/role-fix.ts';
import type { RoleInventoryEntry } from '../model/role-inventory-entry.ts';
import type { Rows } from '../model/rows.ts';
import type { ShareRow } from '../model/share-row.ts';

/** What the long lists of a report hold of one account in scope, each in the order of its list. */
export interface AccountRows {
  account: AccountScope;
  findings: Finding[];
  resolved: Finding[];
  roles: RoleInventoryEntry[];
  roleFixes: RoleFix[];
  shares: ShareRow[];
  gaps: CoverageEntry[];
  unanswered: Unanswered[];
}

/** One account in scope after the other, in the order of the report; gone through anew each time. */
export type ByAccount = Iterable<AccountRows>;

/**
 * The accounts of a report whose lists are in memory: of each list it is known which of its rows are whose, so that the
 * work grows with the report and not with the number of accounts times its size.
 */
export function byAccount(report: AuditReport): ByAccount {
  const { findings, resolved, roles, roleFixes = [], shares = [], coverage, unanswered } = report;
  return {
    *[Symbol.iterator]() {
      const lists = {
        findings: ownOf(findings),
        resolved: ownOf(resolved),
        roles: ownOf(roles),
        roleFixes: ownOf(roleFixes),
        shares: ownOf(shares),
        gaps: ownOf(coverage.gaps),
        unanswered: ownOf(unanswered),
      };
      for (const account of report.scope.accounts) {
        const { accountId } = account;
        yield {
          account,
          findings: lists.findings(accountId),
          resolved: lists.resolved(accountId),
          roles: lists.roles(accountId),
          roleFixes: lists.roleFixes(accountId),
          shares: lists.shares(accountId),
          gaps: lists.gaps(accountId),
          unanswered: lists.unanswered(accountId),
        };
      }
    },
  };
}

function ownOf<T extends { accountId: string }>(rows: Rows<T>): (accountId: string) => T[] {
  const placesOf = new NumbersOf();
  let place = 0;
  for (const { accountId } of rows) {
    placesOf.add(accountId, place);
    place += 1;
  }
  return (accountId) => placesOf.get(accountId).flatMap((one) => rows.at(one) ?? []);
}

/** The report, cut down to the findings of an account, for each account in scope that has any or had some that are gone. */
export function* findingsByAccount(
  report: AuditReport,
  accounts: ByAccount = byAccount(report),
): Iterable<{ accountId: string; report: AuditReport }> {
  const { scope, changes } = report;
  const fresh = new Set(changes?.findings.new);
  for (const { account, findings, resolved } of accounts) {
    if (findings.length + resolved.length === 0) continue;
    const isNew = findings.map(({ fingerprint }) => fingerprint).filter((one) => fresh.has(one));
    yield {
      accountId: account.accountId,
      report: {
        ...report,
        scope: { ...scope, accounts: [account] },
        findings,
        resolved,
        ...(changes && { changes: { ...changes, findings: { ...changes.findings, new: isNew } } }),
      },
    };
  }
}
