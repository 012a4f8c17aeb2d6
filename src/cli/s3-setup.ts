import { systemClock } from '../aws/clock.ts';
import { homeRegion } from '../aws/regions.ts';
import type { S3Setup } from '../evidence/store/s3-client.ts';
import { configuredRegion } from './configured-region.ts';
import { toolVersion } from './version.ts';

/** How commands that read runs ask S3: as the caller, and from the bucket's Region wherever that is. */
export function s3Setup(): S3Setup {
  return {
    region: configuredRegion() ?? homeRegion(undefined),
    clock: systemClock,
    version: toolVersion(),
  };
}
