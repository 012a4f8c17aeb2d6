import { keyFileSigner } from './key-file-signer.ts';
import type { KmsSetup } from './kms-client.ts';
import { kmsSigner } from './kms-signer.ts';
import type { Signer } from './signer.ts';

/** Where the private key is; see `evidence.signing` of the configuration. */
export interface SigningSettings {
  keyFile?: string;
  kmsKeyId?: string;
}

/** Opens the signer that the configuration names; undefined when it names none. Throws `UserError`. */
export async function openSigner(
  settings: SigningSettings | undefined,
  aws: Omit<KmsSetup, 'kmsKeyId'>,
): Promise<Signer | undefined> {
  if (settings?.keyFile !== undefined) return keyFileSigner(settings.keyFile);
  if (settings?.kmsKeyId !== undefined) return kmsSigner({ ...aws, kmsKeyId: settings.kmsKeyId });
  return undefined;
}
