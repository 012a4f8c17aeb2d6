import { constants, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** What stands under a name is no file: reading it would lead elsewhere, wait for a writer, or never end. */
export class NotAFile extends Error {
  override readonly name = 'NotAFile';
  /** In words: `a link`, `a pipe`. */
  readonly what: string;

  constructor(path: string, what: string) {
    super(`${path} is ${what} and no file`);
    this.what = what;
  }
}

/** Opens a file for reading, and nothing but a file: never waits, and follows no link. Throws `NotAFile`. */
export async function openPlainFile(path: string): Promise<{ file: FileHandle; size: number }> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    (error: unknown) => {
      const what = error instanceof Error && 'code' in error ? UNOPENED.get(error.code) : undefined;
      throw what === undefined ? error : new NotAFile(path, what);
    },
  );
  const found = await file.stat();
  if (found.isFile()) return { file, size: found.size };
  await file.close();
  throw new NotAFile(path, kindOf(found));
}

/** The text of a small file beside the runs; undefined when there is none. Throws when it is no file, or a long one. */
export async function smallText(path: string, longest = 1024 * 1024): Promise<string | undefined> {
  try {
    const { file, size } = await openPlainFile(path);
    try {
      if (size > longest) throw new Error(`${path} has ${size} bytes; it cannot have more than ${longest}`);
      return await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** What the system says instead of opening it. */
const UNOPENED: ReadonlyMap<unknown, string> = new Map([
  ['ELOOP', 'a link'],
  ['ENXIO', 'a socket or a pipe'],
  ['EOPNOTSUPP', 'a socket'],
  ['ENODEV', 'a device'],
]);

function kindOf(found: Stats): string {
  if (found.isDirectory()) return 'a directory';
  if (found.isFIFO()) return 'a pipe';
  if (found.isSocket()) return 'a socket';
  return 'a device';
}
