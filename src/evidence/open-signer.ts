import { UserError } from '../model/user-error.ts';
import { parseEnvelope } from './dsse.ts';
import { keyFileSigner, publicKeyFrom } from './key-file-signer.ts';
import type { KmsSetup } from './kms-client.ts';
import { kmsSigner } from './kms-signer.ts';
import { isSignedBy, type Signer, signManifest } from './signer.ts';

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

/** Signs something and holds it against the public key, as every run will be: before anything is read. Throws `UserError`. */
export async function trySigner(signer: Signer): Promise<void> {
  const envelope = parseEnvelope(await signManifest(Buffer.from('a trial, and no manifest'), signer));
  const key = publicKeyFrom(signer.publicKeyPem);
  if (envelope !== undefined && key !== undefined && isSignedBy(envelope, key) === true) return;
  throw new UserError(
    'KEY_NOT_USABLE',
    `What the key ${signer.keyid} signs does not hold by its public key, so that no run could be sealed.`,
  );
}
