import type { AuditReport } from '../../../model/report.ts';
import type { RoleInventoryEntry } from '../../../model/role-inventory-entry.ts';
import { Foremost, once, type Walks } from '../../walk.ts';
import { lastUse } from '../parties/access-words.ts';
import { age, capped, date, label, listed, quantity } from '../support/format.ts';
import { LIMITS } from '../support/limits.ts';
import { notKnown } from '../support/not-known.ts';
import {
  type FindingLineView,
  type FindingSelection,
  findingLineView,
  type ToldFinding,
  told,
} from './finding.ts';

export interface StaleRolesView {
  sentence: string;
  notKnown: string | null;
  rows: Array<{
    finding: FindingLineView;
    role: string;
    accountId: string;
    accountName: string;
    lastUsed: string;
    made: string;
    admits: string;
  }>;
  leftOut: string | null;
}

const CHECK = 'stale-role';
const NAMED = 4;

/** Roles that someone outside may assume and that nobody has used for long: never seen in use first, then the longest idle. */
export function staleRolesView(
  report: AuditReport,
  selection: () => FindingSelection,
  walks: Pick<Walks, 'findings' | 'roles'>,
): () => StaleRolesView {
  const found = walks.findings.into(new Map<string, Stale[]>(), (byRole, finding, place) => {
    if (finding.checkId !== CHECK) return;
    const stale = { finding: told(finding), place, role: undefined };
    const known = byRole.get(finding.resourceArn);
    if (known === undefined) byRole.set(finding.resourceArn, [stale]);
    else known.push(stale);
  });
  const all = new Foremost<Stale>(
    LIMITS.staleRoles,
    (a, b) =>
      Number(a.finding.status === 'EXCEPTED') - Number(b.finding.status === 'EXCEPTED') ||
      compare(a.role?.lastUsedAt ?? '', b.role?.lastUsedAt ?? '') ||
      a.place - b.place,
  );
  const roles = walks.roles.into(new Set<string>(), (seen, role) => {
    const { roleArn, roleName, lastUsedAt, createdAt } = role;
    const stale = found().get(roleArn);
    if (stale === undefined || seen.has(roleArn)) return;
    seen.add(roleArn);
    for (const one of stale)
      all.add(() => ({ ...one, role: { roleName, lastUsedAt, createdAt, admits: admitted(role) } }));
  });
  return once(() => {
    const seen = roles();
    for (const [roleArn, stale] of found())
      if (!seen.has(roleArn)) for (const one of stale) all.add(() => one);
    return viewOf(report, selection(), all);
  });
}

/** A finding, and what is told of the role that it is on, where the report knows it. */
interface Stale {
  finding: ToldFinding;
  /** In the order of findings. */
  place: number;
  role: (Pick<RoleInventoryEntry, 'roleName' | 'lastUsedAt' | 'createdAt'> & { admits: string }) | undefined;
}

function viewOf(report: AuditReport, selection: FindingSelection, stale: Foremost<Stale>): StaleRolesView {
  const { shown, leftOut } = capped(
    stale,
    LIMITS.staleRoles,
    (left) =>
      `${quantity(left, 'more stale role is', 'more stale roles are')} not listed here but in findings.csv and report.json.`,
  );
  const open = notKnown(report, [CHECK]);
  return {
    sentence:
      stale.length === 0
        ? `No role that admits someone from outside counts as stale${open === null && report.coverage.complete ? '' : ' in what was read'}.`
        : `${quantity(stale.length, 'role that admits', 'roles that admit')} someone from outside ${stale.length === 1 ? 'has' : 'have'} not been used for long. Never seen in use comes first.`,
    notKnown: open,
    rows: shown.map(({ finding, role }) => ({
      finding: findingLineView(finding, selection),
      role: label(role?.roleName ?? finding.resourceArn),
      accountId: finding.accountId,
      accountName: label(finding.accountName),
      lastUsed: role === undefined ? 'Not known' : lastUse(role.lastUsedAt, report.run.asOf),
      made:
        role === undefined ? 'Not known' : `${date(role.createdAt)}, ${age(role.createdAt, report.run.asOf)}`,
      admits: role?.admits ?? 'Not known',
    })),
    leftOut,
  };
}

function admitted({ admits }: RoleInventoryEntry): string {
  const names = [...new Set(admits.map(({ party }) => label(party.name)))];
  const more = names.length - NAMED;
  return listed(more > 0 ? [...names.slice(0, NAMED), `${more} more`] : names);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
