import type { CheckContext } from '../../model/check.ts';
import type { Grant, GrantCondition } from '../../model/grant.ts';
import type { RegisteredThirdParty } from '../../model/party.ts';
import { requiresNetwork, requiresTls } from '../../policy/required-guards.ts';
import { oneOrAll } from '../remedies/trust-policy.ts';

/** A guard that a registered third party must be held to at a resource. */
export interface AskedGuard {
  /** What it asks for, in words that follow `not asked for`. */
  words: string;
  /** Whether a way that does this is held to it. */
  concerns(grant: Grant): boolean;
  holds(grant: Grant): boolean;
  /** The condition that asks for it, on all that a statement gives; or the Deny statement, where it is on a part of that. */
  condition?: [operator: string, key: string, value: string | string[]];
  deny?(principals: readonly string[], arn: string): object;
}

/** What the check's parameters ask for. */
export interface AskedFor {
  requireTls: boolean;
  requireEncryption: boolean;
  requireOrganization: boolean;
}

/** The guards that the register and the configuration ask for. */
export function askedGuards(
  { allowedSourceIps = [], organizationIds }: RegisteredThirdParty,
  { parameters }: Pick<CheckContext<AskedFor & Record<string, unknown>>, 'parameters'>,
): AskedGuard[] {
  return [
    ...(parameters.requireTls ? [TLS] : []),
    ...(allowedSourceIps.length > 0 ? [fromAddresses(allowedSourceIps)] : []),
    ...(parameters.requireEncryption ? [ENCRYPTION] : []),
    ...(parameters.requireOrganization && organizationIds.length > 0
      ? [fromOrganization(organizationIds)]
      : []),
  ];
}

const EVERY = () => true;

/** Whether they come themselves: what a service does for them comes from no address of theirs, and signed in as nobody of theirs. */
function isByThemselves({ principal, conditions }: Grant): boolean {
  const isOnSource = ({ required, keyLower }: GrantCondition) =>
    required && /^aws:source(?:account|arn|orgid|orgpaths)$/.test(keyLower);
  return principal.kind !== 'service' && !conditions.some(isOnSource);
}

const TLS: AskedGuard = {
  words: 'TLS',
  concerns: EVERY,
  holds: requiresTls,
  condition: ['Bool', 'aws:SecureTransport', 'true'],
};

/**
 * That who writes an object names its encryption. S3 encrypts all objects by keys of its own since 2023, whoever asks; the
 * key of KMS is what a writer may leave out. No other service has such a key.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html
 */
const ENCRYPTION: AskedGuard = {
  words: 'encryption by KMS',
  concerns: (grant) => isByThemselves(grant) && grant.actions.some((one) => /^s3:PutObject$/i.test(one)),
  holds: ({ conditions }) =>
    conditions.some(
      ({ required, keyLower, base, values }) =>
        required &&
        (keyLower === 's3:x-amz-server-side-encryption-aws-kms-key-id' ||
          (keyLower === 's3:x-amz-server-side-encryption' &&
            base === 'StringEquals' &&
            values.every((value) => value.startsWith('aws:kms')))),
    ),
  deny: (principals, arn) => ({
    Effect: 'Deny',
    Principal: { AWS: oneOrAll(principals) },
    Action: 's3:PutObject',
    Resource: arn.includes(':accesspoint/') ? `${arn}/object/*` : `${arn}/*`,
    Condition: { StringNotEquals: { 's3:x-amz-server-side-encryption': ['aws:kms', 'aws:kms:dsse'] } },
  }),
};

function fromAddresses(addresses: readonly string[]): AskedGuard {
  return {
    words: 'the addresses of the register',
    concerns: isByThemselves,
    holds: requiresNetwork,
    condition: ['IpAddress', 'aws:SourceIp', oneOrAll(addresses)],
  };
}

/** Where an account leaves the organization of the third party, or is sold, it is no longer let in. */
function fromOrganization(organizationIds: readonly string[]): AskedGuard {
  const isOne = (value: string) => organizationIds.includes(value.split('/', 1)[0] ?? '');
  const names = ({ required, keyLower, values }: GrantCondition) =>
    required &&
    (keyLower === 'aws:principalorgid' || keyLower === 'aws:principalorgpaths') &&
    values.every(isOne);
  return {
    words: 'the organization of the register',
    concerns: isByThemselves,
    holds: ({ conditions }) => conditions.some(names),
    condition: ['StringEquals', 'aws:PrincipalOrgID', oneOrAll(organizationIds)],
  };
}
