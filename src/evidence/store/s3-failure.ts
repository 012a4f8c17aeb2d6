import { errorCode, metadataOf } from '../../aws/errors.ts';
import { WayFault } from '../../aws/way-fault.ts';
import { plainText } from '../../model/plain-text.ts';
import { UserError } from '../../model/user-error.ts';

/** What S3 or the way to it made of a call, in words and without the SDK's error, which holds the signed request. */
export function s3Failure(error: unknown, action: string, address: string): unknown {
  if (!(error instanceof Error) || error instanceof UserError || isOfThisMachine(error)) return error;
  const code = errorCode(error);
  const why = error instanceof WayFault ? `${error.message}.` : plainText(error.message);
  return new UserError(code, `${action} failed for ${address}: ${why}`);
}

/** The HTTP status of S3's answer; undefined when none came. */
export function statusOf(error: unknown): number | undefined {
  const { httpStatusCode } = metadataOf(error);
  return typeof httpStatusCode === 'number' ? httpStatusCode : undefined;
}

/** Whether the same call may succeed if made again: S3 was busy, or the connection broke. */
export function mayPassNextTime(error: unknown): boolean {
  const status = statusOf(error);
  if (error instanceof WayFault) return error.$retryable !== undefined;
  if (status !== undefined) return status >= 500 || [408, 409, 429].includes(status);
  return error instanceof Error && error.name !== 'CredentialsProviderError' && !isOfThisMachine(error);
}

/** A file that could not be read here. */
function isOfThisMachine(error: Error): boolean {
  return 'syscall' in error && error.syscall !== 'connect' && 'path' in error;
}
