import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { FactRecord } from '../src/model/fact.ts';

/** The lines of the facts in one folder of a run. */
export async function factLines(directory: string, folder: string): Promise<string[]> {
  return gunzipSync(await readFile(join(directory, folder, 'facts.jsonl.gz')))
    .toString('utf8')
    .trimEnd()
    .split('\n');
}

/** The facts in one folder of a run, parsed anew. */
export async function parsedFacts(directory: string, folder: string): Promise<FactRecord[]> {
  return parsed(await factLines(directory, folder));
}

export function parsed(lines: readonly string[]): FactRecord[] {
  return lines.map((line) => JSON.parse(line));
}
