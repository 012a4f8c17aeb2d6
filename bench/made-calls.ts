import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Call } from '../src/model/call.ts';

/** Every call of a run, account by account; those to the organization first. */
export async function madeCalls(run: string): Promise<Call[][]> {
  const accounts = (await readdir(join(run, 'accounts'))).toSorted();
  const directories = ['organization', ...accounts.map((account) => join('accounts', account))];
  return Promise.all(directories.map((directory) => callsOf(join(run, directory))));
}

async function callsOf(directory: string): Promise<Call[]> {
  const lines = gunzipSync(await readFile(join(directory, 'calls.jsonl.gz'))).toString('utf8');
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
