import { mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { knownAtStart } from '../../src/run/known.ts';
import type { ProgressEvent } from '../../src/run/progress.ts';

/** What a run knows that starts where the latest one left this as its report. */
async function knownAfter(report: string | undefined) {
  const out = await mkdtemp(join(tmpdir(), 'countersign-known-'));
  const directory = join(out, 'run');
  await mkdir(directory);
  await mkdir(join(out, 'latest'));
  if (report !== undefined) await writeFile(join(out, 'latest', 'report.json'), report);
  const events: ProgressEvent[] = [];
  const watch = (event: ProgressEvent) => void events.push(event);
  const known = await knownAtStart({ out, directory, watch });
  return { known, events, kept: await readdir(directory) };
}

it('a first run knows nothing, and has nothing to say about it', async () => {
  const { known, events, kept } = await knownAfter(undefined);
  expect(known.baseline).toBeUndefined();
  expect(events).toEqual([]);
  expect(kept).toEqual([]);
});

it.each([
  ['cut short', '{"schemaVersion": 1, "run'],
  ['of a later format', '{"schemaVersion": 999}'],
])('a latest report that is %s does not stop the audit, and is told of', async (_name, report) => {
  const { known, events, kept } = await knownAfter(report);
  expect(known.baseline).toBeUndefined();
  expect(events).toEqual([{ kind: 'no-comparison', message: expect.stringContaining('report.json') }]);
  expect(kept).toEqual([]);
});
