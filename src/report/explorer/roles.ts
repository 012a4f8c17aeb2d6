import type { Finding } from '../../model/finding.ts';
import { partyKey } from '../../model/party.ts';
import { NumbersOf, Pool } from '../../model/pool.ts';
import type { AuditReport } from '../../model/report.ts';
import type { RoleInventoryEntry } from '../../model/role-inventory-entry.ts';
import { SEVERITIES, type Severity } from '../../model/severity.ts';
import { openCounts } from '../html/accounts/accounts.ts';
import { stackInWords } from '../html/accounts/roles.ts';
import { guardOf, guardsInWords } from '../html/parties/guards.ts';
import { PARTY_KINDS } from '../html/parties/party.ts';
import { consoleLink } from '../html/support/console-link.ts';
import {
  age,
  capped,
  date,
  displayable,
  duration,
  label,
  quantity,
  severityCounts,
} from '../html/support/format.ts';
import { composed, type ShownText, shorten } from '../visible.ts';
import { type Walks, walksOf } from '../walk.ts';
import { type Cell, type Column, ColumnBuilder } from './column.ts';
import { ARN_LIMIT, accountCell, choiceCell, partyCell } from './findings.ts';

/** How many of each a row opens to. */
const ADMITS_PER_ROLE = 20;
const FINDINGS_PER_ROLE = 20;

export interface RolesTable {
  /** Each is made when it is asked for, once. */
  columns: Record<ColumnName, () => Column>;
  /** Everyone whom some role admits; a code a role and party. */
  parties: Column;
  /** For each different cell of `admits`, the parties in it. */
  admitted: number[][];
  /** The cells of `required` by which someone may enter with nothing required. */
  bare: number[];
}

/** What a row of the table opens to. */
export interface RoleDetail {
  created: string;
  /** On the role in the AWS console; null where there is none. */
  console: string | null;
  used: string;
  admits: Array<{ name: string; kind: string; principal: string; guards: string; guarded: boolean }>;
  admitsLeftOut: string | null;
  findings: Array<{ fingerprint: string; severity: Severity; title: string; excepted: boolean }>;
  findingsLeftOut: string | null;
}

/** As much of a finding as the row of its role tells. */
type FindingOfRole = Pick<Finding, 'fingerprint' | 'severity' | 'status' | 'title'>;

export interface RoleAndFindings {
  role: RoleInventoryEntry;
  findings: FindingOfRole[];
  counts: Record<Severity, number>;
}

/** Every role that someone outside its account may assume, those with the worst open findings first. */
export interface RolesInOrder {
  table: RolesTable;
  /** What each row opens to, as JSON, in the order of the table; each is read and made when its turn comes. */
  details: Iterable<ShownText>;
}

export function rolesInOrder(
  report: AuditReport,
  walks: Pick<Walks, 'findings' | 'roles'> = walksOf(report),
): () => RolesInOrder {
  const known = walks.findings.into(new FindingsOfRoles(), (all, finding) => all.add(finding));
  const { asOf } = report.run;
  const rows = new RoleRows(asOf);
  const entryOf = (role: RoleInventoryEntry): RoleAndFindings => {
    const findings = role.findings.flatMap((fingerprint) => known().get(fingerprint) ?? []);
    return { role, findings, counts: openCounts(findings) };
  };
  return walks.roles.gather(
    (role) => rows.add(entryOf(role)),
    () => {
      const { order, table } = rows.inOrder();
      return { table, details: detailsOf(order) };
    },
  );

  function* detailsOf(order: Uint32Array): Iterable<ShownText> {
    for (const row of order) {
      const role = report.roles.at(row);
      if (role !== undefined) yield composed(displayable(roleDetail(entryOf(role), asOf)), JSON.stringify);
    }
  }
}

/** The findings by fingerprint; what is the same in many stands here once. */
class FindingsOfRoles {
  readonly #kinds = new Pool<Omit<FindingOfRole, 'fingerprint'>>();
  readonly #kindsOf = new NumbersOf();

  add({ fingerprint, severity, status, title }: FindingOfRole): void {
    this.#kindsOf.add(fingerprint, this.#kinds.add({ severity, status, title }));
  }

  get(fingerprint: string): FindingOfRole | undefined {
    const [kind] = this.#kindsOf.get(fingerprint);
    return kind === undefined ? undefined : { fingerprint, ...this.#kinds.at(kind) };
  }
}

/** The table of roles as it grows, of each row what is compact. */
class RoleRows {
  /** By code unit, to tell roles with equal findings apart. */
  readonly #arns = new ColumnBuilder((arn) => arn);
  readonly #parties = new ColumnBuilder();
  // A builder for each name: `fromEntries` forgets which names there were.
  readonly #columns = Object.fromEntries(
    COLUMNS.map((name) => [name, new ColumnBuilder()]),
  ) as unknown as Record<ColumnName, ColumnBuilder>;
  readonly #cells: Record<ColumnName, (entry: RoleAndFindings) => Cell>;
  /** For each cell of `admits`, in the order of coming, the parties in it. */
  readonly #admitted: Array<Set<number>> = [];
  /** The cells of `required` by which someone may enter with nothing required. */
  readonly #bare = new Set<number>();

  constructor(asOf: string) {
    this.#cells = cellsOf(asOf);
  }

  add(entry: RoleAndFindings): void {
    const { role } = entry;
    this.#arns.add({ text: role.roleArn });
    const added = Object.fromEntries(
      COLUMNS.map((name) => [name, this.#columns[name].add(this.#cells[name](entry))]),
    ) as Record<ColumnName, number>;
    const admitted = this.#admitted[added.admits] ?? new Set();
    this.#admitted[added.admits] = admitted;
    for (const { party } of role.admits)
      admitted.add(this.#parties.add(party.kind === 'own' ? admittedCell(party) : choiceCell(party)));
    if (isBare(role)) this.#bare.add(added.required);
  }

  /** The table, and the rows in its order: the worst open findings first. */
  inOrder(): { table: RolesTable; order: Uint32Array } {
    const { admits, required, findings } = this.#columns;
    const [byFindings, byArn] = [findings.ranks(), this.#arns.ranks()];
    const order = byArn
      .map((_, row) => row)
      .sort(
        (a, b) => (byFindings[a] ?? 0) - (byFindings[b] ?? 0) || (byArn[a] ?? 0) - (byArn[b] ?? 0) || a - b,
      );
    const [choices, places, bare] = [this.#parties.places(), admits.places(), required.places()];
    const admitted: number[][] = [];
    for (const [cell, parties] of this.#admitted.entries())
      admitted[places[cell] ?? 0] = Array.from(parties, (party) => choices[party] ?? 0);
    return {
      table: {
        columns: Object.fromEntries(
          COLUMNS.map((name) => [name, () => this.#columns[name].column(order)]),
        ) as RolesTable['columns'],
        parties: { ...this.#parties.column(), codes: [] },
        admitted,
        bare: Array.from(this.#bare, (cell) => bare[cell] ?? 0).sort((a, b) => a - b),
      },
      order,
    };
  }
}

const COLUMNS = ['role', 'account', 'admits', 'required', 'used', 'session', 'stack', 'findings'] as const;
type ColumnName = (typeof COLUMNS)[number];

function cellsOf(asOf: string): Record<ColumnName, (entry: RoleAndFindings) => Cell> {
  return {
    role: ({ role }) => ({ text: label(role.roleName), hidden: shorten(role.roleArn, ARN_LIMIT) }),
    account: ({ role }) => accountCell(role),
    admits: ({ role }) => admitsCell(role),
    required: ({ role }) => ({ text: requiredInWords(role), sort: sortRequired(role) }),
    used: ({ role }) => usedCell(role, asOf),
    session: ({ role: { maxSessionDuration } }) =>
      maxSessionDuration === null
        ? { text: 'Not read' }
        : { text: duration(maxSessionDuration), sort: maxSessionDuration },
    stack: ({ role }) => ({ text: stackInWords(role.stack) }),
    findings: findingsCell,
  };
}

function roleDetail({ role, findings }: RoleAndFindings, asOf: string): RoleDetail {
  const admits = capped(
    role.admits,
    ADMITS_PER_ROLE,
    (left) => `${quantity(left, 'more is', 'more are')} in report.json.`,
  );
  const shown = capped(
    findings,
    FINDINGS_PER_ROLE,
    (left) => `${quantity(left, 'more is', 'more are')} in the list of findings.`,
  );
  const { text, under } = usedCell(role, asOf);
  return {
    created: date(role.createdAt),
    console: consoleLink(role.roleArn),
    used: [text, under, role.lastUsedRegion].filter((part) => (part ?? '') !== '').join(', '),
    admits: admits.shown.map((grant) => ({
      name: label(grant.party.name),
      kind: kindOf(grant.party),
      principal: shorten(grant.principal, ARN_LIMIT),
      guards: guardsInWords(grant),
      guarded: guardOf(grant) === 'strong',
    })),
    admitsLeftOut: admits.leftOut,
    findings: shown.shown.map(({ fingerprint, severity, title, status }) => ({
      fingerprint,
      severity,
      title: label(title),
      excepted: status === 'EXCEPTED',
    })),
    findingsLeftOut: shown.leftOut,
  };
}

type Admitted = RoleInventoryEntry['admits'][number]['party'];

function kindOf(party: Admitted): string {
  return party.kind === 'own' ? 'Own account' : PARTY_KINDS[party.kind].label;
}

function admittedCell(party: Admitted): Cell {
  return party.kind === 'own'
    ? { text: label(party.name), under: kindOf(party), hidden: party.accountId }
    : partyCell(party);
}

/** The parties of a role by name; one cell for all roles that admit the same. */
function admitsCell({ admits }: RoleInventoryEntry): Cell {
  const cells = new Map(
    admits.map(({ party }) => [JSON.stringify(admittedCell(party)), admittedCell(party)]),
  );
  const parties = [...cells].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, cell]) => cell);
  const all = (part: 'text' | 'under' | 'hidden') => parties.flatMap((cell) => cell[part] ?? []).join(', ');
  const keys = new Set(admits.map(({ party }) => (party.kind === 'own' ? party.accountId : partyKey(party))));
  return {
    text: all('text'),
    hidden: `${all('under')} ${all('hidden')}`,
    // Keeps apart what bears the same name and is not the same.
    sort: `${all('text').toLowerCase()} ${[...keys].sort().join(' ')}`,
  };
}

function requiredInWords({ admits }: RoleInventoryEntry): string {
  const guards = new Set(admits.map(guardsInWords));
  return label([...guards].sort().join('; or: '));
}

function isBare({ admits }: RoleInventoryEntry): boolean {
  return admits.some((grant) => guardOf(grant) === 'none');
}

/** Roles that somebody may enter with nothing required come first. */
function sortRequired(role: RoleInventoryEntry): string {
  return `${isBare(role) ? 0 : 1} ${requiredInWords(role).toLowerCase()}`;
}

/** Roles without a recorded use come first: the oldest use there is, as far as AWS tells. */
function usedCell({ lastUsedAt }: RoleInventoryEntry, asOf: string): Cell {
  return lastUsedAt === null
    ? { text: 'Not within the tracked period', sort: '' }
    : { text: date(lastUsedAt), under: age(lastUsedAt, asOf), sort: date(lastUsedAt) };
}

/** `2 critical, 1 medium`: open findings, the worst first. */
function findingsCell({ counts }: RoleAndFindings): Cell {
  const words = severityCounts(counts).map(({ severity, count }) => `${count} ${severity}`);
  return {
    text: words.length === 0 ? 'None' : words.join(', '),
    sort: SEVERITIES.map((severity) => String(1e9 - counts[severity]).padStart(10, '0')).join(' '),
  };
}
