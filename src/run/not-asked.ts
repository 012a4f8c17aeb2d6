import type { AwsCallError } from '../aws/errors.ts';
import { isExpiredCode } from '../aws/errors.ts';
import { GIVE_CREDENTIALS } from '../aws/give-credentials.ts';
import { isOfTls } from '../aws/no-answer.ts';
import { UserError } from '../model/user-error.ts';

/** What keeps AWS from saying who calls keeps it from all else: told with what to do, by the code of the failure. */
export function notAsked({ code, reason, message }: AwsCallError): UserError {
  const [own, whatToDo] = remedy(code, message) ?? [reason, undefined];
  return new UserError(own, `AWS could not be asked who is calling. ${message}`, whatToDo);
}

function remedy(code: string, message: string): [string, string] | undefined {
  if (code === 'NoCredentials') return ['NO_CREDENTIALS', GIVE_CREDENTIALS];
  if (isExpiredCode(code))
    return [
      'SESSION_EXPIRED',
      'Sign in again (`aws sso login`), or fetch new keys: those of a session are in AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, and go together. See that the clock of this machine is right.',
    ];
  if (/^(?:InvalidClientTokenId|UnrecognizedClientException)$/.test(code))
    return [
      'KEY_NOT_KNOWN',
      'See that the access key is there and active, that AWS_SESSION_TOKEN belongs to it, and that the Region (--region) is of the partition of the account.',
    ];
  if (/^(?:SignatureDoesNotMatch|RequestTimeTooSkewed|InvalidSignatureException)$/.test(code))
    return [
      'NOT_SIGNED',
      'See that AWS_SECRET_ACCESS_KEY belongs to the access key, and that the clock is right.',
    ];
  if (/\bproxy\b/.test(message))
    return [
      'NO_WAY_TO_AWS',
      'Put HTTPS_PROXY right, or name in NO_PROXY what is reached without one: a VPC endpoint, for instance.',
    ];
  if (isOfTls(code))
    return [
      'CERTIFICATE_NOT_TRUSTED',
      'Where a proxy of yours opens TLS, name the certificate of its authority, in PEM, in AWS_CA_BUNDLE (or NODE_EXTRA_CA_CERTS).',
    ];
  return /\bgot no (?:complete )?answer\b/.test(message)
    ? [
        'NO_WAY_TO_AWS',
        'See that this machine reaches AWS: Region, name service, firewall, proxy (HTTPS_PROXY), VPC endpoints.',
      ]
    : undefined;
}
