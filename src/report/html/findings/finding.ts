import type { Finding } from '../../../model/finding.ts';
import type { ThirdPartyRef } from '../../../model/party.ts';
import type { AuditReport, CheckInfo } from '../../../model/report.ts';
import type { Severity } from '../../../model/severity.ts';
import { shorten } from '../../visible.ts';
import { Foremost, type Walks, walksOf } from '../../walk.ts';
import { partiesOf } from '../parties/party.ts';
import { consoleLink } from '../support/console-link.ts';
import { age, anchor, capped, date, label, listed, number, quantity, shortArn } from '../support/format.ts';
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

/** As much of a finding as a line about it tells. */
export type ToldFinding = Pick<
  Finding,
  'fingerprint' | 'severity' | 'status' | 'title' | 'accountId' | 'accountName' | 'resourceArn'
>;

/** What is kept of a finding of which there is a line at most. */
export function told({
  fingerprint,
  severity,
  status,
  title,
  accountId,
  accountName,
  resourceArn,
}: Finding): ToldFinding {
  return { fingerprint, severity, status, title, accountId, accountName, resourceArn };
}

/** Which findings the page shows whole, which in a line, and which not: open before excepted, worst first. */
export interface FindingSelection {
  full: readonly Finding[];
  brief: readonly ToldFinding[];
  /** The fingerprints of those that it shows whole. */
  whole: ReadonlySet<string>;
}

/** Divides the page's room among the findings, in the report's order. */
export function selectFindings(
  report: AuditReport,
  walks: Pick<Walks, 'findings'> = walksOf(report),
): () => FindingSelection {
  const [open, others] = [new Candidates(), new Candidates()];
  return walks.findings.gather(
    (finding) => (finding.status === 'OPEN' ? open : others).add(finding),
    () => {
      const full = fitting([...open.whole, ...(open.all === open.whole.length ? others.whole : [])]);
      const lines = [...open.lines.slice(0, MOST), ...others.lines.slice(0, MOST)];
      return {
        full: full.map(({ finding }) => finding),
        brief: lines.slice(full.length, full.length + LIMITS.briefFindings),
        whole: new Set(full.map(({ finding: { fingerprint } }) => fingerprint)),
      };
    },
  );
}

const MOST = LIMITS.fullFindings + LIMITS.briefFindings;

interface Candidate {
  finding: Finding;
  /** How much of the page's room it takes. */
  size: number;
}

/** Findings of a kind, whole as far as there can be room for them. */
class Candidates {
  all = 0;
  readonly whole: Candidate[] = [];
  readonly lines = new Foremost<ToldFinding>(MOST);
  #room: number = LIMITS.fullFindingsText;

  add(finding: Finding): void {
    this.all += 1;
    this.lines.add(() => told(finding));
    // One that there is no room for ends the list.
    if (this.#room < 0 || this.whole.length >= LIMITS.fullFindings) return;
    const { evidence, detail, remediation, fixes } = finding;
    const { length } = JSON.stringify([evidence, detail, remediation, fixes]);
    const size = Math.min(LIMITS.fullFindingText, length);
    this.#room -= size;
    this.whole.push({ finding, size });
  }
}

/** As many as there is room for, however long they are. */
function fitting(candidates: readonly Candidate[]): Candidate[] {
  let room: number = LIMITS.fullFindingsText;
  const first = candidates.slice(0, LIMITS.fullFindings);
  const end = first.findIndex(({ size }) => {
    room -= size;
    return room < 0;
  });
  return end === -1 ? first : first.slice(0, end);
}

/** A finding as one line, linked when the whole of it is on the page. */
export function findingLineView(finding: ToldFinding, selection: FindingSelection): FindingLineView {
  return {
    href: selection.whole.has(finding.fingerprint) ? `#${anchor('f', finding.fingerprint)}` : null,
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
    (left) => `${quantity(left, 'more piece of evidence is', 'more pieces of evidence are')} in report.json.`,
  );
  return {
    ...findingLineView(finding, selection),
    id: anchor('f', finding.fingerprint),
    checkId: finding.checkId,
    region: finding.region,
    resourceArn: shorten(finding.resourceArn, 300),
    resourceType: finding.resourceType,
    console: consoleLink(finding.resourceArn),
    owner: ownerInWords(finding.owner),
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
  const { shown, leftOut } = capped(concerned, PARTIES_PER_FINDING, (left) => `${number(left)} more`);
  const names = [...shown.map(({ name }) => label(name)), ...(leftOut === null ? [] : [leftOut])];
  return names.length === 0 ? null : listed(names);
}

const PARTIES_PER_FINDING = 8;

/** Who answers for a finding, and by what that is known; null where nobody does. */
export function ownerInWords(owner: Finding['owner']): string | null {
  return owner === undefined ? null : `${label(owner.name)} (by ${owner.from})`;
}

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
