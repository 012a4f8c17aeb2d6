import type { KMSClient } from '@aws-sdk/client-kms';
import type { Credentials } from '../aws/session.ts';
import { UserError } from '../model/user-error.ts';

export interface KmsSetup {
  /** A key id, key ARN, alias name or alias ARN. An ARN's own Region wins over `region`. */
  kmsKeyId: string;
  region: string;
  endpoint?: string;
  /** By default what the SDK's standard provider chain finds. */
  credentials?: Credentials;
}

/** The SDK, and a client for the key's Region. */
export async function openKms({
  kmsKeyId,
  region,
  ...given
}: KmsSetup): Promise<{ sdk: typeof import('@aws-sdk/client-kms'); client: KMSClient }> {
  const sdk = await import('@aws-sdk/client-kms');
  return { sdk, client: new sdk.KMSClient({ ...given, region: regionOf(kmsKeyId) ?? region }) };
}

/** What KMS answers; throws `UserError` in words when it refuses. */
export async function askKms<T>(action: string, kmsKeyId: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    // Only the name: the SDK's errors hold the signed request.
    const name = error instanceof Error ? error.name : 'an unknown error';
    throw new UserError('KMS_REFUSED', `${action} with the key ${kmsKeyId} failed with ${name}.`);
  }
}

/** The Region of a KMS ARN; undefined for anything else. */
function regionOf(kmsKeyId: string): string | undefined {
  return /^arn:[^:]+:kms:([^:]+):/.exec(kmsKeyId)?.[1];
}
