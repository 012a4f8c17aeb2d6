import { systemClock } from '../aws/clock.ts';
import { homeRegion } from '../aws/regions.ts';
import { configuredRegion } from '../aws/settings.ts';
import type { S3Setup } from '../evidence/store/s3-client.ts';
import { toolVersion } from './version.ts';

/** How commands that read runs ask S3: as the caller, and from the bucket's Region wherever that is. */
export async function s3Setup(): Promise<S3Setup> {
  return {
    region: (await configuredRegion()) ?? homeRegion(undefined),
    clock: systemClock,
    version: toolVersion(),
  };
}
