import { groupedBy } from '../model/grouped-by.ts';
import type { AuditReport } from '../model/report.ts';
import type { Access, ReviewSheet } from '../model/review.ts';
import { accessesOf, type ReportOfAccesses, shortDigest } from './accesses.ts';

/** Whom each sheet is for: one a party, or one an owner. */
export type SheetsBy = ReviewSheet['by'];

/** The sheets of a run; all of them together hold every access, each once. */
export function sheetsOf(
  report: ReportOfAccesses & Pick<AuditReport, 'run'>,
  manifestSha256: string,
  by: SheetsBy,
): ReviewSheet[] {
  const { runId, asOf, title } = report.run;
  const groups = groupedBy(accessesOf(report), ({ party, owner }) =>
    by === 'party' ? party.key : (owner ?? ''),
  );
  return [...groups].map(([of, accesses]) => ({
    id: `s-${shortDigest([manifestSha256, by, of, accesses])}`,
    ...{ runId, manifestSha256, asOf, title, by, of, name: nameOf(by, of, accesses), accesses },
  }));
}

function nameOf(by: SheetsBy, of: string, accesses: readonly Access[]): string {
  if (by === 'party') return accesses[0]?.party.name ?? of;
  return of === '' ? 'Without an owner' : of;
}

const READABLE = 40;

/** The name of a sheet's files, without an ending: names come from outside and lead nowhere. */
export function sheetFileName({ runId, name, id }: Pick<ReviewSheet, 'runId' | 'name' | 'id'>): string {
  const readable = name
    .normalize('NFKD')
    .slice(0, 4 * READABLE)
    .replace(/[^A-Za-z0-9]+/g, '-')
    .slice(0, READABLE)
    .replace(/^-|-$/g, '')
    .toLowerCase();
  return ['review', /^[\w-]{1,40}$/.test(runId) ? runId : 'run', readable || 'party', id.slice(2, 10)].join(
    '-',
  );
}
