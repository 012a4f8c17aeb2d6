import { errorCode, metadataOf } from '../../aws/errors.ts';
import { GIVE_CREDENTIALS } from '../../aws/give-credentials.ts';
import { WayFault } from '../../aws/way-fault.ts';
import { plainText } from '../../model/plain-text.ts';
import { UserError } from '../../model/user-error.ts';

/** What S3 or the way to it made of a call, in words and without the SDK's error, which holds the signed request. */
export function s3Failure(error: unknown, action: string, address: string): unknown {
  if (!(error instanceof Error) || error instanceof UserError || isOfThisMachine(error)) return error;
  const code = errorCode(error);
  const why = error instanceof WayFault ? `${error.message}.` : plainText(error.message);
  return new UserError(code, `${action} failed for ${address}: ${why}`, remedy(code, error));
}

/** What to do about S3's refusals. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
function remedy(code: string, error: Error): string | undefined {
  if (error instanceof WayFault) return REACHED;
  if (Object.hasOwn(REMEDIES, code)) return REMEDIES[code];
  return statusOf(error) === undefined ? REACHED : undefined;
}

const REACHED =
  'See whether this machine reaches the endpoint of S3 there: name service, proxy, firewall, VPC endpoints.';

const ALLOWED =
  'See that the bucket is yours, and that its policy and that of the caller allow s3:PutObject, s3:GetObject and s3:ListBucket there, s3:PutObjectRetention for objectLock, and kms:GenerateDataKey and kms:Decrypt on the key of kmsKeyId.';

const REMEDIES: Readonly<Record<string, string>> = {
  NoSuchBucket: 'Make the bucket (`countersign setup` makes its template), or put evidence.s3.bucket right.',
  AccessDenied: ALLOWED,
  AllAccessDisabled: ALLOWED,
  InvalidBucketName:
    'Put evidence.s3.bucket right: it is the name alone, without s3:// and without a prefix.',
  PermanentRedirect: 'Put evidence.s3.region right.',
  AuthorizationHeaderMalformed: 'Put evidence.s3.region right.',
  CredentialsProviderError: GIVE_CREDENTIALS,
  ExpiredToken: 'Sign in again (`aws sso login`), or fetch new keys.',
  RequestTimeTooSkewed: 'Set the clock of this machine.',
  'KMS.NotFoundException': 'Put evidence.s3.kmsKeyId right: the key must be in the Region of the bucket.',
  'KMS.DisabledException': 'Enable the key of evidence.s3.kmsKeyId.',
};

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
