import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keyFileSigner } from '../../src/evidence/key-file-signer.ts';
import { makeStatement } from '../../src/evidence/statement.ts';
import { directoryStatements } from '../../src/evidence/store/directory-statements.ts';
import { keepStatement } from '../../src/evidence/store/statement-store.ts';
import { type Review, reviewShape } from '../../src/model/review.ts';
import { earlierStatements } from '../../src/run/earlier-statements.ts';
import { openReviewers, readDecisions } from '../../src/run/known-decisions.ts';
import { sealedRun } from '../support/sealed-run.ts';
import { newKeyFiles } from '../support/signing.ts';

const jane = newKeyFiles('ed25519');
const eve = newKeyFiles('ed25519');
const NOW = new Date('2026-12-01T00:00:00Z');
const FIRST = '2026-11-02T10:00:00.000Z';
const SECOND = '2026-11-03T10:00:00.000Z';

type Run = Awaited<ReturnType<typeof sealedRun>>;

/** Seals a review of nothing, which is all that reading it back takes. */
async function review(
  { out, runId, sha256 }: Run,
  { at = FIRST, keyFile = jane.keyFile, more = {} as Partial<Review>, into = [out] } = {},
): Promise<string> {
  const stores = into.map(directoryStatements);
  const folder = `reviews/${runId}`;
  const earlier = await earlierStatements(stores, folder, {
    kind: 'review',
    shape: reviewShape,
    manifestSha256: sha256,
  });
  const said = {
    ...{ runId, by: 'Jane Doe', at, tool: { name: 'countersign' as const, version: '0.0.0' }, earlier },
    ...{ runAsOf: '2026-11-01T00:00:00.000Z', population: { accesses: 0, sha256 } },
    ...{ sheets: [], parties: [], decisions: [], undecided: [], ...more },
  };
  const { name, text } = await makeStatement<Review>('review', sha256, said, await keyFileSigner(keyFile));
  for (const store of stores) await keepStatement(store, `${folder}/${name}`, text);
  return `${folder}/${name}`;
}

async function known(places: readonly Run[], before?: string) {
  const reviewers = await openReviewers([{ name: 'Jane Doe', keyFile: jane.publicKeyFile }]);
  const stores = places.map(({ out }) => directoryStatements(out));
  return readDecisions({ stores, reviewers, before, isWhole: true, now: NOW });
}

describe('what a run knows of the reviews before', () => {
  it('counts those of the reviewers alone, over the manifest of their run, dated after it and not in the future', async () => {
    const run = await sealedRun({});
    const files = [
      await review(run),
      await review(run, { at: SECOND, keyFile: eve.keyFile }),
      await review(run, { at: '2026-10-01T00:00:00.000Z' }),
      await review(run, { at: '2027-10-01T00:00:00.000Z' }),
      await review({ ...run, sha256: 'b'.repeat(64) }, { at: '2026-11-04T00:00:00.000Z' }),
    ];
    const found = await known([run]);
    expect(found?.problems).toEqual([]);
    const why = new Map(found?.reviews.map((one) => [one.file, one.why]));
    expect(files.map((file) => why.get(file))).toEqual([
      undefined,
      'It is not signed by a reviewer of the configuration.',
      'It is dated before the run that it reviews.',
      'It is dated in the future.',
      'It is over another manifest than that of its run.',
    ]);
  });

  it('takes no review of an older run for a newer one, whatever folder it is put into', async () => {
    const run = await sealedRun({});
    const newer = await sealedRun({}, { out: run.out, runId: '20261201T000000Z-01020304' });
    const file = await review(run);
    const text = await readFile(join(run.out, file), 'utf8');
    const copy = file.replace(run.runId, newer.runId);
    await keepStatement(directoryStatements(run.out), copy, text);
    const found = await known([run]);
    expect(found?.reviews).toHaveLength(1);
    expect(found?.problems).toEqual([
      { file: copy, problem: 'It is of another run than that of its folder.' },
    ]);
  });

  it('misses one that was taken away between others, and the last one that the run before knew of', async () => {
    const run = await sealedRun({});
    const middle = await review(run);
    const last = await review(run, { at: SECOND });
    const newer = await sealedRun(
      { 'decisions.json': JSON.stringify(await known([run])) },
      { out: run.out, runId: '20261120T000000Z-01020304' },
    );
    expect((await known([run], newer.runId))?.problems).toEqual([]);
    await rm(join(run.out, middle));
    const problems = (await known([run], newer.runId))?.problems.map(({ file, problem }) => [file, problem]);
    expect(problems).toEqual([[middle, expect.stringContaining(`The run ${newer.runId} knew of it`)]]);
    expect((await known([run]))?.problems).toEqual([
      { file: last, problem: expect.stringContaining('names as there before it is missing') },
    ]);
    await rm(join(run.out, last));
    expect((await known([run], newer.runId))?.problems.map(({ file }) => file).sort()).toEqual(
      [middle, last].sort(),
    );
  });

  it('reads two places as one: what was said in one alone is not missing, and comes into both', async () => {
    const disk = await sealedRun({});
    const archive = await sealedRun({});
    const first = await review(disk);
    const second = await review(archive, { at: SECOND, more: {}, into: [archive.out] });
    expect((await known([disk, archive]))?.problems).toEqual([]);
    const third = await review(disk, { at: '2026-11-05T00:00:00.000Z', into: [disk.out, archive.out] });
    for (const place of [disk, archive]) {
      const found = await known([place]);
      expect(found?.problems).toEqual([]);
      expect(found?.reviews.map(({ file }) => file)).toEqual([first, second, third]);
    }
  });

  it('carries nothing into another place that is no sound statement over the manifest', async () => {
    const disk = await sealedRun({});
    const archive = await sealedRun({});
    const file = await review(disk);
    const text = await readFile(join(disk.out, file), 'utf8');
    await writeFile(join(disk.out, file), text.replace(/"sig": ".../, '"sig": "AAA'));
    await writeFile(join(disk.out, `${file}.txt`), 'x');
    await review({ ...disk, sha256: 'b'.repeat(64) }, { at: SECOND });
    await review(disk, { at: '2026-11-05T00:00:00.000Z', into: [disk.out, archive.out] });
    expect(await readdir(join(archive.out, 'reviews', archive.runId))).toHaveLength(1);
  });
});
