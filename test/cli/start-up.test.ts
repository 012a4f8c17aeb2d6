import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

const main = join(resolve(import.meta.dirname, '../..'), 'dist/cli/main.js');

/** The packages of others that are loaded by a command line. */
async function packagesLoadedBy(...args: string[]): Promise<string[]> {
  const coverage = await mkdtemp(join(tmpdir(), 'countersign-loaded-'));
  onTestFinished(() => rm(coverage, { recursive: true }));
  const env = { ...process.env, NODE_V8_COVERAGE: coverage };
  await promisify(execFile)(process.execPath, [main, ...args], { env });
  const files = await Promise.all(
    (await readdir(coverage)).map((name) => readFile(join(coverage, name), 'utf8')),
  );
  const urls = files.flatMap((file): string[] =>
    JSON.parse(file).result.map(({ url }: { url: string }) => url),
  );
  return [...new Set(urls.flatMap((url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1] ?? []))];
}

test.each(['--version', '--help'])(
  'what %s says takes no package but that of the command line',
  async (option) => {
    expect(await packagesLoadedBy(option)).toEqual(['commander']);
  },
);
