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
  const sameKey = before.externalIdKey === report.run.externalIdKey;
  const known = new Map<string, KnownState>();
  const once = sharedStates();
  for (const { finding } of before.findings) known.set(finding.fingerprint, once(stateOf(finding, sameKey)));
  const resolvedEarlier = new Set(before.resolved.map(({ fingerprint }) => fingerprint));
  let found = 0;
  const seen: string[] = [];
  const changed: ReportChanges['findings']['changed'] = [];
  /** The resources whose trust findings carry what Access Analyzer says of them. */
  const continued = new Set<string>();
  for (const finding of report.findings) {
    const { fingerprint, resourceArn } = finding;
    if (carriesAnalyzer(finding)) continued.add(resourceArn);
    const was = known.get(fingerprint);
    if (was === undefined) {
      seen.push(fingerprint);
      continue;
    }
    if (!was.isFound) {
      found += 1;
      known.set(fingerprint, once({ ...was, isFound: true }));
    }
    const what = changesOf(was, stateOf(finding, sameKey), finding.area);
    if (what.length > 0) changed.push({ fingerprint, what });
  }
  let absent = 0;
  const gone: KnownFinding[] = [];
  for (const entry of before.findings) {
    if (known.get(entry.finding.fingerprint)?.isFound) continue;
    absent += 1;
    if (!isContinued(entry.finding, continued)) gone.push(entry);
  }
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
        unchanged: found + new Set(seen).size - seen.length - changed.length + (absent - gone.length),
        notKnown: judged.flatMap(({ finding, reason }) => (reason === null ? [] : [{ finding, reason }])),
      },
      roles,
      thirdParties: changedThirdParties(before, report, roles.notKnown),
    },
    resolved: judged.flatMap(({ finding, reason }) => (reason === null ? [finding] : [])),
  };
}

/** As much of a finding as is compared. */
type KnownState = Pick<Finding, 'severity' | 'status'> & { said: string; isFound: boolean };

/** Of tens of thousands of findings most are in one of a few states, which stands here once. */
function sharedStates(): (state: KnownState) => KnownState {
  const shared = new Map<string, KnownState>();
  return (state) => {
    if (state.said !== '') return state;
    const key = `${state.severity} ${state.status} ${state.isFound}`;
    const same = shared.get(key) ?? state;
    shared.set(key, same);
    return same;
  };
}

/** A detail shows external IDs by fingerprint: with another key it reads differently, and nothing has changed. */
function stateOf({ severity, status, area, detail }: Finding, sameKey: boolean): KnownState {
  const isCompared = sameKey && (area === 'access-analyzer' || area === 'drift');
  return { severity, status, said: isCompared ? withoutDates(detail) : '', isFound: false };
}

function changesOf(before: KnownState, now: KnownState, area: Finding['area']): FindingChange[] {
  const isOther = before.said !== now.said;
  return [
    ...(before.severity === now.severity ? [] : ['severity' as const]),
    ...(before.status === now.status ? [] : ['status' as const]),
    ...(isOther && area === 'access-analyzer' ? ['analyzer finding' as const] : []),
    ...(isOther && area === 'drift' ? ['drift' as const] : []),
  ];
}

/** That something was looked at again on another day is no change. */
function withoutDates(text: string): string {
  return text.replaceAll(/\b\d{4}-\d\d-\d\d(T[\d:.]+Z)?/g, '');
}

function carriesAnalyzer({ area, evidence }: Finding): boolean {
  return area === 'trust' && evidence.some(({ fact }) => fact === 'external-access-findings');
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
  const since = new Map(before.resolved.map(({ fingerprint, firstSeen }) => [fingerprint, firstSeen]));
  for (const { finding } of before.findings) since.set(finding.fingerprint, finding.firstSeen);
  return since;
}

/** By fingerprint, so that a list of them never depends on the order of arrival. */
export function byFingerprint(a: { fingerprint: string }, b: { fingerprint: string }): number {
  return compareText(a.fingerprint, b.fingerprint);
}
