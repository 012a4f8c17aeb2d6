import { dueOf } from '../../model/action.ts';
import { endOfDay } from '../../model/days.ts';
import type { Finding } from '../../model/finding.ts';
import { partyKey, type ThirdPartyRef } from '../../model/party.ts';
import type { AuditReport } from '../../model/report.ts';
import { SEVERITIES } from '../../model/severity.ts';
import { exceptionInWords, type FindingSelection } from '../html/findings/finding.ts';
import { type RemedyView, remedyView } from '../html/findings/remedy.ts';
import { PARTY_KINDS, partiesByKey, partiesOf } from '../html/parties/party.ts';
import { consoleLink } from '../html/support/console-link.ts';
import { age, capped, date, label, shortArn } from '../html/support/format.ts';
import { LIMITS } from '../html/support/limits.ts';
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
    | 'fingerprint'
    | 'owner'
    | 'action'
    | 'unit'
    | 'age',
    Column
  >;
  /** Every third party that some finding concerns, once; the first, without a name, stands for none. */
  parties: Column;
  /** For each different cell of `party`, the parties that its findings concern. */
  concerned: number[][];
}

/** What a row of the table opens to. */
export interface FindingDetail {
  detail: string;
  remedy: RemedyView;
  evidence: Array<{ file: string; fact: string; region: string; pointer: string }>;
  evidenceLeftOut: string | null;
  resourceType: string;
  /** On the resource in the AWS console; null where there is none. */
  console: string | null;
  controls: string[];
  since: string;
  exception: string | null;
  /** Whether `report.html` shows it whole, so that a link leads to it. */
  inReport: boolean;
}

/** Every finding, in the order of the report: worst first. */
export function findingsTable(report: AuditReport): FindingsTable {
  const findings = [...report.findings];
  const column = (cell: (finding: Finding) => Cell) => columnOf(findings, cell);
  const byKey = partiesByKey(report);
  const actionOf = actionCells(report);
  const units = new Map(
    report.scope.accounts.map((account) => [account.accountId, account.organizationalUnit]),
  );
  const party = column((finding) => concernedCell(finding, byKey));
  const concerns = firstOfEach(party.codes).flatMap(({ code, row }) => {
    const finding = findings[row];
    const parties = finding === undefined ? [] : partiesOf(finding, byKey);
    return parties.length === 0
      ? [{ code, cell: { text: '' } }]
      : parties.map((one) => ({ code, cell: choiceCell(one) }));
  });
  const parties = columnOf(concerns, ({ cell }) => cell);
  const concerned = party.values.map((): number[] => []);
  for (const [index, { code }] of concerns.entries()) concerned[code]?.push(parties.codes[index] ?? 0);
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
      party,
      status: column((finding) => ({ text: stateOf(finding, report) })),
      seen: column(({ firstSeen }) => ({ text: date(firstSeen) })),
      fingerprint: column(({ fingerprint }) => ({ text: fingerprint })),
      owner: column(({ owner }) =>
        owner === undefined ? { text: '' } : { text: label(owner.name), under: owner.from },
      ),
      action: column(({ fingerprint }) => actionOf.get(fingerprint) ?? { text: '' }),
      unit: column(({ accountId }) => ({ text: label(units.get(accountId) ?? '') })),
      age: column(({ firstSeen }) => ageCell(firstSeen, report.run.asOf)),
    },
    parties: { ...parties, codes: [] },
    concerned,
  };
}

/** Open, excepted, or open past its deadline. */
function stateOf(finding: Finding, { deadlines, run }: AuditReport): string {
  if (finding.status === 'EXCEPTED') return 'excepted';
  const due = deadlines === undefined ? undefined : dueOf(finding, deadlines);
  return due !== undefined && endOfDay(due) <= Date.parse(run.asOf) ? 'open, overdue' : 'open';
}

/** The action of each finding, in the order of actions. */
function actionCells({ actions = [] }: AuditReport): Map<string, Cell> {
  return new Map(
    actions.flatMap(({ id, title, owner, causes }, index) => {
      const cell = { text: label(title), under: label(owner?.name ?? 'Nobody'), hidden: id, sort: index };
      return causes.flatMap(({ findings }) => findings.map((fingerprint) => [fingerprint, cell] as const));
    }),
  );
}

const AGES = [
  [7, 'up to 7 days'],
  [30, '8 to 30 days'],
  [90, '31 to 90 days'],
] as const;

function ageCell(firstSeen: string, asOf: string): Cell {
  const days = Math.floor((Date.parse(asOf) - Date.parse(firstSeen)) / 86_400_000);
  const place = AGES.findIndex(([most]) => days <= most);
  return { text: AGES[place]?.[1] ?? 'over 90 days', sort: place === -1 ? AGES.length : place };
}

/** The first row of each code. */
function firstOfEach(codes: readonly number[]): Array<{ code: number; row: number }> {
  const first = new Map<number, number>();
  for (const [row, code] of codes.entries()) if (!first.has(code)) first.set(code, row);
  return [...first].map(([code, row]) => ({ code, row }));
}

/** The party that a finding names, and then those who may enter the role that it is on. */
function concernedCell(finding: Finding, byKey: ReadonlyMap<string, ThirdPartyRef>): Cell {
  const parties = partiesOf(finding, byKey);
  const [first, ...others] = parties;
  if (first === undefined) return { text: '' };
  const cell = partyCell(first);
  return {
    ...cell,
    // Keeps apart what bears the same name and is not the same.
    sort: `${cell.text.toLowerCase()} ${parties.map(partyKey).join(' ')}`,
    ...(others.length === 0
      ? {}
      : { under: `${cell.under}; the role admits ${others.map(({ name }) => label(name)).join(', ')} too` }),
  };
}

/** A party to choose, whichever of its accounts it comes from. */
export function choiceCell({ accountId: _, ...party }: ThirdPartyRef): Cell {
  return { ...partyCell(party), hidden: partyKey(party) };
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
    console: consoleLink(finding.resourceArn),
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
