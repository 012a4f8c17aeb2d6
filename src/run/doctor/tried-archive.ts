import type { Config } from '../../config/schema.ts';
import type { ArchiveStore } from '../../evidence/store/archive-store.ts';
import type { Symptom } from '../../model/doctor.ts';
import { type ArchiveRequest, tryArchive } from '../open-archive.ts';
import { ok, warn } from './verdicts.ts';

/** Puts a note into the archive as runs are put in, and reads it. Throws `UserError` where that does not go. */
export async function triedArchive(
  archive: ArchiveStore,
  request: Omit<ArchiveRequest, 'watch'>,
  run: { runId: string; startedAt: string },
): Promise<Symptom> {
  let overwrites = false;
  const watch = () => {
    overwrites = true;
  };
  await tryArchive(archive, { ...request, watch }, run, 'tried');
  const { location } = archive;
  const { asKept, held } = keptInWords(request.config.evidence.s3);
  const note = `What was put in for trial stays${held}: ${location}/tried/${run.runId}.json.`;
  return overwrites
    ? warn(
        'archive',
        `${location} takes runs, and writes over what is there though it was asked not to: two runs at once could take one place. ${note}`,
        'Let no two runs write at once, or use a store that honours If-None-Match.',
      )
    : ok('archive', `${location} takes runs as they are to be kept${asKept}, and gives them back. ${note}`);
}

function keptInWords(s3: Config['evidence']['s3']): { asKept: string; held: string } {
  const { objectLock, kmsKeyId } = s3 ?? {};
  return {
    asKept: `${objectLock === undefined ? '' : ', locked'}${kmsKeyId === undefined ? '' : ', encrypted by the key'}`,
    held: objectLock === undefined ? '' : ` and is held for ${objectLock.retainDays} days`,
  };
}
