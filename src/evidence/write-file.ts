import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { type FileHandle, open, readdir, readlink, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Message } from './dsse.ts';

/**
 * Writes a file so that no reader ever sees half of it, whatever happens: it is on the disk before it has its name.
 * A long text may come in parts, which need not be in memory together; none may end within a character.
 */
export async function writeWhole(path: string, text: string | Iterable<string>): Promise<void> {
  await writePartial(path, text);
  await nameWhole(path);
}

/** What is on the disk and has not its name yet. */
export function partialOf(path: string): string {
  return `${path}.partial`;
}

/** Gives what `writePartial` wrote its name. */
export async function nameWhole(path: string): Promise<void> {
  try {
    await rename(partialOf(path), path);
  } catch (error) {
    await rm(partialOf(path), { force: true });
    throw naming(path, error);
  }
  await syncDirectory(dirname(path));
}

/** Puts a file on the disk that has not its name yet: see `nameWhole`. */
export async function writePartial(path: string, text: string | Iterable<string>): Promise<void> {
  const partial = partialOf(path);
  try {
    const file = await open(partial, 'w');
    try {
      if (typeof text === 'string') await file.writeFile(text);
      else await writeParts(file, text);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    await rm(partial, { force: true });
    throw naming(path, error);
  }
}

/** The error with the file in it: Node names that where opening it fails, and not where writing does, for lack of room say. */
export function naming(path: string, error: unknown): unknown {
  const isNameless = error instanceof Error && 'code' in error && !('path' in error);
  return isNameless ? Object.assign(error, { path, message: `${error.message} '${path}'` }) : error;
}

/** Bytes that are read or written at once; in threes, of which base64 makes whole characters. */
const BLOCK = 3 * 2 ** 18;

/** By way of one block that is used again and again: what is written leaves nothing to be collected. */
async function writeParts(file: FileHandle, parts: Iterable<string>): Promise<void> {
  const encoder = new TextEncoder();
  const block = Buffer.allocUnsafe(BLOCK);
  let used = 0;
  for (const part of parts) {
    for (let at = 0; at < part.length; ) {
      const { read, written } = encoder.encodeInto(at === 0 ? part : part.slice(at), block.subarray(used));
      at += read;
      used += written;
      if (at === part.length) break;
      await file.writeFile(block.subarray(0, used));
      used = 0;
    }
  }
  await file.writeFile(block.subarray(0, used));
}

/** The bytes of a file of this machine, read without waiting. */
export function fileMessage(path: string): Message {
  return {
    size: statSync(path).size,
    *chunks() {
      const file = openSync(path, 'r');
      const block = Buffer.allocUnsafe(BLOCK);
      try {
        for (;;) {
          const read = readSync(file, block);
          if (read === 0) return;
          yield block.subarray(0, read);
        }
      } finally {
        closeSync(file);
      }
    },
  };
}

/** Throws away what was being written below a directory when its writer died; only for a run that nobody writes. */
export async function removePartials(directory: string): Promise<void> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const partials = entries.filter(({ name }) => name.endsWith('.partial'));
  for (const { parentPath, name } of partials)
    await rm(join(parentPath, name), { recursive: true, force: true });
}

/** Puts the names in a directory on the disk; a rename is only durable after that. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Points `latest`, beside the run directory, at it, unless it points at a run that started later. */
export async function pointLatestAt(runDirectory: string, runId: string): Promise<void> {
  const out = dirname(runDirectory);
  const latest = join(out, 'latest');
  const newest = await readlink(latest).catch(() => '');
  // Run ids begin with their start, so their order is that of time.
  if (/^\d{8}T\d{6}Z-/.test(newest) && newest > runId) return;
  const fresh = `${latest}.${runId}`;
  await rm(fresh, { force: true });
  await symlink(runId, fresh);
  await rename(fresh, latest);
  await syncDirectory(out);
}
