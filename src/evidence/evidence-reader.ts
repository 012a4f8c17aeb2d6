import { constants } from 'node:buffer';
import { readdir, realpath } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { openPlainFile } from './plain-file.ts';

/** The way to a run's files, wherever they are kept. */
export interface EvidenceReader {
  /** Where the run is, for messages. */
  location: string;
  /** What the run is called there: the end of its address and, where that is a link, of what it leads to. */
  names(): Promise<string[]>;
  /**
   * Every file of the run by its name from the run directory, with `/`; links and other oddities too, and empty
   * directories, whose names end with `/`. Sorted.
   */
  list(): Promise<string[]>;
  /**
   * The bytes of a file. Throws an error whose code is one of `NOT_THERE` when there is no such file, and `NotAFile` when
   * something else has its name.
   */
  read(name: string): Promise<Readable>;
}

/** What a directory says of a file that it does not hold, and what S3 does. */
const NOT_THERE: ReadonlySet<unknown> = new Set(['ENOENT', 'NoSuchKey']);

/** As much of a reader as reading files by their names takes. */
export type FileReader = Pick<EvidenceReader, 'location' | 'read'>;

/** A file of a run; undefined when the run has no such file. */
export async function openFile(run: FileReader, name: string): Promise<Readable | undefined> {
  try {
    return await run.read(name);
  } catch (error) {
    if (error instanceof Error && 'code' in error && NOT_THERE.has(error.code)) return undefined;
    throw error;
  }
}

/** The text of a file of a run; undefined when the run has no such file. Throws when it cannot be a text of ours. */
export async function textOf(run: FileReader, name: string): Promise<string | undefined> {
  const stream = await openFile(run, name);
  if (stream === undefined) return undefined;
  const bytes = await bytesOfText(stream);
  if (bytes === undefined) throw new Error(`${run.location}/${name} is too long, or no text`);
  return bytes.toString('utf8');
}

/**
 * All bytes of a text; undefined when it is longer than a string can be, or holds a NUL, as no JSON and no PEM does: the
 * hole of a sparse file ends the reading, however large the file says it is.
 */
export async function bytesOfText(stream: Readable): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > constants.MAX_STRING_LENGTH || chunk.includes(0)) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
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
    async names() {
      return [...new Set([resolve(directory), await realpath(directory)].map((path) => basename(path)))];
    },
    async list() {
      const entries = await readdir(directory, { recursive: true, withFileTypes: true });
      const nameOf = ({ parentPath, name }: (typeof entries)[number]) =>
        relative(directory, join(parentPath, name)).split(sep).join('/');
      const filled = new Set(entries.map(({ parentPath }) => relative(directory, parentPath)));
      return entries
        .filter(
          (entry) =>
            !entry.isDirectory() || !filled.has(relative(directory, join(entry.parentPath, entry.name))),
        )
        .map((entry) => `${nameOf(entry)}${entry.isDirectory() ? '/' : ''}`)
        .sort();
    },
    async read(name) {
      const { file, size } = await openPlainFile(join(directory, name));
      // Room for all of a small file, and no more: of small files there are thousands.
      return file.createReadStream({ highWaterMark: Math.min(CHUNK_BYTES, Math.max(size, SMALLEST_CHUNK)) });
    },
  };
}
