import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Numbers } from '../model/numbers.ts';
import { type Keeper, type Keeping, type Rows, rowsFrom } from '../model/rows.ts';

/** Rows of which there is less text than this stay in memory. */
const FEW = 64 * 1024;
/** Text that is written, and read, at once. */
const BLOCK = 128 * 1024;

/** What a process left that died is taken away when its run is gone on with. */
const nameNow = () => `rows-${randomUUID()}.partial`;

/**
 * Keeps rows in a file below a directory, as JSON, a row a line. The file has no name any more once it is open, so that
 * nothing of it is left however the process ends, and is closed when nobody has rows of it any more. It is read and
 * written at once, without waiting: what goes through rows need not know where they are.
 *
 * @param few rows of less text than this stay in memory
 */
export function spoolIn(directory: string, few = FEW): Keeping {
  let file: SpoolFile | undefined;
  const open = () => {
    file ??= new SpoolFile(directory);
    return file;
  };
  return <T>() => keeper<T>(open, few);
}

/** The folder for rows takes none: no fault of what they are read from. It bears the code of the system's error. */
export class NotKept extends Error {
  readonly code: string | undefined;
  readonly syscall: string | undefined;

  constructor(directory: string, { code, syscall, message }: NodeJS.ErrnoException) {
    const place = directory === tmpdir() ? `${directory} (TMPDIR names another folder)` : directory;
    super(`Long lists cannot be kept for a while in ${place}: ${message}`);
    this.name = 'NotKept';
    this.code = code;
    this.syscall = syscall;
  }
}

function kept<T>(directory: string, keep: () => T): T {
  try {
    return keep();
  } catch (error) {
    throw error instanceof Error ? new NotKept(directory, error) : error;
  }
}

/** Closes the files of rows that nobody has any more. */
const closing = new FinalizationRegistry<number>((descriptor) => closeSync(descriptor));

class SpoolFile {
  readonly #descriptor: number;
  /** What is read is made a text at once: no other bytes have to be collected for every block. */
  readonly #bytes = Buffer.allocUnsafe(2 * BLOCK);
  #end = 0;

  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
    const path = join(directory, nameNow());
    this.#descriptor = kept(directory, () => openSync(path, 'wx+', 0o600));
    closing.register(this, this.#descriptor);
    rmSync(path);
  }

  /** Where it stands now. */
  append(bytes: Buffer): number {
    const start = this.#end;
    for (let done = 0; done < bytes.length; )
      done += kept(this.#directory, () =>
        writeSync(this.#descriptor, bytes, done, bytes.length - done, start + done),
      );
    this.#end += bytes.length;
    return start;
  }

  text(start: number, length: number): string {
    const bytes = length <= this.#bytes.length ? this.#bytes.subarray(0, length) : Buffer.allocUnsafe(length);
    for (let done = 0; done < length; ) {
      const read = readSync(this.#descriptor, bytes, done, length - done, start + done);
      if (read === 0) throw new Error('What was kept of the run is cut short.');
      done += read;
    }
    return bytes.toString('utf8');
  }
}

function keeper<T>(open: () => SpoolFile, few: number): Keeper<T> {
  let here: T[] | undefined = [];
  let lines: string[] = [];
  let size = 0;
  const starts = new Numbers(Float64Array);
  const sizes = new Numbers();
  const blocks: Array<{ start: number; length: number }> = [];

  function write(): void {
    const file = open();
    const parts = lines.map((line) => Buffer.from(`${line}\n`));
    const bytes = Buffer.concat(parts);
    const start = file.append(bytes);
    let end = start;
    for (const { length } of parts) {
      starts.add(end);
      sizes.add(length - 1);
      end += length;
    }
    blocks.push({ start, length: bytes.length });
    lines = [];
    size = 0;
  }

  return {
    add(row) {
      const line = JSON.stringify(row);
      lines.push(line);
      size += line.length;
      here?.push(row);
      if (here === undefined ? size < BLOCK : size < few) return;
      here = undefined;
      write();
    },
    rows(): Rows<T> {
      if (here !== undefined) return here;
      if (lines.length > 0) write();
      const file = open();
      return rowsFrom<T>({
        *read() {
          for (const { start, length } of blocks) {
            const text = file.text(start, length);
            for (let from = 0; from < text.length; ) {
              const end = text.indexOf('\n', from);
              yield JSON.parse(text.slice(from, end));
              from = end + 1;
            }
          }
        },
        length: starts.length,
        at: (index) => JSON.parse(file.text(starts.at(index), sizes.at(index))),
      });
    },
  };
}
