import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { scanFleet } from '../support/fleet.ts';
import { unpackedFiles, withoutDigests } from '../support/run-files.ts';

/**
 * A whole run with a fixed seed, clock and run id. The files a reader would review are kept as they are, every file by
 * its digest (compressed ones unpacked). After a wanted change: UPDATE_GOLDEN=1 npx vitest run test/run/golden.test.ts
 */
const golden = resolve(import.meta.dirname, '../golden/run');
const REVIEWED = ['findings.csv', 'report.json', 'run.json'];

describe('the golden run', () => {
  let files: Map<string, string>;
  beforeAll(async () => {
    const { directory } = await scanFleet({ accounts: 6, seed: 'golden', pageSize: 5 }, { everything: true });
    files = await unpackedFiles(directory);
    // The manifest and the pages name digests of compressed bytes, which differ between versions of the compressor.
    files.delete('manifest.json');
    for (const page of ['report.html', 'summary.html'])
      files.set(page, withoutDigests(files.get(page) ?? ''));
    if (process.env.UPDATE_GOLDEN === undefined) return;
    await rm(golden, { recursive: true, force: true });
    await mkdir(golden, { recursive: true });
    await writeFile(join(golden, 'digests.json'), digests(files));
    // What the facts come to, judged again without a scan: test/evaluate/golden-facts.test.ts
    const isFacts = (path: string) => !path.includes('.') || path.endsWith('facts.jsonl.gz');
    await cp(directory, golden, { recursive: true, filter: (path) => isFacts(relative(directory, path)) });
    for (const name of REVIEWED) {
      await mkdir(dirname(join(golden, name)), { recursive: true });
      await writeFile(join(golden, name), files.get(name) ?? '');
    }
  });

  it.each(REVIEWED)('%s is what it was', async (name) => {
    expect(files.get(name)).toBe(await readFile(join(golden, name), 'utf8'));
  });

  it('leaves the same bytes in every file', async () => {
    expect(digests(files)).toBe(await readFile(join(golden, 'digests.json'), 'utf8'));
  });
});

function digests(of: ReadonlyMap<string, string>): string {
  const lines = [...of].map(([name, text]) => [name, createHash('sha256').update(text).digest('hex')]);
  return `${JSON.stringify(Object.fromEntries(lines), null, 2)}\n`;
}
