import type { Finding } from '../../model/finding.ts';
import { partyKey } from '../../model/party.ts';
import type { AuditReport, RoleInventoryEntry } from '../../model/report.ts';
import { SEVERITIES, type Severity } from '../../model/severity.ts';
import { compareCounts, openCounts } from '../html/accounts/accounts.ts';
import { stackInWords } from '../html/accounts/roles.ts';
import { guardOf, guardsInWords } from '../html/parties/guards.ts';
import { PARTY_KINDS } from '../html/parties/party.ts';
import { consoleLink } from '../html/support/console-link.ts';
import { age, capped, date, duration, label, severityCounts } from '../html/support/format.ts';
import { shorten } from '../visible.ts';
import { type Cell, type Column, columnOf } from './column.ts';
import { ARN_LIMIT, accountCell, choiceCell, partyCell } from './findings.ts';

/** How many of each a row opens to. */
const ADMITS_PER_ROLE = 20;
const FINDINGS_PER_ROLE = 20;

export interface RolesTable {
  columns: Record<
    'role' | 'account' | 'admits' | 'required' | 'used' | 'session' | 'stack' | 'findings',
    Column
  >;
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

/** Every role that someone outside its account may assume, those with the worst open findings first. */
export function rolesInOrder({ roles, findings }: AuditReport): RoleAndFindings[] {
  const known = new Map(findings.map((finding) => [finding.fingerprint, finding]));
  return [...roles]
    .map((role) => {
      const own = role.findings.flatMap((fingerprint) => known.get(fingerprint) ?? []);
      return { role, findings: own, counts: openCounts(own) };
    })
    .sort((a, b) => compareCounts(a.counts, b.counts) || (a.role.roleArn < b.role.roleArn ? -1 : 1));
}

export interface RoleAndFindings {
  role: RoleInventoryEntry;
  findings: Finding[];
  counts: Record<Severity, number>;
}

export function rolesTable(entries: readonly RoleAndFindings[], asOf: string): RolesTable {
  const column = (cell: (entry: RoleAndFindings) => Cell) => columnOf(entries, cell);
  const admits = column(({ role }) => admitsCell(role));
  const admissions = entries.flatMap(({ role }, row) => role.admits.map(({ party }) => ({ party, row })));
  const parties = columnOf(admissions, ({ party }) =>
    party.kind === 'own' ? admittedCell(party) : choiceCell(party),
  );
  const admitted = admits.values.map(() => new Set<number>());
  for (const [index, { row }] of admissions.entries())
    admitted[admits.codes[row] ?? 0]?.add(parties.codes[index] ?? 0);
  const required = column(({ role }) => ({ text: requiredInWords(role), sort: sortRequired(role) }));
  const bare = new Set(entries.flatMap(({ role }, row) => (isBare(role) ? (required.codes[row] ?? []) : [])));
  return {
    columns: {
      role: column(({ role }) => ({
        text: label(role.roleName),
        hidden: shorten(role.roleArn, ARN_LIMIT),
      })),
      account: column(({ role }) => accountCell(role)),
      admits,
      required,
      used: column(({ role }) => usedCell(role, asOf)),
      session: column(({ role: { maxSessionDuration } }) =>
        maxSessionDuration === null
          ? { text: 'Not read' }
          : { text: duration(maxSessionDuration), sort: maxSessionDuration },
      ),
      stack: column(({ role }) => ({ text: stackInWords(role.stack) })),
      findings: column(findingsCell),
    },
    parties: { ...parties, codes: [] },
    admitted: admitted.map((codes) => [...codes]),
    bare: [...bare].sort((a, b) => a - b),
  };
}

export function roleDetail({ role, findings }: RoleAndFindings, asOf: string): RoleDetail {
  const admits = capped(role.admits, ADMITS_PER_ROLE, (left) => `${left} more are in report.json.`);
  const shown = capped(findings, FINDINGS_PER_ROLE, (left) => `${left} more are in the list of findings.`);
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
