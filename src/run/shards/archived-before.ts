import type { KeyObject } from 'node:crypto';
import { closedManifest, sealedReader } from '../../evidence/archived-manifest.ts';
import { archivedFiles } from '../../evidence/store/archive-store.ts';
import { UserError } from '../../model/user-error.ts';
import { readReport } from '../known.ts';
import { openArchive } from '../open-archive.ts';
import type { ScanRequest, ScanResult } from '../scan-request.ts';

/**
 * What a run came to that another machine has merged and archived: it has its place in the chain, and is sealed once.
 * Undefined where there is no archive, or not this run in it. Throws `UserError` when it is not to be believed.
 */
export async function archivedBefore(
  request: ScanRequest,
  runId: string,
  trusted: KeyObject | undefined,
): Promise<ScanResult | undefined> {
  const archive = await openArchive(request);
  if (archive === undefined) return undefined;
  try {
    const files = archivedFiles(archive, runId);
    const closed = await closedManifest(files, trusted);
    if (closed === undefined) return undefined;
    const { manifest, problems } = closed;
    if (manifest === undefined || problems.length > 0)
      throw new UserError(
        'ARCHIVE_DIFFERS',
        `${files.location} is there already, and not to be believed. ${problems.join(' ')}`,
      );
    const report = await readReport(sealedReader(files, manifest));
    return report === undefined ? undefined : { directory: files.location, report, notices: [] };
  } finally {
    archive.close();
  }
}
