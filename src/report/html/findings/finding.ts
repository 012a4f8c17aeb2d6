import type { Finding } from '../../../model/finding.ts';
import type { ThirdPartyRef } from '../../../model/party.ts';
import type { AuditReport, CheckInfo } from '../../../model/report.ts';
import type { Severity } from '../../../model/severity.ts';
import { shorten } from '../../visible.ts';
import { partiesOf } from '../parties/party.ts';
import { consoleLink } from '../support/console-link.ts';
import { age, anchor, capped, date, label, listed, shortArn } from '../support/format.ts';
import { LIMITS } from '../support/limits.ts';
import { type ComparisonView, comparisonViews } from './comparison.ts';
import { type EvidenceView, evidenceView } from './evidence.ts';
import { type RemedyView, remedyView } from './remedy.ts';

/** One line about a finding: in tables, and where there is no room for all of it. */
export interface FindingLineView {
  /** Where on the page the whole finding stands; null when it is not on the page. */
  href: string | null;
  severity: Severity;
  title: string;
  accountId: string;
  accountName: string;
  resource: string;
  excepted: boolean;
}

export interface FindingView extends FindingLineView {
  id: string;
  checkId: string;
  region: string;
  resourceArn: string;
  resourceType: string;
  /** On the resource in the AWS console; null where there is none. */
  console: string | null;
  owner: string | null;
  thirdParty: string | null;
  detail: string;
  rationale: string;
  remedy: RemedyView;
  controls: string[];
  comparisons: ComparisonView[];
  evidence: EvidenceView[];
  evidenceLeftOut: string | null;
  firstSeen: string;
  firstSeenAge: string;
  fingerprint: string;
  exception: string | null;
}

/** Which findings the page shows whole, which in a line, and which not: open before excepted, worst first. */
export interface FindingSelection {
  full: ReadonlySet<Finding>;
  brief: ReadonlySet<Finding>;
}

/** Divides the page's room among the findings, in the report's order. */
export function selectFindings({ findings }: AuditReport): FindingSelection {
  const ordered = [
    ...findings.filter(({ status }) => status === 'OPEN'),
    ...findings.filter(({ status }) => status !== 'OPEN'),
  ];
  const whole = howManyWhole(ordered);
  return {
    full: new Set(ordered.slice(0, whole)),
    brief: new Set(ordered.slice(whole, whole + LIMITS.briefFindings)),
  };
}

/** As many as there is room for, however long they are. */
function howManyWhole(findings: readonly Finding[]): number {
  let room = LIMITS.fullFindingsText;
  const candidates = findings.slice(0, LIMITS.fullFindings);
  const end = candidates.findIndex(({ evidence, detail, remediation, fixes }) => {
    room -= Math.min(LIMITS.fullFindingText, JSON.stringify([evidence, detail, remediation, fixes]).length);
    return room < 0;
  });
  return end === -1 ? candidates.length : end;
}

/** A finding as one line, linked when the whole of it is on the page. */
export function findingLineView(finding: Finding, selection: FindingSelection): FindingLineView {
  return {
    href: selection.full.has(finding) ? `#${anchor('f', finding.fingerprint)}` : null,
    severity: finding.severity,
    title: label(finding.title),
    accountId: finding.accountId,
    accountName: label(finding.accountName),
    resource: label(shortArn(finding.resourceArn)),
    excepted: finding.status === 'EXCEPTED',
  };
}

/** A finding whole: what is wrong, why it matters, what it rests on and how to fix it. */
export function findingView(
  finding: Finding,
  selection: FindingSelection,
  check: CheckInfo | undefined,
  asOf: string,
  parties: ReadonlyMap<string, ThirdPartyRef> = new Map(),
): FindingView {
  const evidence = capped(
    finding.evidence.filter(({ comparison }) => comparison === undefined),
    LIMITS.evidencePerFinding,
    (left) => `${left} more pieces of evidence are in report.json.`,
  );
  return {
    ...findingLineView(finding, selection),
    id: anchor('f', finding.fingerprint),
    checkId: finding.checkId,
    region: finding.region,
    resourceArn: shorten(finding.resourceArn, 300),
    resourceType: finding.resourceType,
    console: consoleLink(finding.resourceArn),
    owner: finding.owner === undefined ? null : `${label(finding.owner.name)} (by ${finding.owner.from})`,
    thirdParty: partiesInWords(finding, parties),
    detail: shorten(finding.detail, 1500),
    rationale: check?.rationale ?? 'This check is not described in the report.',
    remedy: remedyView(finding),
    controls: finding.controls,
    comparisons: comparisonViews(finding.evidence),
    evidence: evidence.shown.map(evidenceView),
    evidenceLeftOut: evidence.leftOut,
    firstSeen: date(finding.firstSeen),
    firstSeenAge: age(finding.firstSeen, asOf),
    fingerprint: finding.fingerprint,
    exception: exceptionInWords(finding.exception),
  };
}

/** Whose access it is about, or who may enter the role that it is on; null where that is nobody. */
function partiesInWords(finding: Finding, parties: ReadonlyMap<string, ThirdPartyRef>): string | null {
  const concerned = finding.thirdParty === undefined ? partiesOf(finding, parties) : [finding.thirdParty];
  const { shown, leftOut } = capped(concerned, PARTIES_PER_FINDING, (left) => `${left} more`);
  const names = [...shown.map(({ name }) => label(name)), ...(leftOut === null ? [] : [leftOut])];
  return names.length === 0 ? null : listed(names);
}

const PARTIES_PER_FINDING = 8;

/** Until when a finding is accepted, by whom and why, or that this has ended; null where it never was. */
export function exceptionInWords(exception: Finding['exception']): string | null {
  if (exception === undefined) return null;
  const approval = `approved by ${label(exception.approvedBy)}${
    exception.ticket === undefined ? '' : ` (${label(exception.ticket)})`
  }: ${shorten(exception.reason, 500)}`;
  return exception.expired
    ? `The exception for this expired on ${exception.expires}, so the finding counts again. It was ${approval}`
    : `Accepted until ${exception.expires}, ${approval}`;
}
