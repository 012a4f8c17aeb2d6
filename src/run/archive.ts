import type { AwsSetup } from '../aws/connection.ts';
import type { Config } from '../config/schema.ts';
import { archiveRun } from '../evidence/store/archive-run.ts';
import { runLocation, s3Address } from '../evidence/store/s3-location.ts';
import { openS3Store } from '../evidence/store/s3-store.ts';
import { UserError } from '../model/user-error.ts';
import type { Watch } from './progress.ts';

/**
 * Copies a sealed run to where the configuration archives runs, if it does. An archive that was asked for and not
 * reached is a failure, and no matter of findings: throws `UserError`. The run on disk stays as it is.
 */
export async function archive(
  request: {
    config: Config;
    version: string;
    aws: Pick<AwsSetup, 'clock' | 'endpoint' | 'credentials'>;
    watch: Watch;
  },
  { directory, runId }: { directory: string; runId: string },
): Promise<void> {
  const { s3 } = request.config.evidence;
  if (s3 === undefined) return;
  const { bucket, prefix = '', region, ...keeping } = s3;
  const { clock, endpoint, credentials } = request.aws;
  const location = runLocation({ bucket, prefix }, runId);
  request.watch({ kind: 'archiving', address: s3Address(location) });
  const store = await openS3Store(
    location,
    {
      region,
      clock,
      version: request.version,
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(credentials === undefined ? {} : { credentials }),
    },
    keeping,
  );
  try {
    await archiveRun(directory, store);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(
      'NOT_ARCHIVED',
      `The run is complete in ${directory} and is not in the archive: ${error.message} Run again with --resume to go on with the upload.`,
    );
  } finally {
    store.close();
  }
}
