import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { directoryReader } from '../../src/evidence/evidence-reader.ts';
import { reportJson } from '../../src/report/json.ts';
import { readExternalIdKey } from '../../src/run/external-id-key.ts';
import { judgeRun, readRun } from '../../src/run/open-run.ts';
import { EXTERNAL_ID_KEY } from '../support/scan.ts';

/** The facts of the golden run, kept by `test/run/golden.test.ts`: whatever judging changes shows here, without a scan. */
const golden = resolve(import.meta.dirname, '../golden/run');

it('judges the facts of the golden run as that run was judged', async () => {
  const run = directoryReader(golden);
  const report = await judgeRun(run, await readRun(run), await withTheKey());
  expect([...reportJson(report)].join('')).toBe(await readFile(join(golden, 'report.json'), 'utf8'));
});

async function withTheKey(): Promise<object> {
  const file = join(await mkdtemp(join(tmpdir(), 'countersign-key-')), 'external-id.key');
  await writeFile(file, EXTERNAL_ID_KEY, { mode: 0o600 });
  return { externalIdKey: await readExternalIdKey(file) };
}
