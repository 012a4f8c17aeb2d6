import { createPrivateKey, createPublicKey, createSign, type KeyObject, sign } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { UserError } from '../model/user-error.ts';
import type { Message } from './dsse.ts';
import { algorithmOf, keyIdOf, pemOf, type Signer } from './signer.ts';

/** A signer with the private key of a PEM file: Ed25519 or ECDSA P-256, not encrypted. Throws `UserError`. */
export async function keyFileSigner(path: string): Promise<Signer> {
  const key = privateKey(await readKeyFile(path), path);
  const algorithm = algorithmOf(key);
  if (algorithm === undefined) {
    throw unusable(path, `holds a key of another kind (${key.asymmetricKeyType ?? 'unknown'})`);
  }
  const publicKey = createPublicKey(key);
  return {
    algorithm,
    keyid: keyIdOf(publicKey),
    publicKeyPem: pemOf(publicKey),
    sign: async (message) =>
      algorithm === 'Ed25519' ? sign(null, whole(message), key) : signed(message, key),
  };
}

/** Ed25519 goes over a message twice. */
function whole({ size, chunks }: Message): Buffer {
  const bytes = Buffer.allocUnsafeSlow(size);
  let length = 0;
  for (const chunk of chunks()) {
    bytes.set(chunk, length);
    length += chunk.length;
  }
  return bytes;
}

function signed({ chunks }: Message, key: KeyObject): Buffer {
  const signing = createSign('sha256');
  for (const chunk of chunks()) signing.update(chunk);
  return signing.sign(key);
}

/** Reads a public key to check signatures with: SPKI PEM, Ed25519 or ECDSA P-256. Throws `UserError`. */
export async function readPublicKey(path: string): Promise<KeyObject> {
  const pem = await readKeyFile(path);
  if (pem.includes('PRIVATE KEY')) {
    throw new UserError(
      'PRIVATE_KEY',
      `${path} holds a private key. Give the public one: openssl pkey -in ${path} -pubout`,
    );
  }
  const key = publicKeyFrom(pem);
  if (key === undefined) throw unusable(path, 'holds no such public key');
  return key;
}

/** The key of a PEM text; undefined when it holds no public key that evidence is signed with. */
export function publicKeyFrom(pem: string): KeyObject | undefined {
  try {
    const key = createPublicKey(pem);
    return algorithmOf(key) === undefined ? undefined : key;
  } catch {
    return undefined;
  }
}

function privateKey(pem: string, path: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    const encrypted = pem.includes('ENCRYPTED');
    throw unusable(path, encrypted ? 'is encrypted, and nobody is asked here' : 'holds no private key');
  }
}

async function readKeyFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UserError('KEY_NOT_READ', `The key file ${path} cannot be read: ${why}.`);
  }
}

function unusable(path: string, why: string): UserError {
  return new UserError(
    'KEY_NOT_USABLE',
    `The key file ${path} ${why}. Evidence is signed with Ed25519 or ECDSA P-256 keys in PEM.`,
  );
}
