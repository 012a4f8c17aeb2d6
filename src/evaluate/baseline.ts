import { BASELINE_SCHEMA_VERSION, type Baseline, type KnownRole } from '../model/baseline.ts';
import type { FrameworkResult } from '../model/control.ts';
import type { Finding } from '../model/finding.ts';
import type { AuditReport } from '../model/report.ts';
import type { RoleInventoryEntry } from '../model/role-inventory-entry.ts';
import { joinedRows, sortedRows } from '../model/rows.ts';
import { byFingerprint, type ComparedReport, type Comparison, compareRuns } from './change.ts';
import { compareText } from './findings.ts';
import { thirdPartiesOf } from './role-change.ts';
import { accountsWithRolesRead } from './still-known.ts';
import { historyAfter, type MeasuredReport } from './trend.ts';

/**
 * What is known once a run is done: all that its report says, and of what it could not read, what was known before.
 *
 * @param before what was known when that run started; undefined when it was the first
 */
export function baselineAfter(
  report: ComparedReport & MeasuredReport & Pick<AuditReport, 'controls'>,
  before: Baseline | undefined,
  organizationWide: ReadonlySet<string>,
): Baseline {
  const comparison = before === undefined ? undefined : compareRuns(before, report, organizationWide);
  const read = accountsWithRolesRead(report);
  const notKnown = new Set(comparison?.changes.findings.notKnown.map(({ finding }) => finding.fingerprint));
  const rolesNotKnown = new Set(comparison?.changes.roles.notKnown);
  return {
    schemaVersion: BASELINE_SCHEMA_VERSION,
    run: { runId: report.run.runId, startedAt: report.run.startedAt },
    externalIdKey: report.run.externalIdKey ?? null,
    accountIds: [...new Set([...read, ...(before?.accountIds ?? [])])].sort(),
    findings: joinedRows([
      report.findings.map((finding) => ({ finding: identified(finding), readIn: accountsOf(finding) })),
      (before?.findings ?? []).filter(({ finding }) => notKnown.has(finding.fingerprint)),
    ]),
    resolved: resolvedAfter(report, before, comparison),
    roles: sortedRows(
      joinedRows<KnownRole>([
        report.roles.map(knownRole),
        [...(before?.roles ?? []).filter(({ roleArn }) => rolesNotKnown.has(roleArn))],
      ]),
      ({ roleArn }) => roleArn,
      compareText,
    ),
    ...(report.controls === undefined ? {} : { controls: statusesOf(report.controls) }),
    history: historyAfter(report, before),
  };
}

/** What earlier runs no longer saw, and this one neither. */
function resolvedAfter(
  { run, findings }: ComparedReport,
  before: Baseline | undefined,
  comparison: Comparison | undefined,
): Baseline['resolved'] {
  if (before === undefined || comparison === undefined) return [];
  const earlier = new Set(before.resolved.map(({ fingerprint }) => fingerprint));
  for (const { fingerprint } of findings) earlier.delete(fingerprint);
  return [
    ...before.resolved.filter(({ fingerprint }) => earlier.has(fingerprint)),
    ...comparison.resolved.map(({ fingerprint, firstSeen }) => ({
      fingerprint,
      firstSeen,
      resolvedIn: run.runId,
    })),
  ].sort(byFingerprint);
}

function knownRole(role: RoleInventoryEntry): KnownRole {
  return {
    accountId: role.accountId,
    roleArn: role.roleArn,
    ...(role.digests === undefined ? {} : { digests: role.digests }),
    parties: thirdPartiesOf(role),
  };
}

function statusesOf(results: readonly FrameworkResult[]): NonNullable<Baseline['controls']> {
  return results.flatMap(({ controls }) => controls.map(({ id, status }) => ({ id, status })));
}

/** What a later run compares by: neither what a finding rests on nor what to copy to put it right. */
function identified({ fixes: _, ...finding }: Finding): Finding {
  return { ...finding, evidence: [] };
}

/** The accounts whose facts a finding points into. */
function accountsOf({ evidence }: Finding): string[] {
  const accounts = evidence.map(({ file }) => /^accounts\/(\d{12})\//.exec(file)?.[1]);
  return [...new Set(accounts.filter((id) => id !== undefined))].sort();
}
