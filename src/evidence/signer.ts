import { createHash, type KeyObject, verify } from 'node:crypto';
import { UserError } from '../model/user-error.ts';
import { type Envelope, envelopeText, PAYLOAD_TYPE, preAuthenticationEncoding } from './dsse.ts';
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
  /** The signature over the message's bytes. Throws `UserError` when the key cannot be used. */
  sign(message: Uint8Array): Promise<Uint8Array>;
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

/** What Node calls the digest of an algorithm; Ed25519 brings its own. */
export function digestName(algorithm: SigningAlgorithm): 'sha256' | null {
  return algorithm === 'Ed25519' ? null : 'sha256';
}

/** The text of `manifest.dsse.json` for a manifest. Whatever made the signature, it is in the one form that is accepted. */
export async function signManifest(manifest: Uint8Array, signer: Signer): Promise<string> {
  const made = await signer.sign(preAuthenticationEncoding(PAYLOAD_TYPE, manifest));
  const signature = signer.algorithm === 'Ed25519' ? made : withLowS(made);
  if (signature === undefined)
    throw new UserError('NOT_SEALED', 'The key answered with something that is no ECDSA signature of P-256.');
  return envelopeText({
    payloadType: PAYLOAD_TYPE,
    payload: Buffer.from(manifest).toString('base64'),
    signatures: [{ keyid: signer.keyid, sig: Buffer.from(signature).toString('base64') }],
  });
}

/**
 * Whether one of the envelope's signatures is this key's over this envelope; `high-s` where it holds and is not in the
 * form that is accepted, see `withLowS`.
 */
export function isSignedBy(envelope: Envelope, publicKey: KeyObject): boolean | 'high-s' {
  const algorithm = algorithmOf(publicKey);
  if (algorithm === undefined) return false;
  const keyid = keyIdOf(publicKey);
  const message = preAuthenticationEncoding(envelope.payloadType, Buffer.from(envelope.payload, 'base64'));
  for (const signature of envelope.signatures) {
    const bytes = Buffer.from(signature.sig, 'base64');
    if (signature.keyid !== keyid || !verify(digestName(algorithm), message, publicKey, bytes)) continue;
    return algorithm === 'Ed25519' || withLowS(bytes)?.equals(bytes) === true ? true : 'high-s';
  }
  return false;
}
