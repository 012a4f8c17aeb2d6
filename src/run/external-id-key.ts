import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Config } from '../config/schema.ts';
import type { KmsSetup } from '../evidence/kms-client.ts';
import { kmsMac } from '../evidence/kms-mac.ts';
import { makeFolder } from '../evidence/make-folder.ts';
import type { ExternalIdKey } from '../masking/external-ids.ts';
import { UserError } from '../model/user-error.ts';
import { isNoSecret } from '../policy/external-ids/stand-in.ts';

/** Where the key is: in a file, which may still lie where earlier versions put it, or with KMS. */
export type ExternalIdKeyPlace = { file: string; earlier?: string } | { kms: KmsSetup };

/** Where the configuration says that the key is; in a file of the state folder beside the runs when it says nothing. */
export function externalIdKeyPlace(
  evidence: Pick<Config['evidence'], 'externalIdKeyFile' | 'externalIdKmsKeyId'>,
  out: string,
  aws: Omit<KmsSetup, 'kmsKeyId'>,
): ExternalIdKeyPlace {
  const { externalIdKeyFile: file, externalIdKmsKeyId: kmsKeyId } = evidence;
  if (kmsKeyId !== undefined) return { kms: { ...aws, kmsKeyId } };
  return file === undefined
    ? { file: externalIdKeyFile(out), earlier: join(out, KEY_FILE) }
    : { file: resolve(file) };
}

/**
 * The key for a run: the one in the file, made on first use, or the one that the KMS key gives. Throws `UserError`.
 *
 * @param foundEarlier told of the file where earlier versions put it, when the key is there. It is read there and not
 *   moved: whoever keeps copies of it decides when
 * @param made told of the file that is made
 */
export async function keyForRun(
  place: ExternalIdKeyPlace,
  foundEarlier?: (path: string) => void,
  made?: (path: string) => void,
): Promise<ExternalIdKey> {
  if ('kms' in place) return kmsExternalIdKey(place.kms);
  const known = await readExternalIdKey(place.file);
  if (known !== undefined) return known;
  const earlier = place.earlier === undefined ? undefined : await readExternalIdKey(place.earlier);
  if (earlier === undefined) {
    made?.(place.file);
    return openExternalIdKey(place.file);
  }
  foundEarlier?.(place.earlier ?? '');
  return earlier;
}

/**
 * The key for reading a run; undefined when it is not to be had here: there is no such file, or KMS does not give it
 * to this caller. Throws `UserError` when the file holds no key.
 */
export async function keyForReading(place: ExternalIdKeyPlace): Promise<ExternalIdKey | undefined> {
  if ('file' in place) {
    const known = await readExternalIdKey(place.file);
    return known ?? (place.earlier === undefined ? undefined : readExternalIdKey(place.earlier));
  }
  return kmsExternalIdKey(place.kms).catch((error: unknown) => {
    if (error instanceof UserError && error.code === 'KMS_REFUSED') return undefined;
    throw error;
  });
}

/** What KMS is given to make the key from; another text would make another key. */
const LABEL = 'countersign external-ID fingerprints v1';

/** The key that a KMS key gives: nothing of it is stored anywhere, and whoever may use the KMS key gets the same. */
async function kmsExternalIdKey(setup: KmsSetup): Promise<ExternalIdKey> {
  return keyOf(Buffer.from(await kmsMac(LABEL, setup)));
}

const KEY_FILE = 'external-id.key';

/**
 * Where the key is when the configuration names no file: in a folder beside the runs, which nothing finds that copies
 * what their directory holds.
 */
export function externalIdKeyFile(out: string): string {
  return join(out, 'state', KEY_FILE);
}

/** The key in the file; made there on first use, readable by its owner alone. */
export async function openExternalIdKey(path: string): Promise<ExternalIdKey> {
  const known = await readExternalIdKey(path);
  if (known !== undefined) return known;
  await makeFolder(dirname(path), 0o700);
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
  return keyOf(Buffer.from(digits, 'hex'));
}

function keyOf(key: Buffer): ExternalIdKey {
  const keyed = (text: string) => createHmac('sha256', key).update(text).digest('hex').slice(0, 16);
  return {
    // No external ID is empty, so that the key's own name is no fingerprint of one.
    id: keyed(''),
    fingerprint: (value) => (isNoSecret(value) ? value : `id:${keyed(value)}`),
    otherKey: (purpose) => new Uint8Array(hkdfSync('sha256', key, '', purpose, 32)),
  };
}
