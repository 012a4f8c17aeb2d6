import type { PutObjectCommandInput, S3Client } from '@aws-sdk/client-s3';
import type { Clock } from '../../aws/clock.ts';
import { openNetwork } from '../../aws/network.ts';
import { callerProvider } from '../../aws/providers.ts';
import type { Credentials } from '../../aws/session.ts';

export interface S3Setup {
  /** The bucket's Region. */
  region: string;
  clock: Clock;
  /** This tool's version, for the user agent. */
  version: string;
  /** Another address than AWS's own; else the SDK finds it, `AWS_ENDPOINT_URL` included. */
  endpoint?: string;
  /** The caller's own; by default what the SDK's standard provider chain finds. */
  credentials?: Credentials;
}

/** How files are kept once they are in. */
export interface S3Keeping {
  objectLock?: { mode: 'governance' | 'compliance'; retainDays: number };
  kmsKeyId?: string;
  /** What is there may be written over: it is handed on, and no evidence yet. */
  replaces?: true;
}

const SILENT = { debug() {}, info() {}, warn() {}, error() {} };
const DAY_MS = 86_400_000;

/** The SDK, and a client for the bucket's Region. */
export async function openS3({
  region,
  version,
  endpoint,
  credentials,
}: S3Setup): Promise<{ sdk: typeof import('@aws-sdk/client-s3'); client: S3Client }> {
  // Imported when first needed: the package takes about a tenth of a second.
  const sdk = await import('@aws-sdk/client-s3');
  const requestHandler = openNetwork({ connectionTimeout: 5_000, socketTimeout: 60_000 });
  const client = new sdk.S3Client({
    region,
    followRegionRedirects: true,
    customUserAgent: [['countersign', version]],
    // What goes wrong is thrown; the SDK's own remarks are not for those who run an audit.
    logger: SILENT,
    // A large file may take as long as it takes, but not stand still.
    requestHandler,
    // Who reads evidence hashes it; the SDK need not do it once more.
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(endpoint === undefined ? {} : { endpoint }),
    credentials: credentials ?? (await callerProvider({ region, requestHandler })),
  });
  return { sdk, client };
}

/**
 * What every PutObject asks for beside its body: nothing that is there is written over, where it need not be, and what
 * comes in is kept as the configuration says.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function keptAs(
  { objectLock, kmsKeyId, replaces }: S3Keeping,
  now: Date,
): Pick<
  PutObjectCommandInput,
  'IfNoneMatch' | 'ObjectLockMode' | 'ObjectLockRetainUntilDate' | 'ServerSideEncryption' | 'SSEKMSKeyId'
> {
  return {
    ...(replaces === true ? {} : { IfNoneMatch: '*' }),
    ...(objectLock === undefined
      ? {}
      : {
          ObjectLockMode: objectLock.mode === 'governance' ? 'GOVERNANCE' : 'COMPLIANCE',
          ObjectLockRetainUntilDate: new Date(now.getTime() + objectLock.retainDays * DAY_MS),
        }),
    ...(kmsKeyId === undefined ? {} : { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: kmsKeyId }),
  };
}
