import type { EvidenceReader } from '../evidence/evidence-reader.ts';
import { type KeyPlaces, readTrustedKeys } from '../evidence/trusted-keys.ts';
import type { AuditReport } from '../model/report.ts';
import { UserError } from '../model/user-error.ts';
import { demandIntact } from './intact.ts';
import { readReport } from './known.ts';
import { openEvidence } from './open-evidence.ts';

/** What is made of the report of a run whose evidence is intact. Throws `UserError` where it is no such run. */
export async function fromFinishedReport<T>(
  location: string,
  { s3, keyFile }: { s3: Parameters<typeof openEvidence>[1]; keyFile?: KeyPlaces },
  made: (report: AuditReport, reader: EvidenceReader) => T | Promise<T>,
): Promise<T> {
  const trusted = await readTrustedKeys(keyFile);
  const { reader, close } = await openEvidence(location, s3);
  try {
    await demandIntact([reader], trusted);
    const report = await readReport(reader);
    if (report === undefined)
      throw new UserError('NOT_A_RUN', `${location} is not a finished run: it holds no report.json.`);
    return await made(report, reader);
  } finally {
    close();
  }
}
