import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { ExternalIdKey } from '../../masking/external-ids.ts';
import { UserError } from '../../model/user-error.ts';

/**
 * What is asked for in one account may stand in another's texts, which another shard reads. Where the facts hold stand-ins
 * the values go from the shard to the merge enciphered (AES-256-GCM), by a key that only who holds that of the
 * fingerprints can make; no run keeps them.
 */
const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Enciphers the external IDs of an account. @param about what they are of, which opening them must name too */
export function encipherIds(ids: Iterable<string>, key: ExternalIdKey, about: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, keyFrom(key), nonce).setAAD(Buffer.from(about));
  const body = [cipher.update(JSON.stringify([...ids].sort()), 'utf8'), cipher.final()];
  return `${Buffer.concat([nonce, ...body, cipher.getAuthTag()]).toString('base64')}\n`;
}

/** Throws `UserError` where another key enciphered them, or of something else. */
export function decipherIds(text: string, key: ExternalIdKey, about: string): string[] {
  try {
    const bytes = Buffer.from(text, 'base64');
    const decipher = createDecipheriv(CIPHER, keyFrom(key), bytes.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(about)).setAuthTag(bytes.subarray(-TAG_BYTES));
    const body = bytes.subarray(NONCE_BYTES, -TAG_BYTES);
    const ids = Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
    return z.array(z.string()).parse(JSON.parse(ids));
  } catch {
    throw new UserError(
      'OTHER_KEY',
      'The external IDs that a shard hands over were enciphered by another key of fingerprints than the one here. Give every shard and the merge the same: evidence.externalIdKmsKeyId, or evidence.externalIdKeyFile.',
    );
  }
}

function keyFrom({ otherKey }: ExternalIdKey): Uint8Array {
  if (otherKey === undefined) throw new Error('Who knows but the name of a key enciphers nothing.');
  return otherKey('countersign external IDs on their way from a shard to the merge, v1');
}
