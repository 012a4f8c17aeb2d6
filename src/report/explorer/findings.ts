import { dueOf } from '../../model/action.ts';
import { endOfDay } from '../../model/days.ts';
import type { Finding } from '../../model/finding.ts';
import { partyKey, type ThirdPartyRef } from '../../model/party.ts';
import { NumbersOf } from '../../model/pool.ts';
import type { AuditReport } from '../../model/report.ts';
import { SEVERITIES } from '../../model/severity.ts';
import { exceptionInWords, type FindingSelection, ownerInWords } from '../html/findings/finding.ts';
import { type RemedyView, remedyView } from '../html/findings/remedy.ts';
import { PARTY_KINDS, partiesByKey, partiesOf } from '../html/parties/party.ts';
import { consoleLink } from '../html/support/console-link.ts';
import { age, capped, date, label, quantity, shortArn } from '../html/support/format.ts';
import { LIMITS } from '../html/support/limits.ts';
import { shorten } from '../visible.ts';
import { type Walks, walksOf } from '../walk.ts';
import { type Cell, type Column, ColumnBuilder } from './column.ts';

/** Longer than the ARN of any role may be. */
export const ARN_LIMIT = 700;

export interface FindingsTable {
  /** Each is made when it is asked for, once. */
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
    () => Column
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
  /** Who answers for it and by what that is known; null where nobody does. */
  owner: string | null;
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
export function findingsTable(
  report: AuditReport,
  walks: Pick<Walks, 'findings' | 'accounts'> = walksOf(report),
): () => FindingsTable {
  const byKey = partiesByKey(report);
  const actionOf = actionCells(report);
  const units = walks.accounts.into(new Map<string, string>(), (all, { accountId, organizationalUnit }) =>
    all.set(accountId, organizationalUnit ?? ''),
  );
  const column = (cell: (finding: Finding) => Cell, empty = new ColumnBuilder()) => {
    const builder = walks.findings.into(empty, (made, finding) => made.add(cell(finding)));
    return () => builder().column();
  };
  const columns = {
    severity: column(({ severity }) => ({ text: severity, sort: SEVERITIES.indexOf(severity) })),
    title: column(({ title }) => ({ text: label(title) })),
    check: column(({ checkId }) => ({ text: label(checkId) })),
    account: column(accountCell),
    region: column(({ region }) => ({ text: label(region) })),
    resource: column(
      ({ resourceArn }) => ({
        text: shorten(resourceArn, ARN_LIMIT),
        ...(resourceArn.length > ARN_LIMIT ? { sort: sortArn(resourceArn) } : {}),
      }),
      new ColumnBuilder(sortArn),
    ),
    status: column((finding) => ({ text: stateOf(finding, report) })),
    seen: column(({ firstSeen }) => ({ text: date(firstSeen) })),
    fingerprint: column(({ fingerprint }) => ({ text: fingerprint })),
    owner: column(({ owner }) => ({ text: owner === undefined ? '' : label(owner.name) })),
    action: column(({ fingerprint }) => actionOf(fingerprint)),
    unit: column(({ accountId }) => ({ text: label(units().get(accountId) ?? '') })),
    age: column(({ firstSeen }) => ageCell(firstSeen, report.run.asOf)),
  };
  const parties = walks.findings.into(new ConcernedBuilder(), (made, finding) =>
    made.add(partiesOf(finding, byKey)),
  );
  return () => {
    const { severity, title, check, account, region, resource, ...rest } = columns;
    const { party, ...choices } = parties().made();
    return { columns: { severity, title, check, account, region, resource, party, ...rest }, ...choices };
  };
}

function sortArn(arn: string): string {
  return shortArn(arn).toLowerCase();
}

/** Whom findings concern: a cell for those of each finding, and each party once, to choose. */
class ConcernedBuilder {
  readonly #party = new ColumnBuilder();
  readonly #choices = new ColumnBuilder();
  /** For each different cell of `#party`, in the order of coming. */
  readonly #chosen: number[][] = [];

  add(parties: readonly ThirdPartyRef[]): void {
    const before = this.#party.size;
    if (this.#party.add(concernedCell(parties)) < before) return;
    const cells = parties.length === 0 ? [{ text: '' }] : parties.map(choiceCell);
    this.#chosen.push(cells.map((cell) => this.#choices.add(cell)));
  }

  made(): { party: () => Column; parties: Column; concerned: number[][] } {
    const [places, choices] = [this.#party.places(), this.#choices.places()];
    const concerned: number[][] = [];
    for (const [code, chosen] of this.#chosen.entries())
      concerned[places[code] ?? 0] = chosen.map((choice) => choices[choice] ?? 0);
    return {
      party: () => this.#party.column(),
      parties: { ...this.#choices.column(), codes: [] },
      concerned,
    };
  }
}

/** Open, excepted, or open past its deadline. */
function stateOf(finding: Finding, { deadlines, run }: AuditReport): string {
  if (finding.status === 'EXCEPTED') return 'excepted';
  const due = deadlines === undefined ? undefined : dueOf(finding, deadlines);
  return due !== undefined && endOfDay(due) <= Date.parse(run.asOf) ? 'open, overdue' : 'open';
}

/** The action of the finding of a fingerprint, in the order of actions. */
function actionCells({ actions = [] }: AuditReport): (fingerprint: string) => Cell {
  const actionsOf = new NumbersOf();
  for (const [index, { causes }] of actions.entries())
    for (const { findings } of causes) for (const fingerprint of findings) actionsOf.add(fingerprint, index);
  return (fingerprint) => {
    const [index = -1] = actionsOf.get(fingerprint);
    const action = actions[index];
    if (action === undefined) return { text: '' };
    const { id, title, owner } = action;
    return { text: label(title), under: label(owner?.name ?? 'Nobody'), hidden: id, sort: index };
  };
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

/** The party that a finding names, and then those who may enter the role that it is on. */
function concernedCell(parties: readonly ThirdPartyRef[]): Cell {
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
    (left) => `${quantity(left, 'more piece of evidence is', 'more pieces of evidence are')} in report.json.`,
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
    owner: ownerInWords(finding.owner),
    resourceType: finding.resourceType,
    console: consoleLink(finding.resourceArn),
    controls: finding.controls,
    since: ago === '' ? date(finding.firstSeen) : `${date(finding.firstSeen)}, ${ago}`,
    exception: exceptionInWords(finding.exception),
    inReport: selection.whole.has(finding.fingerprint),
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
