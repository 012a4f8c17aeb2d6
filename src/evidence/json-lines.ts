import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip, createGzip } from 'node:zlib';
import { openPlainFile } from './plain-file.ts';

/** Writes one JSON document a line, compressed, without holding the whole text in memory; on the disk when done. */
export async function writeJsonLines(path: string, values: Iterable<unknown>): Promise<void> {
  function* lines() {
    for (const value of values) yield `${JSON.stringify(value)}\n`;
  }
  await pipeline(Readable.from(lines()), createGzip(), createWriteStream(path, { flags: 'wx', flush: true }));
}

/** Reads what `writeJsonLines` wrote. Throws when the file is missing, cut short or not JSON lines. */
export async function readJsonLines(path: string): Promise<unknown[]> {
  const { file } = await openPlainFile(path);
  return jsonLinesOf(file.createReadStream());
}

/** Reads what `writeJsonLines` wrote, wherever it comes from. Throws when it is cut short or not JSON lines. */
export async function jsonLinesOf(bytes: Readable): Promise<unknown[]> {
  const values: unknown[] = [];
  await pipeline(bytes, createGunzip(), async (chunks: AsyncIterable<Buffer>) => {
    for await (const { lines, rest } of linesOf(chunks)) {
      for (const line of lines) values.push(JSON.parse(line));
      if (rest !== undefined && rest !== '') throw new Error('The last line is cut short.');
    }
  });
  return values;
}

/**
 * The lines of a text of UTF-8, as many at once as a chunk ends; with the last, what follows the last line feed. Throws at a
 * NUL, which no JSON holds: the hole of a sparse file would be a line without end.
 */
export async function* linesOf(
  chunks: AsyncIterable<Buffer>,
): AsyncIterable<{ lines: string[]; rest?: string }> {
  const decoder = new StringDecoder('utf8');
  let pending: string[] = [];
  for await (const chunk of chunks) {
    if (chunk.includes(0)) throw new SyntaxError('There is a NUL in it.');
    const lines = decoder.write(chunk).split('\n');
    const last = lines.pop() ?? '';
    if (lines.length > 0) {
      lines[0] = pending.join('') + lines[0];
      pending = [];
      yield { lines };
    }
    pending.push(last);
  }
  yield { lines: [], rest: pending.join('') + decoder.end() };
}
