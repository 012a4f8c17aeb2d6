import type { AuditReport } from '../../../model/report.ts';
import type { RoleInventoryEntry } from '../../../model/role-inventory-entry.ts';
import type { Severity } from '../../../model/severity.ts';
import { stackSetInWords } from '../../../model/stack-set-name.ts';
import { shorten } from '../../visible.ts';
import { Foremost, type Walks } from '../../walk.ts';
import { lastUse } from '../parties/access-words.ts';
import { guardOf, guardsInWords } from '../parties/guards.ts';
import { PARTY_KINDS } from '../parties/party.ts';
import {
  capped,
  duration,
  label,
  number,
  quantity,
  type SeverityCount,
  severityCounts,
} from '../support/format.ts';
import { LIMITS } from '../support/limits.ts';
import { compareCounts, openCounts } from './accounts.ts';

export interface RoleView {
  role: string;
  accountId: string;
  accountName: string;
  admits: Array<{ name: string; kind: string; guards: string; guarded: boolean }>;
  admitsLeftOut: string | null;
  lastUsed: string;
  session: string;
  stack: string;
  /** What another service says of the role and every trust check found right, and where that stands. */
  passes: Array<{ check: string; detail: string; places: Array<{ file: string; pointer: string }> }>;
  severities: SeverityCount[];
}

export interface RolesView {
  count: string;
  roles: RoleView[];
  leftOut: string | null;
}

const ADMITS_PER_ROLE = 8;

/** Every role that someone outside its account may assume, those with the worst open findings first. */
export function rolesView(report: AuditReport, walks: Pick<Walks, 'findings' | 'roles'>): () => RolesView {
  const open = walks.findings.into(new Map<string, Severity>(), (severities, finding) => {
    if (finding.status === 'OPEN') severities.set(finding.fingerprint, finding.severity);
  });
  const worst = new Foremost<CountedRole>(
    LIMITS.roles,
    (a, b) => compareCounts(a.counts, b.counts) || (a.role.roleArn < b.role.roleArn ? -1 : 1),
  );
  return walks.roles.gather(
    (role) => worst.add(() => ({ role, counts: countsOf(role, open()) })),
    () => viewOf(report, worst),
  );
}

interface CountedRole {
  role: RoleInventoryEntry;
  counts: Record<Severity, number>;
}

/** The open findings on a role. */
function countsOf(
  { findings }: RoleInventoryEntry,
  open: ReadonlyMap<string, Severity>,
): CountedRole['counts'] {
  return openCounts(
    findings.flatMap((fingerprint) => {
      const severity = open.get(fingerprint);
      return severity === undefined ? [] : [{ severity, status: 'OPEN' as const }];
    }),
  );
}

function viewOf(report: AuditReport, worst: Foremost<CountedRole>): RolesView {
  const { shown, leftOut } = capped(
    worst,
    LIMITS.roles,
    (left) =>
      `${quantity(left, 'more role is', 'more roles are')} not listed here but in report.json under roles, with findings no worse than these.`,
  );
  return {
    count: number(worst.length),
    roles: shown.map(({ role, counts }) => ({
      ...roleView(role, report.run.asOf),
      severities: severityCounts(counts),
    })),
    leftOut,
  };
}

function roleView(role: RoleInventoryEntry, asOf: string): Omit<RoleView, 'severities'> {
  const admits = capped(role.admits, ADMITS_PER_ROLE, (left) => `and ${number(left)} more, in report.json`);
  return {
    role: label(role.roleName),
    accountId: role.accountId,
    accountName: label(role.accountName),
    admits: admits.shown.map((grant) => ({
      name: label(grant.party.name),
      kind: grant.party.kind === 'own' ? 'Own account' : PARTY_KINDS[grant.party.kind].label,
      guards: guardsInWords(grant),
      guarded: guardOf(grant) === 'strong',
    })),
    admitsLeftOut: admits.leftOut,
    lastUsed: lastUse(role.lastUsedAt, asOf),
    session: role.maxSessionDuration === null ? 'Not read' : duration(role.maxSessionDuration),
    stack: stackInWords(role.stack),
    passes: (role.passes ?? []).map(({ checkId, detail, evidence }) => ({
      check: checkId,
      detail: shorten(detail, 600),
      places: evidence.map(({ file, region, pointer }) => ({
        file: `${file}, ${region}`,
        pointer: label(pointer),
      })),
    })),
  };
}

/** The stack that owns a role, that none does, or that this was not read. */
export function stackInWords(stack: RoleInventoryEntry['stack']): string {
  if (stack === undefined) return 'Not read';
  if (stack === null) return 'None';
  return `${label(stack.stackName)} (${stack.region})${stackSetInWords(stack, label)}`;
}
