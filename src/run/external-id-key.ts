import { createHmac, randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ExternalIdKey } from '../evaluate/external-ids.ts';
import { UserError } from '../model/user-error.ts';

/** Where the key is when the configuration names no file: beside the runs, never in one. */
export function externalIdKeyFile(out: string, configured?: string): string {
  return configured === undefined ? join(out, 'external-id.key') : resolve(configured);
}

/** The key in the file; made there on first use, readable by its owner alone. */
export async function openExternalIdKey(path: string): Promise<ExternalIdKey> {
  const known = await readExternalIdKey(path);
  if (known !== undefined) return known;
  const fresh = `${path}.${randomBytes(4).toString('hex')}`;
  try {
    await writeFile(fresh, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
    // Of two runs that start at once, one makes the key and both use it.
    await link(fresh, path).catch(unlessExists);
  } finally {
    await rm(fresh, { force: true });
  }
  return keyIn(await readFile(path, 'utf8'), path);
}

/** The key in the file; undefined when there is no such file. Throws `UserError` when it holds no key. */
export async function readExternalIdKey(path: string): Promise<ExternalIdKey | undefined> {
  try {
    return keyIn(await readFile(path, 'utf8'), path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function unlessExists(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
}

/** 64 hex digits are 256 bits. */
function keyIn(text: string, path: string): ExternalIdKey {
  const digits = text.trim();
  if (!/^[0-9a-f]{64}$/i.test(digits)) {
    throw new UserError(
      'BAD_EXTERNAL_ID_KEY',
      `${path} must hold 64 hexadecimal digits: 32 random bytes, as \`openssl rand -hex 32\` writes them.`,
    );
  }
  const key = Buffer.from(digits, 'hex');
  const keyed = (text: string) => createHmac('sha256', key).update(text).digest('hex').slice(0, 16);
  return {
    // No external ID is empty, so that the key's own name is no fingerprint of one.
    id: keyed(''),
    fingerprint: (value) => `id:${keyed(value)}`,
  };
}
