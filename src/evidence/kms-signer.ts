import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { UserError } from '../model/user-error.ts';
import { inOneChunk, type Message } from './dsse.ts';
import { askKms, type KmsSetup, openKms } from './kms-client.ts';
import { algorithmOf, keyIdOf, pemOf, type Signer } from './signer.ts';

/**
 * A signer with a KMS key of spec `ECC_NIST_P256` and usage `SIGN_VERIFY`. The private key never leaves KMS, and neither
 * does the manifest reach it: KMS is given the SHA-256 digest. Needs `kms:GetPublicKey` and `kms:Sign`, both tried
 * here, before anything is scanned.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html
 */
export async function kmsSigner(setup: KmsSetup): Promise<Signer> {
  const { kmsKeyId } = setup;
  const { sdk, client } = await openKms(setup);

  async function sign({ chunks }: Message): Promise<Uint8Array> {
    const digest = createHash('sha256');
    for (const chunk of chunks()) digest.update(chunk);
    const { Signature } = await askKms('kms:Sign', kmsKeyId, () =>
      client.send(
        new sdk.SignCommand({
          KeyId: kmsKeyId,
          Message: digest.digest(),
          MessageType: 'DIGEST',
          SigningAlgorithm: 'ECDSA_SHA_256',
        }),
      ),
    );
    if (Signature === undefined) throw new UserError('KMS_REFUSED', 'kms:Sign answered without a signature.');
    return Signature;
  }

  const { PublicKey, KeyUsage } = await askKms('kms:GetPublicKey', kmsKeyId, () =>
    client.send(new sdk.GetPublicKeyCommand({ KeyId: kmsKeyId })),
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
  await sign(inOneChunk(new Uint8Array()));
  return { algorithm: 'ECDSA-P256-SHA256', keyid: keyIdOf(publicKey), publicKeyPem: pemOf(publicKey), sign };
}

function spki(der: Uint8Array): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}
