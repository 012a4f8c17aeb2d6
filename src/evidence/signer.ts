import { createHash, createVerify, type KeyObject, verify } from 'node:crypto';
import { UserError } from '../model/user-error.ts';
import {
  type EmptyEnvelope,
  type Envelope,
  envelopeParts,
  inOneChunk,
  type Message,
  preAuthenticationEncoding,
  signedMessage,
} from './dsse.ts';
import { withLowS } from './low-s.ts';

/** The kinds of key that evidence is signed with. ECDSA signatures are strict DER with the lower s, over SHA-256. */
export type SigningAlgorithm = 'Ed25519' | 'ECDSA-P256-SHA256';

/** Signs evidence. What holds the private key does not matter to those who use it. */
export interface Signer {
  algorithm: SigningAlgorithm;
  /** SHA-256 of the public key's SubjectPublicKeyInfo in DER, lower-case hex. */
  keyid: string;
  /** The public key as SPKI PEM. */
  publicKeyPem: string;
  /** The signature over the bytes of a message. Throws `UserError` when the key cannot be used. */
  sign(message: Message): Promise<Uint8Array>;
}

/** Who a public key is: SHA-256 of its SubjectPublicKeyInfo in DER, lower-case hex. */
export function keyIdOf(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}

export function pemOf(publicKey: KeyObject): string {
  return publicKey.export({ type: 'spki', format: 'pem' }).toString();
}

/** How a key signs; undefined for a key of a kind that signs no evidence. */
export function algorithmOf(key: KeyObject): SigningAlgorithm | undefined {
  if (key.asymmetricKeyType === 'ed25519') return 'Ed25519';
  const isP256 = key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1';
  return isP256 ? 'ECDSA-P256-SHA256' : undefined;
}

/** The text of `manifest.dsse.json` for a manifest, or of any other statement. */
export async function signManifest(manifest: Uint8Array, signer: Signer): Promise<string> {
  return [...(await signedParts(inOneChunk(manifest), signer))].join('');
}

/** The same in parts. Whatever made the signature, it is in the one form that is accepted. */
export async function signedParts(manifest: Message, signer: Signer): Promise<Iterable<string>> {
  const made = await signer.sign(signedMessage(manifest));
  const signature = signer.algorithm === 'Ed25519' ? made : withLowS(made);
  if (signature === undefined)
    throw new UserError('NOT_SEALED', 'The key answered with something that is no ECDSA signature of P-256.');
  const sig = Buffer.from(signature).toString('base64');
  return envelopeParts(manifest, [{ keyid: signer.keyid, sig }]);
}

/**
 * Whether one of the envelope's signatures is this key's over this envelope; `high-s` where it holds and is not in the
 * form that is accepted, see `withLowS`.
 */
export function isSignedBy(envelope: Envelope, publicKey: KeyObject): boolean | 'high-s' {
  const message = preAuthenticationEncoding(envelope.payloadType, Buffer.from(envelope.payload, 'base64'));
  const heard = hearing(publicKey, message.length);
  heard.take(message);
  return heard.isSignedBy(envelope);
}

/** Hears a message of so many bytes, to hold the signatures of an envelope against it. */
export function hearing(publicKey: KeyObject, size: number) {
  const algorithm = algorithmOf(publicKey);
  const keyid = keyIdOf(publicKey);
  const digest = createVerify('sha256');
  // Ed25519 goes over a message twice.
  const whole = algorithm === 'Ed25519' ? Buffer.allocUnsafeSlow(size) : undefined;
  let length = 0;
  const holds = (signature: Buffer) =>
    whole === undefined
      ? digest.verify(publicKey, signature)
      : length === size && verify(null, whole, publicKey, signature);
  return {
    take(bytes: Uint8Array): void {
      if (whole === undefined) digest.update(bytes);
      else whole.set(bytes.subarray(0, Math.max(0, size - length)), Math.min(length, size));
      length += bytes.length;
    },
    isSignedBy({ signatures }: EmptyEnvelope): boolean | 'high-s' {
      // There is one: more are no envelope of ours.
      const [signature] = signatures;
      if (algorithm === undefined || signature?.keyid !== keyid) return false;
      const bytes = Buffer.from(signature.sig, 'base64');
      if (!holds(bytes)) return false;
      return algorithm === 'Ed25519' || withLowS(bytes)?.equals(bytes) === true ? true : 'high-s';
    },
  };
}
