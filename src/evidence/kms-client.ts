import type { KMSClient } from '@aws-sdk/client-kms';
import { GIVE_CREDENTIALS } from '../aws/give-credentials.ts';
import { openNetwork } from '../aws/network.ts';
import { callerProvider } from '../aws/providers.ts';
import type { Credentials } from '../aws/session.ts';
import { WayFault } from '../aws/way-fault.ts';
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
  endpoint,
  credentials,
  ...configured
}: KmsSetup): Promise<{ sdk: typeof import('@aws-sdk/client-kms'); client: KMSClient }> {
  const sdk = await import('@aws-sdk/client-kms');
  const region = regionOf(kmsKeyId) ?? configured.region;
  const requestHandler = openNetwork({ connectionTimeout: 5_000, requestTimeout: 60_000 });
  const client = new sdk.KMSClient({
    region,
    requestHandler,
    credentials: credentials ?? (await callerProvider({ region, requestHandler })),
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  return { sdk, client };
}

/** What KMS answers; throws `UserError` in words when it refuses. */
export async function askKms<T>(action: string, kmsKeyId: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    const whatToDo = error instanceof WayFault ? REACHED : (remedyFor(name, action, kmsKeyId) ?? USABLE);
    throw new UserError('KMS_REFUSED', `${action} with the key ${kmsKeyId} failed${whyOf(error)}.`, whatToDo);
  }
}

const REACHED =
  'See whether this machine reaches the endpoint of KMS there: name service, proxy, firewall, VPC endpoints.';
const USABLE =
  'See that the key is there, in that account and Region, is enabled, and that its policy lets the caller use it.';

/** https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html, and the errors of each action. */
function remedyFor(name: string, action: string, kmsKeyId: string): string | undefined {
  switch (name) {
    case 'NotFoundException':
      return regionOf(kmsKeyId) === undefined
        ? 'Ids and aliases are looked up in the Region of the caller (--region, AWS_REGION) and in its account: put them right, or name the key by its ARN, which says both.'
        : 'See that the key is in the account and Region that its ARN names, and not deleted.';
    case 'AccessDeniedException':
      return `Let the policy of the key and that of the caller allow ${action}.`;
    case 'DisabledException':
    case 'KMSInvalidStateException':
      return 'Enable the key, or cancel its deletion.';
    case 'InvalidKeyUsageException':
      return 'Name a key that is made for this: SIGN_VERIFY with ECC_NIST_P256 signs, GENERATE_VERIFY_MAC makes fingerprints.';
    case 'CredentialsProviderError':
      return GIVE_CREDENTIALS;
    default:
      return undefined;
  }
}

/** Only the name: the SDK's errors hold the signed request. */
function whyOf(error: unknown): string {
  if (error instanceof WayFault) return `: ${error.message}`;
  return ` with ${error instanceof Error ? error.name : 'an unknown error'}`;
}

/** The Region of a KMS ARN; undefined for anything else. */
function regionOf(kmsKeyId: string): string | undefined {
  return /^arn:[^:]+:kms:([^:]+):/.exec(kmsKeyId)?.[1];
}
