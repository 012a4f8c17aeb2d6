import { makeFolder } from '../evidence/make-folder.ts';
import type { S3Setup } from '../evidence/store/s3-client.ts';
import { type KeyPlaces, readTrustedKeys } from '../evidence/trusted-keys.ts';
import { verifyRun } from '../evidence/verify.ts';
import { partyKey } from '../model/party.ts';
import type { ReviewSheet } from '../model/review.ts';
import { UserError } from '../model/user-error.ts';
import { renderReviewForm } from '../report/review-form.ts';
import { sheetCsv } from '../review/csv.ts';
import { formView } from '../review/form.ts';
import { type NotAsked, notAskedIn } from '../review/not-asked.ts';
import { type NotLookedAt, notLookedAtIn, notLookedAtInWords } from '../review/not-looked-at.ts';
import { type SheetsBy, sheetFileName, sheetsOf } from '../review/sheets.ts';
import { EvidenceDamaged } from './intact.ts';
import { writeNewFiles } from './new-files.ts';
import { openEvidence } from './open-evidence.ts';
import { readRun } from './open-run.ts';
import { demandReport } from './review-sheets.ts';
import { toolTemplates } from './templates.ts';

export interface OpenReviewRequest {
  run: string;
  s3: S3Setup;
  runKeys?: KeyPlaces;
  by: SheetsBy;
  /** Only the sheets of these parties or owners; all without. */
  only?: readonly string[];
  out: string;
}

export interface OpenedReview {
  runId: string;
  sheets: Array<Pick<ReviewSheet, 'id' | 'by' | 'of' | 'name'> & { accesses: number; files: string[] }>;
  notAsked: NotAsked;
  notLookedAt: NotLookedAt[];
}

/** Writes the sheets of a run, each as a form and as a table. Throws `EvidenceDamaged` and `UserError`. */
export async function openReview(request: OpenReviewRequest): Promise<OpenedReview> {
  const { run, s3, by, only, out } = request;
  const trusted = await readTrustedKeys(request.runKeys);
  const { reader, close } = await openEvidence(run, s3);
  try {
    const { damage, manifest } = await verifyRun(reader, trusted);
    if (damage.length > 0) throw new EvidenceDamaged(damage);
    if (manifest === undefined) throw new UserError('NOT_A_RUN', `${run} has no manifest.`);
    const report = await demandReport(reader);
    const all = sheetsOf(report, manifest.sha256, by);
    const isChosen = (names: readonly string[]) =>
      only === undefined || names.some((name) => only.includes(name));
    const sheets = all.filter(({ name, of }) => isChosen([name, of]));
    for (const name of only ?? [])
      if (!sheets.some((sheet) => sheet.name === name || sheet.of === name))
        throw new UserError(
          'NO_SHEET',
          `The run has no access of ${name}. There is one for: ${all.map((one) => one.name).join(', ') || 'nobody'}`,
        );
    const { judgement } = await readRun(reader);
    const notLookedAt = notLookedAtIn(report, judgement);
    const words = notLookedAtInWords(notLookedAt);
    const templates = await toolTemplates();
    const files = new Map<string, string>();
    const opened = sheets.map(({ accesses, ...sheet }) => {
      const whole = { ...sheet, accesses };
      const base = sheetFileName(sheet);
      files.set(`${base}.html`, renderReviewForm(formView(whole, words), templates));
      files.set(`${base}.csv`, sheetCsv(whole));
      const { id, of, name } = sheet;
      return { id, by, of, name, accesses: accesses.length, files: [`${base}.html`, `${base}.csv`] };
    });
    await makeFolder(out);
    await writeNewFiles(out, files);
    const thirdParties = report.thirdParties.filter(({ party, owner }) =>
      isChosen(by === 'party' ? [party.name, partyKey(party)] : [owner ?? '']),
    );
    return { runId: manifest.runId, sheets: opened, notAsked: notAskedIn({ thirdParties }), notLookedAt };
  } finally {
    close();
  }
}
