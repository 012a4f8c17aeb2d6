import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip, createGzip } from 'node:zlib';

/** Writes one JSON document a line, compressed, without holding the whole text in memory; on the disk when done. */
export async function writeJsonLines(path: string, values: Iterable<unknown>): Promise<void> {
  function* lines() {
    for (const value of values) yield `${JSON.stringify(value)}\n`;
  }
  await pipeline(Readable.from(lines()), createGzip(), createWriteStream(path, { flags: 'wx', flush: true }));
}

/** Reads what `writeJsonLines` wrote. Throws when the file is missing, cut short or not JSON lines. */
export async function readJsonLines(path: string): Promise<unknown[]> {
  return jsonLinesOf(createReadStream(path));
}

/** Reads what `writeJsonLines` wrote, wherever it comes from. Throws when it is cut short or not JSON lines. */
export async function jsonLinesOf(bytes: Readable): Promise<unknown[]> {
  const values: unknown[] = [];
  const decoder = new StringDecoder('utf8');
  let pending: string[] = [];
  await pipeline(bytes, createGunzip(), async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) {
      const parts = decoder.write(chunk).split('\n');
      const last = parts.pop() ?? '';
      for (const part of parts) {
        values.push(JSON.parse(pending.join('') + part));
        pending = [];
      }
      pending.push(last);
    }
  });
  if (pending.join('') !== '') throw new Error('The last line is cut short.');
  return values;
}
