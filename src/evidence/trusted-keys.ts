import type { KeyObject } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../model/user-error.ts';
import { readPublicKey } from './key-file-signer.ts';

/** One file or folder, several, or none. */
export type KeyPlaces = string | readonly string[] | undefined;

/**
 * The public keys that are trusted: each place is a PEM file, or a folder whose files that end in `.pem` or `.pub` are.
 * Throws `UserError`, also for a folder that holds none: nothing would be trusted, and nobody would hear of it.
 */
export async function readTrustedKeys(places: KeyPlaces): Promise<KeyObject[]> {
  const keys: KeyObject[] = [];
  for (const place of typeof places === 'string' ? [places] : (places ?? []))
    for (const file of await keyFilesOf(place)) keys.push(await readPublicKey(file));
  return keys;
}

async function keyFilesOf(place: string): Promise<string[]> {
  let names: string[];
  try {
    names = (await readdir(place)).filter((name) => /\.(?:pem|pub)$/.test(name)).sort();
  } catch {
    // No folder: what is wrong with it as a file is said where it is read.
    return [place];
  }
  if (names.length > 0) return names.map((name) => join(place, name));
  throw new UserError(
    'KEY_NOT_READ',
    `The folder ${place} holds no public key: no file in it ends in .pem or .pub.`,
  );
}
