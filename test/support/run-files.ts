import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, inflateSync } from 'node:zlib';
import { readJsonLines } from '../../src/evidence/json-lines.ts';
import { filesUnder } from '../../src/evidence/manifest.ts';
import type { Call } from '../../src/model/call.ts';
import type { FactRecord } from '../../src/model/fact.ts';

/** Every file of a run by name, what is compressed unpacked, so that bytes compare on every machine. */
export async function unpackedFiles(directory: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const name of await filesUnder(directory)) {
    const bytes = await readFile(join(directory, name));
    const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
    files.set(name, name === 'explorer.html' ? unpackedBlocks(text) : text);
  }
  return files;
}

/** Files of two runs that say the same, but for what tells how busy the machine was: how often a call was tried. */
export function withoutRetries(files: ReadonlyMap<string, string>): Map<string, string> {
  const isCalls = (name: string) => name.endsWith('/calls.jsonl.gz');
  return new Map(
    [...files].map(([name, text]) => [name, isCalls(name) ? text.replaceAll(/"attempts":\d+/g, '') : text]),
  );
}

/** The explorer with the text of each of its blocks of data. */
function unpackedBlocks(page: string): string {
  return page.replace(
    /(<script type="text\/plain"[^>]*>)([^<]*)/g,
    (_, tag: string, packed: string) => `${tag}${inflateSync(Buffer.from(packed, 'base64'))}`,
  );
}

/** A page without what it says of each file of evidence, and of all of them; throws where it says nothing. */
export function withoutDigests(page: string): string {
  const row =
    /(data-label="SHA-256" class="digest-cell"><code>)[0-9a-f]{64}(<\/code><\/td><td data-label="Bytes" class="figure-cell">)[\d,]+/g;
  const all = /(by name: <code>)[0-9a-f]{64}/;
  if (!row.test(page) && !all.test(page)) throw new Error('The page names no file of evidence.');
  return page
    .replace(row, '$1…$2…')
    .replace(all, '$1…')
    .replace(/ files of [\d,]+ bytes in all/, ' files of … bytes in all');
}

const FACTS = new Map<string, Promise<FactRecord[]>>();

/** The facts of an account in a run, which is sealed: they are read once, however often they are asked for. */
export function factsOf(directory: string, accountId: string): Promise<FactRecord[]> {
  return factsIn(directory, join('accounts', accountId, 'facts.jsonl.gz'));
}

/** Those in a file of the run, by its path there. */
export function factsIn(directory: string, file: string): Promise<FactRecord[]> {
  const path = join(directory, file);
  const known = FACTS.get(path);
  if (known !== undefined) return known;
  const read = readJsonLines(path) as Promise<FactRecord[]>;
  FACTS.set(path, read);
  return read;
}

export async function callsOf(directory: string, accountId: string): Promise<Call[]> {
  return (await readJsonLines(join(directory, 'accounts', accountId, 'calls.jsonl.gz'))) as Call[];
}
