import type { EvidenceReader } from '../evidence/evidence-reader.ts';
import type { AuditReport } from '../model/report.ts';
import { UserError } from '../model/user-error.ts';
import { type SheetsBy, sheetsOf } from '../review/sheets.ts';
import { readReport } from './known.ts';

/** The report of a sealed run, which sheets are made from. Throws `UserError` when there is none. */
export async function demandReport(reader: EvidenceReader): Promise<AuditReport> {
  const report = await readReport(reader);
  if (report === undefined)
    throw new UserError('NOT_A_RUN', `${reader.location} is not a finished run: it holds no report.json.`);
  return report;
}

/** All sheets of a run, made as `review open` makes them: by party and by owner. */
export function everySheet(report: AuditReport, manifestSha256: string) {
  return (['party', 'owner'] as const satisfies readonly SheetsBy[]).flatMap((by) =>
    sheetsOf(report, manifestSha256, by),
  );
}
