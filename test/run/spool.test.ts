import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { baselineAfter } from '../../src/evaluate/baseline.ts';
import { directoryReader } from '../../src/evidence/evidence-reader.ts';
import { OUTPUT_FORMATS } from '../../src/model/output.ts';
import { sortedRows } from '../../src/model/rows.ts';
import { readReport } from '../../src/run/known.ts';
import { judgeRun, readRun } from '../../src/run/open-run.ts';
import { writeOutputs } from '../../src/run/outputs.ts';
import { spoolIn } from '../../src/run/spool.ts';

const fresh = () => mkdtemp(join(tmpdir(), 'countersign-spool-'));

it('gives back what it was given, in order, by place and as often as asked, and leaves no file', async () => {
  const directory = await fresh();
  const keeping = spoolIn(directory, 0);
  const [numbers, texts] = [keeping<{ number: number }>(), keeping<string>()];
  const long = `${'é'.repeat(300_000)}\n\u2028\ud800"`;
  for (let number = 0; number < 20_000; number += 1) {
    numbers.add({ number });
    if (number % 5_000 === 0) texts.add(`${number}${long}`);
  }
  const rows = numbers.rows();
  expect(rows).toHaveLength(20_000);
  for (const _ of [1, 2]) {
    let expected = 0;
    for (const { number } of rows) {
      if (number !== expected) expect(number).toBe(expected);
      expected += 1;
    }
    expect(expected).toBe(20_000);
  }
  expect([rows.at(0), rows.at(12_345), rows.at(-1), rows.at(20_000)]).toEqual([
    { number: 0 },
    { number: 12_345 },
    { number: 19_999 },
    undefined,
  ]);
  expect(
    rows
      .filter(({ number }) => number % 7 === 0)
      .map(({ number }) => number)
      .slice(1, 3),
  ).toEqual([7, 14]);
  expect([...texts.rows()]).toEqual([0, 5_000, 10_000, 15_000].map((number) => `${number}${long}`));
  expect(await readdir(directory)).toEqual([]);
});

/** What grows with the fleet goes through files in large runs; here, in a small one, all of it does. */
it('changes no byte of any output', async () => {
  const run = directoryReader(resolve(import.meta.dirname, '../golden/run'));
  const record = await readRun(run);
  const written: Array<Map<string, string>> = [];
  const known: string[] = [];
  for (const keeping of [undefined, spoolIn(await fresh(), 0)]) {
    const report = await judgeRun(run, record, keeping === undefined ? {} : { keeping, spool: keeping });
    expect(Array.isArray(report.findings)).toBe(keeping === undefined);
    const out = await fresh();
    await writeOutputs(out, report, { formats: OUTPUT_FORMATS, run });
    written.push(await filesIn(out));
    known.push(JSON.stringify(baselineAfter(report, undefined, new Set())));
  }
  const [inMemory, spooled] = written;
  expect(spooled?.size).toBeGreaterThan(10);
  expect(spooled).toEqual(inMemory);
  expect(known[1]).toBe(known[0]);
});

it('gives rows in the order of their keys, those with the same as they came', async () => {
  const keeper = spoolIn(await fresh(), 0)<{ key: string; number: number }>();
  const all = Array.from({ length: 500 }, (_, number) => ({ key: `${(number * 7919) % 83}`, number }));
  for (const row of all) keeper.add(row);
  const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  const sorted = sortedRows(keeper.rows(), ({ key }) => key, compare);
  expect(Array.isArray(sorted)).toBe(false);
  expect([...sorted]).toEqual(all.toSorted((a, b) => compare(a.key, b.key)));
  expect(sorted.at(-1)).toEqual([...sortedRows(all, ({ key }) => key, compare)].at(-1));
});

async function filesIn(directory: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) files.set(path.slice(directory.length), await readFile(path, 'utf8'));
  }
  return files;
}

it('a folder that takes no rows is named, and the run that they are of is not called damaged', async () => {
  const golden = directoryReader(resolve(import.meta.dirname, '../golden/run'));
  const nowhere = join(await fresh(), 'nowhere');
  const reading = readReport(golden, spoolIn(nowhere, 0));
  await expect(reading).rejects.toMatchObject({ name: 'NotKept', code: 'ENOENT', syscall: 'open' });
  await expect(reading).rejects.toThrow(`Long lists cannot be kept for a while in ${nowhere}: `);
});
