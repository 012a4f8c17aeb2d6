import { UserError } from '../model/user-error.ts';
import { askKms, type KmsSetup, openKms } from './kms-client.ts';

/**
 * The HMAC-SHA-256 of a label by a KMS key of spec `HMAC_256` and usage `GENERATE_VERIFY_MAC`: 32 bytes that are the
 * same for whoever may use the key, and that KMS never tells anybody else, which makes them a key in their turn. Needs
 * `kms:GenerateMac`. Throws `UserError`.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateMac.html
 */
export async function kmsMac(label: string, setup: KmsSetup): Promise<Uint8Array> {
  const { kmsKeyId } = setup;
  const { sdk, client } = await openKms(setup);
  try {
    const { Mac } = await askKms('kms:GenerateMac', kmsKeyId, () =>
      client.send(
        new sdk.GenerateMacCommand({
          KeyId: kmsKeyId,
          MacAlgorithm: 'HMAC_SHA_256',
          Message: Buffer.from(label),
        }),
      ),
    );
    if (Mac?.length === 32) return Mac;
  } finally {
    client.destroy();
  }
  throw new UserError('KMS_REFUSED', `kms:GenerateMac with the key ${kmsKeyId} answered without a MAC.`);
}
