import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exitCodeFor } from '../../src/cli/exit-code-for.ts';
import { summaryText } from '../../src/cli/summary.ts';
import { painter } from '../../src/cli/terminal.ts';
import { writeChainHead } from '../../src/evidence/chain.ts';
import { knownAtStart, knownWhenResumed } from '../../src/run/known.ts';
import type { ProgressEvent } from '../../src/run/progress.ts';
import { scanChain } from '../support/chain.ts';
import { AS_OF, fixedClock } from '../support/fixed-clock.ts';
import { scanFleet } from '../support/fleet.ts';
import { reportOn } from '../support/judged-report.ts';
import { sealedRun } from '../support/sealed-run.ts';

const OWN = '20261105T000000Z-0000000f';
const [FIRST, SECOND, THIRD] = ['1', '2', '3'].map((day) => `2026110${day}T000000Z-0000000${day}`) as [
  string,
  string,
  string,
];

function reportOf(runId: string): string {
  const report = reportOn([]);
  return JSON.stringify({ ...report, run: { ...report.run, runId } });
}

/** Three sealed runs in a chain, with its head and `latest`. */
async function threeRuns(): Promise<{ out: string; sealed: Array<{ directory: string; sha256: string }> }> {
  const sealed: Array<{ directory: string; sha256: string }> = [];
  let out: string | undefined;
  for (const [index, runId] of [FIRST, SECOND, THIRD].entries()) {
    const run = await sealedRun(
      { 'report.json': reportOf(runId) },
      {
        runId,
        sequence: index + 1,
        previous: sealed.at(-1)?.sha256 ?? null,
        ...(out === undefined ? {} : { out }),
      },
    );
    out = run.out;
    sealed.push(run);
  }
  await point(out ?? '', sealed);
  return { out: out ?? '', sealed };
}

async function point(out: string, sealed: ReadonlyArray<{ sha256: string }>): Promise<void> {
  const [, second = '', third = ''] = sealed.map(({ sha256 }) => sha256);
  await writeChainHead(
    out,
    { runId: THIRD, sequence: 3, sha256: third },
    { runId: SECOND, sequence: 2, sha256: second },
  );
  await symlink(THIRD, join(out, 'latest'));
}

/** What a run knows that starts now, and what it has to say. */
async function known(out: string) {
  const directory = join(out, OWN);
  await mkdir(directory);
  const events: ProgressEvent[] = [];
  const found = await knownAtStart({ out, directory, watch: (event) => void events.push(event) });
  return {
    from: found.known.baseline?.run.runId ?? null,
    damaged: (found.history?.damaged ?? []).map(({ runId, file, problem }) => `${runId} ${file}: ${problem}`),
    events: events.map(({ kind }) => kind),
    kept: await readdir(directory),
    found,
  };
}

describe('the runs before', () => {
  it('are believed when they are as they were sealed', async () => {
    const { out } = await threeRuns();
    expect(await known(out)).toMatchObject({ from: THIRD, damaged: [], events: [], kept: ['baseline.json'] });
  });

  it('are none for the first run, which has nothing to say about it', async () => {
    const { out } = await sealedRun({}, { runId: FIRST });
    await rm(join(out, FIRST), { recursive: true });
    expect(await known(out)).toMatchObject({ from: null, damaged: [], events: [], kept: [] });
  });

  type Spoil = (run: string, out: string, sealed: ReadonlyArray<{ sha256: string }>) => Promise<unknown>;
  const FORGED = reportOf(THIRD).replaceAll('2026-06-01', '2020-06-01');
  const CASES: ReadonlyArray<[what: string, spoil: Spoil, said: RegExp]> = [
    [
      'an altered report',
      (run) => writeFile(join(run, 'report.json'), FORGED),
      /report\.json: report\.json was altered/,
    ],
    [
      'a truncated report',
      (run) => truncate(join(run, 'report.json'), 40),
      /report\.json: report\.json was altered/,
    ],
    ['an empty report', (run) => truncate(join(run, 'report.json'), 0), /report\.json was altered/],
    [
      'a report of another shape',
      (run) => writeFile(join(run, 'report.json'), '[]'),
      /report\.json was altered/,
    ],
    ['no report', (run) => rm(join(run, 'report.json')), /report\.json is missing/],
    [
      'a link for a report',
      async (run) => {
        await rm(join(run, 'report.json'));
        await symlink('/dev/zero', join(run, 'report.json'));
      },
      /report\.json is a link/,
    ],
    [
      'a pipe for a report',
      async (run) => {
        await rm(join(run, 'report.json'));
        execFileSync('mkfifo', [join(run, 'report.json')]);
      },
      /report\.json is a pipe/,
    ],
    [
      'a baseline put in',
      (run) => writeFile(join(run, 'baseline.json'), '{}'),
      /baseline\.json: baseline\.json is not named/,
    ],
    [
      'a pipe for a manifest',
      async (run) => {
        await rm(join(run, 'manifest.json'));
        execFileSync('mkfifo', [join(run, 'manifest.json')]);
      },
      /manifest\.json is not a manifest/,
    ],
    ['no manifest', (run) => rm(join(run, 'manifest.json')), /manifest\.json is missing/],
    [
      'neither manifest nor run.json',
      async (run) => {
        for (const name of ['manifest.json', 'run.json']) await rm(join(run, name));
      },
      /null: It cannot be verified: .*neither/,
    ],
    [
      'no directory',
      (run) => rm(run, { recursive: true }),
      /null: The run that the last scan left is not there/,
    ],
    [
      'a file for a directory',
      async (run) => {
        await rm(run, { recursive: true });
        await writeFile(run, '');
      },
      /null: It cannot be verified: /,
    ],
    [
      'all made again to fit',
      async (run, out) => {
        await rm(run, { recursive: true });
        await sealedRun(
          { 'report.json': FORGED },
          { out, runId: THIRD, sequence: 3, previous: 'a'.repeat(64) },
        );
      },
      /manifest\.json: Its manifest is not one of the chain/,
    ],
  ];

  it.each(CASES)(
    'with %s are named and passed over, and the one before is compared with',
    async (_what, spoil, said) => {
      const { out, sealed } = await threeRuns();
      await spoil(join(out, THIRD), out, sealed);
      const { from, damaged, events } = await known(out);
      expect(from).toBe(SECOND);
      expect(damaged).toEqual([expect.stringMatching(said)]);
      expect(damaged[0]).toContain(THIRD);
      expect(events).toEqual(['damaged-history']);
    },
  );

  it('are all told when none is left', async () => {
    const { out } = await threeRuns();
    for (const runId of [FIRST, SECOND, THIRD]) await truncate(join(out, runId, 'report.json'), 1);
    const { from, damaged, kept } = await known(out);
    expect(from).toBeNull();
    expect(damaged.map((line) => line.split(' ')[0])).toEqual([THIRD, SECOND, FIRST]);
    expect(kept).toEqual([]);
  });

  it('do not gain one that was put in from elsewhere', async () => {
    const { out } = await threeRuns();
    await sealedRun({ 'report.json': FORGED }, { out, runId: '20261104T000000Z-0000000e' });
    const { from, damaged } = await known(out);
    expect(from).toBe(THIRD);
    expect(damaged).toEqual([expect.stringMatching(/^20261104T000000Z-0000000e .*not one of the chain/)]);
  });

  it('that are intact and of a later format are no damage, and are told of', async () => {
    const { out } = await sealedRun({ 'report.json': '{"schemaVersion": 999}' }, { runId: FIRST });
    expect(await known(out)).toMatchObject({ from: null, damaged: [], events: ['no-comparison'], kept: [] });
  });

  it('that are intact and hold no report are named', async () => {
    const { out } = await sealedRun({ 'report.json': '{"schemaVersion": 1, "run"' }, { runId: FIRST });
    const { damaged } = await known(out);
    expect(damaged).toEqual([expect.stringMatching(/report\.json: It cannot be used: .*cannot be read/)]);
  });

  it('that overlapped are those of one chain, whichever was sealed last', async () => {
    const { out, sealed } = await threeRuns();
    const [, second, third] = sealed;
    // The second was sealed after the third.
    await writeChainHead(
      out,
      { runId: SECOND, sequence: 3, sha256: second?.sha256 ?? '' },
      { runId: THIRD, sequence: 2, sha256: third?.sha256 ?? '' },
    );
    expect(await known(out)).toMatchObject({ from: THIRD, damaged: [] });
  });

  it('do not count what a run left that was broken off', async () => {
    const { out } = await threeRuns();
    const broken = '20261104T000000Z-0000000e';
    await mkdir(join(out, broken, 'organization'), { recursive: true });
    await writeFile(join(out, broken, 'run.json'), '{}');
    await writeFile(join(out, `.${broken}.unfinished.json`), '{}');
    await mkdir(join(out, '20261104T000000Z-0000000d/organization'), { recursive: true });
    expect(await known(out)).toMatchObject({ from: THIRD, damaged: [] });
  });

  it('tell of a run with many damaged files in a few lines', async () => {
    const { out } = await threeRuns();
    for (let index = 0; index < 50; index += 1) await writeFile(join(out, THIRD, `more-${index}`), '');
    const { damaged } = await known(out);
    expect(damaged).toHaveLength(21);
    expect(damaged.at(-1)).toContain('30 more of its files are damaged');
  });
});

describe('a run that is gone on with', () => {
  async function resumed(spoil: (directory: string, out: string) => Promise<unknown>) {
    const { out } = await threeRuns();
    const { found } = await known(out);
    const { known: _, ...kept } = found;
    const directory = join(out, OWN);
    await spoil(directory, out);
    const events: ProgressEvent[] = [];
    const again = await knownWhenResumed(
      { runId: OWN, ...kept },
      { out, directory, watch: (event) => void events.push(event) },
    );
    return { again, found, events };
  }

  it('takes what it kept', async () => {
    const { again, found, events } = await resumed(async () => {});
    const { last: _, ...kept } = found;
    expect(again).toEqual(kept);
    expect(events).toEqual([]);
  });

  it.each<[string, (directory: string) => Promise<unknown>]>([
    ['altered', (directory) => writeFile(join(directory, 'baseline.json'), '{}')],
    ['cut short', (directory) => truncate(join(directory, 'baseline.json'), 10)],
    ['taken away', (directory) => rm(join(directory, 'baseline.json'))],
  ])('makes it again from the runs before where it was %s, and says so', async (_how, spoil) => {
    const { again, found } = await resumed(spoil);
    expect(again.known).toEqual(found.known);
    expect(again.baseline).toBe(found.baseline);
    expect(again.history?.damaged).toEqual([expect.objectContaining({ runId: OWN, file: 'baseline.json' })]);
  });
});

it('a scan after a forged run says so in its record and on the terminal, ends with 3, and repeats nothing of it', async () => {
  const [first = '', second = ''] = await scanChain(2, { bare: true });
  const out = dirname(first);
  const original = await readFile(join(second, 'report.json'), 'utf8');
  await writeFile(join(second, 'report.json'), original.replaceAll('2026-11-01', '2021-11-01'));
  const clock = fixedClock(new Date(Date.parse(AS_OF) + 60_000).toISOString());
  const { directory, report, log } = await scanFleet(
    { accounts: 1 },
    { out, config: { outputs: ['json'] }, aws: { clock } },
  );
  expect(report.changes?.since.runId).toBe(JSON.parse(await readFile(join(first, 'run.json'), 'utf8')).runId);
  expect(JSON.stringify(report)).not.toContain('2021-11-01');
  const run = JSON.parse(await readFile(join(directory, 'run.json'), 'utf8'));
  expect(run.history.damaged).toEqual([
    expect.objectContaining({ runId: second.split('/').at(-1), file: 'report.json' }),
  ]);
  expect(report.history).toEqual(run.history);
  expect(log.join('\n')).toContain('damaged history, run');
  expect(exitCodeFor(report, { failOn: 'none', allowIncomplete: false })).toBe(3);
  expect(exitCodeFor(report, { failOn: 'none', allowIncomplete: { share: 0 } })).toBe(0);
  expect(summaryText(report, directory, painter(false))).toContain('DAMAGED HISTORY');
});
