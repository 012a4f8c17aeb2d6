import type { Baseline, KnownFinding } from '../model/baseline.ts';
import type { Check } from '../model/check.ts';
import type { Finding } from '../model/finding.ts';
import type { AuditReport } from '../model/report.ts';
import type { FindingChange, ReportChanges } from '../model/report-changes.ts';
import { compareText } from './findings.ts';
import { changedRoles, changedThirdParties } from './role-change.ts';
import { whyNotKnown } from './still-known.ts';

/** The parts of a report that are compared. */
export type ComparedReport = Pick<
  AuditReport,
  'run' | 'scope' | 'coverage' | 'roles' | 'findings' | 'unanswered' | 'checks'
>;

/** What is different, and the findings that are gone. */
export interface Comparison {
  changes: ReportChanges;
  /** In the order of the earlier report. */
  resolved: Finding[];
}

/**
 * Compares a report with what was known before it. A finding counts as resolved only where this run has looked again
 * and has an answer; where it has not, the finding is not known, which is neither open nor resolved.
 *
 * @param organizationWide the ids of the checks that judge all accounts together
 */
export function compareRuns(
  before: Baseline,
  report: ComparedReport,
  organizationWide: ReadonlySet<string>,
): Comparison {
  const known = new Map(before.findings.map((entry) => [entry.finding.fingerprint, entry]));
  const resolvedEarlier = new Set(before.resolved.map(({ fingerprint }) => fingerprint));
  const present = new Set(report.findings.map(({ fingerprint }) => fingerprint));
  const sameKey = before.externalIdKey !== null && before.externalIdKey === report.run.externalIdKey;

  const seen = [...report.findings].map(({ fingerprint }) => fingerprint).filter((one) => !known.has(one));
  const changed = [...report.findings].flatMap((finding) => {
    const what = changesOf(known.get(finding.fingerprint), finding, sameKey);
    return what.length === 0 ? [] : [{ fingerprint: finding.fingerprint, what }];
  });
  const continued = analyzerFindingsWithin(report);
  const absent = before.findings.filter(({ finding }) => !present.has(finding.fingerprint));
  const gone = absent.filter(({ finding }) => !isContinued(finding, continued));
  const reasonFor = whyNotKnown(report, organizationWide);
  const judged = gone.map((entry) => ({ ...entry, reason: reasonFor(entry) }));
  const roles = changedRoles(before, report, sameKey);
  return {
    changes: {
      since: before.run,
      externalIdsCompared: sameKey,
      findings: {
        new: seen.filter((fingerprint) => !resolvedEarlier.has(fingerprint)),
        reopened: seen.filter((fingerprint) => resolvedEarlier.has(fingerprint)),
        changed,
        unchanged: present.size - seen.length - changed.length + (absent.length - gone.length),
        notKnown: judged.flatMap(({ finding, reason }) => (reason === null ? [] : [{ finding, reason }])),
      },
      roles,
      thirdParties: changedThirdParties(before, report, roles.notKnown),
    },
    resolved: judged.flatMap(({ finding, reason }) => (reason === null ? [finding] : [])),
  };
}

function changesOf(
  known: KnownFinding | undefined,
  { severity, status, area, detail }: Finding,
  sameKey: boolean,
): FindingChange[] {
  if (known === undefined) return [];
  const { finding: before } = known;
  // A detail shows external IDs by fingerprint: with another key it reads differently, and nothing has changed.
  const isOther = sameKey && withoutDates(before.detail) !== withoutDates(detail);
  return [
    ...(before.severity === severity ? [] : ['severity' as const]),
    ...(before.status === status ? [] : ['status' as const]),
    ...(isOther && area === 'access-analyzer' ? ['analyzer finding' as const] : []),
    ...(isOther && area === 'drift' ? ['drift' as const] : []),
  ];
}

/** That something was looked at again on another day is no change. */
function withoutDates(text: string): string {
  return text.replaceAll(/\b\d{4}-\d\d-\d\d(T[\d:.]+Z)?/g, '');
}

/** The resources whose trust findings carry what Access Analyzer says of them. */
function analyzerFindingsWithin({ findings }: ComparedReport): ReadonlySet<string> {
  const carrying = findings.filter(
    ({ area, evidence }) =>
      area === 'trust' && evidence.some(({ fact }) => fact === 'external-access-findings'),
  );
  return new Set(carrying.map(({ resourceArn }) => resourceArn));
}

/** An analyzer's finding that has become evidence of a trust finding is not gone. */
function isContinued({ area, resourceArn }: Finding, continued: ReadonlySet<string>): boolean {
  return area === 'access-analyzer' && continued.has(resourceArn);
}

/** The ids of the checks that judge all accounts together. */
export function organizationWide(checks: readonly Check[]): ReadonlySet<string> {
  return new Set(checks.filter(({ scope }) => scope === 'organization').map(({ id }) => id));
}

/** When each finding that earlier runs knew was first seen. */
export function firstSeenBefore(before: Baseline | undefined): ReadonlyMap<string, string> {
  if (before === undefined) return new Map();
  return new Map([
    ...before.resolved.map(({ fingerprint, firstSeen }) => [fingerprint, firstSeen] as const),
    ...before.findings.map(({ finding }) => [finding.fingerprint, finding.firstSeen] as const),
  ]);
}

/** By fingerprint, so that a list of them never depends on the order of arrival. */
export function byFingerprint(a: { fingerprint: string }, b: { fingerprint: string }): number {
  return compareText(a.fingerprint, b.fingerprint);
}
