import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import type { Credentials } from '../aws/session.ts';
import { UserError } from '../model/user-error.ts';
import { algorithmOf, keyIdOf, pemOf, type Signer } from './signer.ts';

export interface KmsSetup {
  /** A key id, key ARN, alias name or alias ARN. An ARN's own Region wins over `region`. */
  kmsKeyId: string;
  region: string;
  endpoint?: string;
  /** By default what the SDK's standard provider chain finds. */
  credentials?: Credentials;
}

/**
 * A signer with a KMS key of spec `ECC_NIST_P256` and usage `SIGN_VERIFY`. The private key never leaves KMS, and neither
 * does the manifest reach it: KMS is given the SHA-256 digest. Needs `kms:GetPublicKey` and `kms:Sign`, both tried
 * here, before anything is scanned.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html
 */
export async function kmsSigner({ kmsKeyId, region, ...given }: KmsSetup): Promise<Signer> {
  const { GetPublicKeyCommand, KMSClient, SignCommand } = await import('@aws-sdk/client-kms');
  const client = new KMSClient({ ...given, region: regionOf(kmsKeyId) ?? region });

  async function asked<T>(action: string, call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      // Only the name: the SDK's errors hold the signed request.
      const name = error instanceof Error ? error.name : 'an unknown error';
      throw new UserError('KMS_REFUSED', `${action} with the key ${kmsKeyId} failed with ${name}.`);
    }
  }

  async function sign(message: Uint8Array): Promise<Uint8Array> {
    const { Signature } = await asked('kms:Sign', () =>
      client.send(
        new SignCommand({
          KeyId: kmsKeyId,
          Message: createHash('sha256').update(message).digest(),
          MessageType: 'DIGEST',
          SigningAlgorithm: 'ECDSA_SHA_256',
        }),
      ),
    );
    if (Signature === undefined) throw new UserError('KMS_REFUSED', 'kms:Sign answered without a signature.');
    return Signature;
  }

  const { PublicKey, KeyUsage } = await asked('kms:GetPublicKey', () =>
    client.send(new GetPublicKeyCommand({ KeyId: kmsKeyId })),
  );
  const publicKey = PublicKey === undefined ? undefined : spki(PublicKey);
  if (
    publicKey === undefined ||
    algorithmOf(publicKey) !== 'ECDSA-P256-SHA256' ||
    KeyUsage !== 'SIGN_VERIFY'
  ) {
    throw new UserError(
      'KEY_NOT_USABLE',
      `The KMS key ${kmsKeyId} cannot sign evidence: it must have the spec ECC_NIST_P256 and the usage SIGN_VERIFY.`,
    );
  }
  await sign(new Uint8Array());
  return { algorithm: 'ECDSA-P256-SHA256', keyid: keyIdOf(publicKey), publicKeyPem: pemOf(publicKey), sign };
}

function spki(der: Uint8Array): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}

/** The Region of a KMS ARN; undefined for anything else. */
function regionOf(kmsKeyId: string): string | undefined {
  return /^arn:[^:]+:kms:([^:]+):/.exec(kmsKeyId)?.[1];
}
