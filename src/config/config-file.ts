import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import type { KnownCheck } from './check-problems.ts';
import { MAX_CHARACTERS, type SourceDocument } from './document.ts';
import type { Environment, Expanding } from './environment.ts';
import { ConfigError } from './errors.ts';
import { loadWithPlaces } from './load.ts';
import type { Purpose } from './purpose.ts';
import { type Decisions, parseDecisions } from './register-files.ts';
import type { Config } from './schema.ts';

/** Four bytes are the most that UTF-8 needs for a character. */
const MAX_BYTES = 4 * MAX_CHARACTERS;

/** A file that a configuration names. */
export interface NamedFile {
  key: string;
  sha256: string;
}

export interface ConfigFile {
  config: Config;
  /** SHA-256 of the file's bytes as read, hex; before any variable was expanded. */
  digest: string;
  /** SHA-256 of the files that hold its register and exceptions, by the key that names them. */
  files: NamedFile[];
  /** A problem at a path of the file, for what its values lead to. */
  problem: SourceDocument['problem'];
  /** Whether any of the value at a path is from the environment. */
  cameFromEnvironment: SourceDocument['cameFromEnvironment'];
}

/** Reads and checks a configuration file, with the register and the exceptions of the files that it names. Throws `ConfigError` only. */
export async function readConfigFile(
  path: string,
  environment: Environment,
  checks: readonly KnownCheck[],
  expanding?: Expanding,
  purpose: Purpose = 'scan',
): Promise<ConfigFile> {
  const bytes = await readBytes(path);
  const loaded = loadWithPlaces(decode(bytes, path), path, environment, checks, expanding, purpose);
  const { config, files } = await withDecisions(loaded.config, path, checks);
  return { ...loaded, config, files, digest: sha256(bytes) };
}

async function withDecisions(
  config: Config,
  path: string,
  checks: readonly KnownCheck[],
): Promise<{ config: Config; files: NamedFile[] }> {
  const files: NamedFile[] = [];
  async function listIn<K extends keyof Decisions>(named: 'register' | 'exceptionsFile', key: K) {
    const file = config[named];
    if (file === undefined) return config[key];
    const place = besides(path, file);
    const { text, digest } = await readTextFile(place);
    files.push({ key: named, sha256: digest });
    return parseDecisions(text, place, checks, [key], config)[key];
  }
  const thirdParties = await listIn('register', 'thirdParties');
  const exceptions = await listIn('exceptionsFile', 'exceptions');
  return { config: { ...config, thirdParties, exceptions }, files };
}

/** Where a file is that a configuration names: its path starts at the directory of the configuration. */
function besides(path: string, file: string): string {
  return isAbsolute(file) ? file : join(dirname(path), file);
}

/** A file that a configuration names, and the SHA-256 of its bytes. Throws `ConfigError` when it cannot be read or is not UTF-8. */
export async function readTextFile(path: string): Promise<{ text: string; digest: string }> {
  const bytes = await readBytes(path);
  return { text: decode(bytes, path), digest: sha256(bytes) };
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
