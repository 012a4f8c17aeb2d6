import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openFile } from '../evidence/evidence-reader.ts';
import { makeFolder } from '../evidence/make-folder.ts';
import { sha256OfFile } from '../evidence/manifest.ts';
import { NotAFile } from '../evidence/plain-file.ts';
import { REVIEWS } from '../evidence/reviews.ts';
import { isRunId } from '../evidence/run-id.ts';
import { RUN_FILES } from '../evidence/run-paths.ts';
import type { StatementStore } from '../evidence/store/statement-store.ts';
import type { AuditReport } from '../model/report.ts';

/** The folder of an export for what closed earlier runs. */
const EARLIER = 'earlier';

/**
 * Copies the reviews of earlier runs that a report goes by, each as the report knows it, and what closed these runs:
 * without both, nobody can tell from the export alone who decided what on which population. Answers those that are not
 * there any more as the report knew them, by file.
 */
export async function copyEarlierReviews(
  { reviews }: Pick<AuditReport, 'reviews'>,
  store: StatementStore,
  directory: string,
): Promise<string[]> {
  const missing: string[] = [];
  const runs = new Set<string>();
  for (const { file, runId, sha256 } of reviews?.reviews ?? []) {
    const path = join(directory, file);
    const isPlace = isRunId(runId) && PLACE.test(file) && file.startsWith(`${REVIEWS}/${runId}/`);
    const isCopied = isPlace && (await copied(store, file, path));
    if (isCopied && (await sha256OfFile(path)) === sha256) runs.add(runId);
    else {
      missing.push(file);
      if (isCopied) await rm(path);
    }
  }
  for (const runId of runs) {
    const names = [RUN_FILES.manifest, RUN_FILES.envelope, RUN_FILES.publicKey];
    const [manifest] = await Promise.all(
      names.map((name) => copied(store, `${runId}/${name}`, join(directory, EARLIER, runId, name))),
    );
    if (manifest !== true) missing.push(`${runId}/${RUN_FILES.manifest}`);
  }
  return missing;
}

/** A review of a run, and nothing elsewhere. */
const PLACE = /^[a-z]+\/[\w-]+\/[\w.-]+\.json$/;

async function copied(store: StatementStore, name: string, path: string): Promise<boolean> {
  const file = await openFile(store, name).catch((error: unknown) => {
    if (error instanceof NotAFile) return undefined;
    throw error;
  });
  if (file === undefined) return false;
  await makeFolder(dirname(path));
  await pipeline(file, createWriteStream(path, { flush: true }));
  return true;
}
