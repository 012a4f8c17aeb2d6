import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { KnownCheck } from './cross-check.ts';
import { MAX_CHARACTERS, type SourceDocument } from './document.ts';
import type { Environment, Expanding } from './environment.ts';
import { ConfigError } from './errors.ts';
import { loadWithPlaces } from './load.ts';
import type { Purpose } from './purpose.ts';
import type { Config } from './schema.ts';

/** Four bytes are the most that UTF-8 needs for a character. */
const MAX_BYTES = 4 * MAX_CHARACTERS;

export interface ConfigFile {
  config: Config;
  /** SHA-256 of the file's bytes as read, hex; before any variable was expanded. */
  digest: string;
  /** A problem at a path of the file, for what its values lead to. */
  problem: SourceDocument['problem'];
  /** Whether any of the value at a path is from the environment. */
  cameFromEnvironment: SourceDocument['cameFromEnvironment'];
}

/** Reads and checks a configuration file. Throws `ConfigError` only. */
export async function readConfigFile(
  path: string,
  environment: Environment,
  checks: readonly KnownCheck[],
  expanding?: Expanding,
  purpose: Purpose = 'scan',
): Promise<ConfigFile> {
  const bytes = await readBytes(path);
  return {
    ...loadWithPlaces(decode(bytes, path), path, environment, checks, expanding, purpose),
    digest: sha256(bytes),
  };
}

/** The text of a configuration or vendor file. Throws `ConfigError` when it cannot be read or is not UTF-8. */
export async function readTextFile(path: string): Promise<string> {
  return decode(await readBytes(path), path);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function readBytes(path: string): Promise<Uint8Array> {
  const file = await open(path).catch((error: unknown) => {
    throw fileError(path, `cannot be read: ${codeOf(error)}`);
  });
  try {
    const bytes = Buffer.alloc(MAX_BYTES + 1);
    let length = 0;
    while (length < bytes.length) {
      const { bytesRead } = await file.read(bytes, length, bytes.length - length);
      if (bytesRead === 0) return bytes.subarray(0, length);
      length += bytesRead;
    }
  } catch (error) {
    throw fileError(path, `cannot be read: ${codeOf(error)}`);
  } finally {
    await file.close();
  }
  throw fileError(path, `is larger than ${MAX_BYTES} bytes`);
}

function decode(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw fileError(path, 'is not UTF-8 text');
  }
}

function fileError(source: string, message: string): ConfigError {
  return new ConfigError([{ source, line: 1, column: 1, path: '', message: `the file ${message}` }]);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
