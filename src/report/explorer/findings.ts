import type { Finding } from '../../model/finding.ts';
import type { ThirdPartyRef } from '../../model/party.ts';
import type { AuditReport } from '../../model/report.ts';
import { SEVERITIES } from '../../model/severity.ts';
import { exceptionInWords, type FindingSelection } from '../html/finding.ts';
import { age, capped, date, label, shortArn } from '../html/format.ts';
import { LIMITS } from '../html/limits.ts';
import { PARTY_KINDS } from '../html/party.ts';
import { type RemedyView, remedyView } from '../html/remedy.ts';
import { shorten } from '../visible.ts';
import { type Cell, type Column, columnOf } from './column.ts';

/** Longer than the ARN of any role may be. */
export const ARN_LIMIT = 700;

export interface FindingsTable {
  columns: Record<
    | 'severity'
    | 'title'
    | 'check'
    | 'account'
    | 'region'
    | 'resource'
    | 'party'
    | 'status'
    | 'seen'
    | 'fingerprint',
    Column
  >;
}

/** What a row of the table opens to. */
export interface FindingDetail {
  detail: string;
  remedy: RemedyView;
  evidence: Array<{ file: string; fact: string; region: string; pointer: string }>;
  evidenceLeftOut: string | null;
  resourceType: string;
  controls: string[];
  since: string;
  exception: string | null;
  /** Whether `report.html` shows it whole, so that a link leads to it. */
  inReport: boolean;
}

/** Every finding, in the order of the report: worst first. */
export function findingsTable({ findings }: AuditReport): FindingsTable {
  const column = (cell: (finding: Finding) => Cell) => columnOf(findings, cell);
  return {
    columns: {
      severity: column(({ severity }) => ({ text: severity, sort: SEVERITIES.indexOf(severity) })),
      title: column(({ title }) => ({ text: label(title) })),
      check: column(({ checkId }) => ({ text: label(checkId) })),
      account: column(accountCell),
      region: column(({ region }) => ({ text: label(region) })),
      resource: column(({ resourceArn }) => ({
        text: shorten(resourceArn, ARN_LIMIT),
        sort: shortArn(resourceArn).toLowerCase(),
      })),
      party: column(({ thirdParty }) => (thirdParty === undefined ? { text: '' } : partyCell(thirdParty))),
      status: column(({ status }) => ({ text: status === 'EXCEPTED' ? 'excepted' : 'open' })),
      seen: column(({ firstSeen }) => ({ text: date(firstSeen) })),
      fingerprint: column(({ fingerprint }) => ({ text: fingerprint })),
    },
  };
}

export function findingDetail(finding: Finding, selection: FindingSelection, asOf: string): FindingDetail {
  const evidence = capped(
    finding.evidence,
    LIMITS.evidencePerFinding,
    (left) => `${left} more pieces of evidence are in report.json.`,
  );
  const ago = age(finding.firstSeen, asOf);
  return {
    detail: shorten(finding.detail, 1500),
    remedy: remedyView(finding),
    evidence: evidence.shown.map(({ file, fact, region, pointer }) => ({
      file,
      fact,
      region,
      pointer: pointer === '' ? 'the whole value' : shorten(pointer, 200),
    })),
    evidenceLeftOut: evidence.leftOut,
    resourceType: finding.resourceType,
    controls: finding.controls,
    since: ago === '' ? date(finding.firstSeen) : `${date(finding.firstSeen)}, ${ago}`,
    exception: exceptionInWords(finding.exception),
    inReport: selection.full.has(finding),
  };
}

export function accountCell({ accountId, accountName }: { accountId: string; accountName: string }): Cell {
  return { text: label(accountName), under: label(accountId) };
}

export function partyCell({ name, kind, accountId }: ThirdPartyRef): Cell {
  return {
    text: label(name),
    under: PARTY_KINDS[kind].label,
    ...(accountId === undefined ? {} : { hidden: accountId }),
  };
}
