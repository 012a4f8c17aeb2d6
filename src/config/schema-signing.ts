import { z } from 'zod';
import { kmsKeyId, text } from './schema-values.ts';

/** Exactly one of the two: that rule is between keys, and `crossCheck` holds it. */
export const signing = z
  .strictObject({
    keyFile: text(1024)
      .exactOptional()
      .describe(
        'A file with the private key, as PEM that is not encrypted: Ed25519 or ECDSA P-256. It starts at the current directory.',
      ),
    kmsKeyId: kmsKeyId
      .exactOptional()
      .describe(
        'A KMS key of the spec ECC_NIST_P256 for signing: its id, ARN or alias. Needs kms:GetPublicKey and kms:Sign.',
      ),
  })
  .describe(
    'The key that signs the manifest of each run: keyFile or kmsKeyId. Without it runs are not signed.',
  );

/** Whose word on a run counts. */
export const reviewer = z.strictObject({
  name: text(120).describe('Who holds the private key.'),
  keyFile: text(1024).describe(
    'The public key as PEM: Ed25519 or ECDSA P-256. It starts at the current directory.',
  ),
});
