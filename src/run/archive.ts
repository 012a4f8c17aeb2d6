import type { KeyObject } from 'node:crypto';
import type { Signer } from '../evidence/signer.ts';
import { archiveRun } from '../evidence/store/archive-run.ts';
import type { ArchiveStore } from '../evidence/store/archive-store.ts';
import { runLocation } from '../evidence/store/s3-location.ts';
import { openS3Store } from '../evidence/store/s3-store.ts';
import { UserError } from '../model/user-error.ts';
import { type ArchiveRequest, archiveSetup } from './open-archive.ts';
import { placeRun } from './place-run.ts';

/** A sealed run, and who sealed it. */
interface Sealed {
  out: string;
  directory: string;
  runId: string;
  newChain: boolean;
  signer: Signer | undefined;
  trusted: KeyObject | undefined;
}

/**
 * Copies a sealed run to where the configuration archives runs, and gives it its place in the chain there. An archive that
 * was asked for and not reached is a failure, and no matter of findings: throws `UserError`. The run on disk stays.
 */
export async function putAway(archive: ArchiveStore, request: ArchiveRequest, sealed: Sealed): Promise<void> {
  const { s3 } = request.config.evidence;
  if (s3 === undefined) return;
  const { bucket, prefix = '', region, ...keeping } = s3;
  const { directory, runId } = sealed;
  request.watch({ kind: 'archiving', address: archive.addressOf(runId) });
  const location = runLocation({ bucket, prefix }, runId);
  const store = await openS3Store(location, archiveSetup(request, region), keeping);
  const { clock } = request.aws;
  try {
    await archiveRun(directory, store, () => placeRun({ ...sealed, archive, clock }));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(
      'NOT_ARCHIVED',
      `The run is complete in ${directory} and is not in the archive: ${error.message}`,
      `${error.whatToDo === undefined ? '' : `${error.whatToDo} `}Run again with --resume to go on with the upload.`,
    );
  } finally {
    store.close();
  }
}
