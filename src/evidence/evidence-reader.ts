import { constants } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Readable } from 'node:stream';

/** The way to a run's files, wherever they are kept. */
export interface EvidenceReader {
  /** Where the run is, for messages. */
  location: string;
  /** Every file of the run by its name from the run directory, with `/`; links and other oddities too. Sorted. */
  list(): Promise<string[]>;
  /** The bytes of a file. Throws an error whose code is one of `NOT_THERE` when there is no such file. */
  read(name: string): Promise<Readable>;
}

/** What a directory says of a file that it does not hold, and what S3 does. */
const NOT_THERE: ReadonlySet<unknown> = new Set(['ENOENT', 'NoSuchKey']);

/** A file of a run; undefined when the run has no such file. */
export async function openFile(run: EvidenceReader, name: string): Promise<Readable | undefined> {
  try {
    return await run.read(name);
  } catch (error) {
    if (error instanceof Error && 'code' in error && NOT_THERE.has(error.code)) return undefined;
    throw error;
  }
}

/** The text of a file of a run; undefined when the run has no such file. */
export async function textOf(run: EvidenceReader, name: string): Promise<string | undefined> {
  const stream = await openFile(run, name);
  if (stream === undefined) return undefined;
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * Large enough that hashing, and not reading, takes the time; and small enough that the memory of a chunk is used again
 * and not asked of the system for each, which doubled the time.
 */
const CHUNK_BYTES = 128 * 1024;
const SMALLEST_CHUNK = 1024;

/** A run in a directory of this machine. */
export function directoryReader(directory: string): EvidenceReader {
  return {
    location: directory,
    async list() {
      const entries = await readdir(directory, { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => !entry.isDirectory())
        .map((entry) => relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/'))
        .sort();
    },
    async read(name) {
      // A link would let the evidence point out of the run, and a pipe would be waited for.
      const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
      const file = await open(join(directory, name), flags);
      const { size } = await file.stat();
      // Room for all of a small file, and no more: of small files there are thousands.
      return file.createReadStream({ highWaterMark: Math.min(CHUNK_BYTES, Math.max(size, SMALLEST_CHUNK)) });
    },
  };
}
