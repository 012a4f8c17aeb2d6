import type { AwsSetup } from '../aws/connection.ts';
import type { Config } from '../config/schema.ts';
import { type FileReader, textOf } from '../evidence/evidence-reader.ts';
import type { ArchiveStore } from '../evidence/store/archive-store.ts';
import { openS3Archive } from '../evidence/store/s3-archive.ts';
import type { S3Setup } from '../evidence/store/s3-client.ts';
import { UserError } from '../model/user-error.ts';
import type { Watch } from './progress.ts';

/** As much of a scan's request as reaching the archive takes. */
export interface ArchiveRequest {
  config: Pick<Config, 'evidence'>;
  version: string;
  aws: Pick<AwsSetup, 'clock' | 'endpoint' | 'credentials'>;
  watch: Watch;
}

/** How the bucket of the configuration is asked. */
export function archiveSetup({ version, aws }: ArchiveRequest, region: string): S3Setup {
  const { clock, endpoint, credentials } = aws;
  return {
    region,
    clock,
    version,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
  };
}

/** The archive that the configuration names; undefined when it names none. */
export async function openArchive(request: ArchiveRequest): Promise<ArchiveStore | undefined> {
  const { s3 } = request.config.evidence;
  if (s3 === undefined) return undefined;
  const { bucket, prefix = '', region, ...keeping } = s3;
  return openS3Archive({ bucket, prefix }, archiveSetup(request, region), keeping);
}

/**
 * Does in the archive what will be done there at the end: puts something in as it will be kept, held and encrypted, and
 * reads it. What it leaves is the note that the run was begun, or only tried. Throws `UserError` where that does not go:
 * a run that cannot be put away is not worth beginning.
 */
export async function tryArchive(
  archive: ArchiveStore,
  { config, watch }: ArchiveRequest,
  { runId, startedAt }: { runId: string; startedAt: string },
  folder: 'started' | 'tried' = 'started',
): Promise<void> {
  const { s3 } = config.evidence;
  const region = await archive.region();
  if (s3 !== undefined && region !== undefined && region !== s3.region)
    throw new UserError(
      'WRONG_REGION',
      `The bucket ${s3.bucket} is in ${region}, and evidence.s3.region says ${s3.region}.`,
      'Put evidence.s3.region right.',
    );
  const name = `${folder}/${runId}.json`;
  const text = `${JSON.stringify({ runId, startedAt }, null, 2)}\n`;
  try {
    await archive.create(name, text);
    // Once more must be refused, for that is what keeps two runs from taking one place.
    if (await archive.create(name, text)) watch({ kind: 'no-conditional-writes', address: archive.location });
  } catch (error) {
    throw s3?.objectLock !== undefined && error instanceof UserError && error.code === 'InvalidRequest'
      ? noObjectLock(s3.bucket, error.message)
      : error;
  }
  await demandText(archive, name, text);
}

async function demandText(archive: FileReader, name: string, text: string): Promise<void> {
  if ((await textOf(archive, name)) === text) return;
  throw new UserError('ARCHIVE_DIFFERS', `${archive.location}/${name} is not what was put there.`);
}

function noObjectLock(bucket: string, message: string): UserError {
  return new UserError(
    'NO_OBJECT_LOCK',
    `evidence.s3.objectLock asks for Object Lock, which the bucket ${bucket} does not have switched on. ${message}`,
    'Switch Object Lock on for the bucket, or leave evidence.s3.objectLock out.',
  );
}
