import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AuditReport } from '../../src/model/report.ts';
import { parseCsv } from '../../src/review/csv.ts';
import { attest } from '../../src/run/attest.ts';
import { exportControls } from '../../src/run/export-controls.ts';
import { closeReview } from '../../src/run/review-close.ts';
import { openReview } from '../../src/run/review-open.ts';
import { reviewStatus } from '../../src/run/review-status.ts';
import { verifyEvidence } from '../../src/run/verify-evidence.ts';
import type { WorldRole } from '../../src/simulator/world.ts';
import { builtProgram } from '../support/built-program.ts';
import { fixedClock } from '../support/fixed-clock.ts';
import { scanFleet } from '../support/fleet.ts';
import { rebuild } from '../support/rebuild.ts';
import { newKeyFiles } from '../support/signing.ts';
import { REGISTER, tidyWorld } from '../support/tidy-world.ts';

const jane = newKeyFiles('ed25519');
const sealing = newKeyFiles('ed25519');
const reviewers = [{ name: 'Jane Doe', keyFile: jane.publicKeyFile }];
const s3 = { region: 'eu-west-1', clock: fixedClock('2026-11-02T00:00:00Z'), version: '0.0.0' };
const REMOVED = 'tidewater-monitoring';
const KEPT = 'tidewater-of-a-stack';
const REDUCED = 'tidewater-backup';

/** The tidy world with a third role, changed as a test wants it. */
function worldWith(change: (roles: WorldRole[]) => WorldRole[] = (roles) => roles) {
  const world = tidyWorld();
  const account = world.accounts[1];
  const [model] = account?.contents.roles.filter(({ name }) => name === REMOVED) ?? [];
  if (account === undefined || model === undefined) throw new Error('The world has no such role.');
  account.contents.roles = change([...account.contents.roles, { ...model, name: REDUCED }]);
  return world;
}

let out: string;
async function scanAt(time: string, change?: (roles: WorldRole[]) => WorldRole[]) {
  const { report, directory } = await scanFleet(
    { world: worldWith(change) },
    {
      out,
      aws: { clock: fixedClock(time) },
      config: {
        regions: ['us-east-1', 'eu-west-1'],
        thirdParties: REGISTER,
        exceptions: [],
        outputs: ['json', 'html', 'markdown'],
        evidence: { signing: { keyFile: sealing.keyFile } },
        reviewers,
        // The keys of users are asked of all checks.
        checks: {},
      },
    },
  );
  return { report, directory };
}

function statesOf({ reviews }: Pick<AuditReport, 'reviews'>) {
  return Object.fromEntries(
    reviews?.accesses.map(({ roleArn, state }) => [roleArn.split('/').at(-1), state]) ?? [],
  );
}

/** The table as a spreadsheet saves it elsewhere: a mark, semicolons, rows in another order, quoted where it must be. */
function asSaved(rows: string[][]): string {
  const [header = [], ...body] = rows;
  const cell = (text: string) => (/[";\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return `\ufeff${[header, ...body.reverse()].map((row) => row.map(cell).join(';')).join('\r\n')}\r\n`;
}

const ANSWERS: Record<string, [string, string, string]> = {
  [REMOVED]: ['Remove', '20.11.2026', 'The contract for "monitoring"; ends'],
  [KEPT]: ['keep', 'until 2026-12-31', 'Needed for the shop.'],
  [REDUCED]: ['REDUCE', '2026-11-20', 'Reading is enough.'],
};

describe('a review from open to carried out, over three runs', () => {
  let first: Awaited<ReturnType<typeof scanAt>>;
  let second: typeof first;
  let third: typeof first;
  let sealed: Awaited<ReturnType<typeof closeReview>>;
  beforeAll(async () => {
    out = await mkdtemp(join(tmpdir(), 'countersign-review-'));
    first = await scanAt('2026-11-01T00:00:00.000Z');
    const sheets = join(out, '..', `sheets-${Date.now()}`);
    const { sheets: opened, notAsked } = await openReview({
      ...{ run: first.directory, s3, by: 'owner', out: sheets },
    });
    expect(notAsked).toEqual({ organizations: 0 });
    const [sheet] = opened;
    const rows = parseCsv(await readFile(join(sheets, sheet?.files[1] ?? ''), 'utf8')) ?? [];
    const role = rows[0]?.indexOf('role') ?? -1;
    const filled = rows.map((row, index) => {
      const answer = ANSWERS[row[role]?.split('/').at(-1) ?? ''];
      return index === 0 || answer === undefined ? row : [...row.slice(0, -3), ...answer];
    });
    const answers = join(sheets, 'answers.csv');
    await writeFile(answers, asSaved(filled));
    sealed = await closeReview({
      ...{ run: first.directory, s3, signing: { keyFile: jane.keyFile }, by: 'Jane Doe' },
      ...{ answers: [answers], partial: false, unsigned: false, version: '0.0.0' },
      now: new Date('2026-11-02T09:00:00Z'),
    });
    await attest({
      ...{ run: first.directory, s3, signing: { keyFile: jane.keyFile }, by: 'Jane Doe', decision: 'accept' },
      ...{ note: 'Read.', version: '0.0.0', now: new Date('2026-11-02T10:00:00Z') },
    });
    second = await scanAt('2026-11-10T00:00:00.000Z');
    third = await scanAt('2026-12-01T00:00:00.000Z', (roles) => [
      ...roles.filter(({ name }) => name !== REMOVED),
      ...roles.filter(({ name }) => name === KEPT).map((role) => ({ ...role, name: 'tidewater-new' })),
    ]);
  });

  it('seals what was decided, on what population, by whom', () => {
    expect(sealed).toMatchObject({
      by: 'Jane Doe',
      decided: { keep: 1, reduce: 1, remove: 1 },
      undecided: 0,
      population: { accesses: 3 },
      parties: [{ name: 'Tidewater Monitoring', accesses: 3, decided: 3 }],
    });
  });

  it('is not sealed where the clock says that the run is still to come', async () => {
    await expect(
      closeReview({
        ...{ run: third.directory, s3, signing: { keyFile: jane.keyFile }, by: 'Jane Doe' },
        ...{ answers: [], partial: true, unsigned: false, version: '0.0.0' },
        now: new Date('2026-11-30T23:00:00Z'),
      }),
    ).rejects.toThrow(/would not count\. Set the clock/);
  });

  it('is open in no run before it, waits in the second, and is carried out or late in the third', () => {
    expect(first.report.reviews).toBeUndefined();
    expect(statesOf(second.report)).toEqual({ [REMOVED]: 'pending', [KEPT]: 'kept', [REDUCED]: 'pending' });
    expect(statesOf(third.report)).toEqual({
      [REMOVED]: 'done',
      [KEPT]: 'kept',
      [REDUCED]: 'overdue',
      'tidewater-new': 'open',
    });
    const reduced = third.report.reviews?.accesses.find(({ state }) => state === 'overdue');
    expect(reduced?.detail).toContain(
      'Its policies are what they were. The time for it ended on 2026-11-20.',
    );
  });

  it('dates the last review of the party, and not the register', () => {
    const [party] = second.report.thirdParties.filter(({ party: { kind } }) => kind === 'registered');
    expect(party?.lastReviewed).toBe('2026-11-02');
    expect(second.report.reviews?.parties).toEqual([
      { key: 'registered:Tidewater Monitoring', lastReviewed: '2026-11-02', typed: '2026-09-01' },
    ]);
    expect(first.report.thirdParties.find(({ party: { kind } }) => kind === 'registered')?.lastReviewed).toBe(
      '2026-09-01',
    );
  });

  it('shows the countersignature of the run before, and the periods of the calendar', () => {
    expect(second.report.countersigned?.signatures).toMatchObject([
      { by: 'Jane Doe', decision: 'accept', state: 'trusted', reviewer: 'Jane Doe' },
    ]);
    expect(
      third.report.reviews?.calendar.map(({ every, periods }) => [every, periods.map(({ state }) => state)]),
    ).toEqual([
      ['half-year', ['held']],
      ['quarter', ['held']],
    ]);
  });

  it('is in the page and judged again the same, years later', async () => {
    const page = await readFile(join(third.directory, 'report.html'), 'utf8');
    expect(page).toContain('Reviews and countersignatures');
    expect(page).toContain('Its policies are what they were.');
    const again = await rebuild(third.directory, await mkdtemp(join(tmpdir(), 'countersign-again-')));
    expect(again).toEqual(third.report);
  });

  it('goes along in an export of a later run, with what closed the run that it is over', async () => {
    const exported = join(await mkdtemp(join(tmpdir(), 'countersign-export-')), 'pci');
    const request = { s3, framework: 'pci', withReport: false };
    await exportControls({ ...request, run: third.directory, out: exported });
    const [name = ''] = await readdir(join(exported, 'reviews', sealed.runId));
    for (const [there, here] of [
      [join(exported, 'reviews', sealed.runId, name), join(out, 'reviews', sealed.runId, name)],
      [join(exported, 'earlier', sealed.runId, 'manifest.json'), join(first.directory, 'manifest.json')],
    ] as const)
      expect(await readFile(there)).toEqual(await readFile(here));
    const readme = await readFile(join(exported, 'README.md'), 'utf8');
    expect(readme).toContain('Reviews of earlier runs');
    expect(readme).not.toContain('Not there any more');

    const copy = await mkdtemp(join(tmpdir(), 'countersign-review-'));
    await cp(out, copy, { recursive: true });
    await rm(join(copy, 'reviews'), { recursive: true });
    const run = join(copy, third.report.run.runId);
    const without = `${exported}-without`;
    await exportControls({ ...request, run, out: without });
    expect(await readFile(join(without, 'README.md'), 'utf8')).toContain(
      `Not there any more, or not as the report knew it: reviews/${sealed.runId}/${name}.`,
    );
    await rm(copy, { recursive: true });
  });

  it('verifies, and tells of a review that was altered or put in by other means', async () => {
    const runs = [first.directory, second.directory, third.directory];
    const keyFile = [sealing.publicKeyFile, jane.publicKeyFile];
    const whole = await verifyEvidence({ runs, keyFile });
    expect(whole.damage).toEqual([]);
    expect(whole.reviews).toMatchObject([
      { by: 'Jane Doe', state: 'trusted', runId: sealed.runId, decided: 3 },
    ]);
    const copy = await mkdtemp(join(tmpdir(), 'countersign-review-'));
    await cp(out, copy, { recursive: true });
    const folder = join(copy, 'reviews', sealed.runId);
    const [name = ''] = await readdir(folder);
    await writeFile(join(folder, 'more.json'), '{}');
    const text = await readFile(join(folder, name), 'utf8');
    await writeFile(join(folder, name), text.replace(/"sig": ".../, '"sig": "AAA'));
    const run = join(copy, sealed.runId);
    const { damage } = await verifyEvidence({ runs: [run], keyFile });
    expect(damage.map(({ kind, file }) => [kind, file])).toEqual([
      ['bad-signature', `reviews/${sealed.runId}/${name}`],
      ['extra-file', `reviews/${sealed.runId}/more.json`],
    ]);
    await rm(copy, { recursive: true });
  });

  it('status says the same now, and later what has lapsed', async () => {
    const { standing } = await reviewStatus({
      ...{ run: third.directory, s3, reviewers },
      now: new Date('2027-01-15T00:00:00Z'),
    });
    expect(standing.accesses.map(({ roleArn, state }) => [roleArn.split('/').at(-1), state])).toEqual([
      [REDUCED, 'overdue'],
      [KEPT, 'lapsed'],
      ['tidewater-new', 'open'],
      [REMOVED, 'done'],
    ]);
    expect(standing.calendar.map(({ periods }) => periods.map(({ state }) => state))).toEqual([
      ['running', 'held'],
      ['running', 'held'],
    ]);
  });

  describe('where something comes between', () => {
    let copy: string;
    let run: string;
    let answers: string;
    const kept = async () => {
      const names = await readdir(join(copy, 'reviews'), { recursive: true }).catch((): string[] => []);
      return names.filter((name) => name.endsWith('.json'));
    };
    const closing = (by: string) => ({
      ...{ run, s3, signing: {}, by, answers: [answers], partial: true, unsigned: true, version: '0.0.0' },
      now: new Date('2026-11-02T12:00:00Z'),
    });
    beforeAll(async () => {
      copy = await mkdtemp(join(tmpdir(), 'countersign-between-'));
      run = join(copy, first.report.run.runId);
      await cp(first.directory, run, { recursive: true });
      const folder = join(copy, '..', `between-${Date.now()}`);
      const { sheets } = await openReview({ run, s3, by: 'owner', out: folder });
      const rows = parseCsv(await readFile(join(folder, sheets[0]?.files[1] ?? ''), 'utf8')) ?? [];
      const filled = rows.map((row, at) =>
        at === 0 ? row : [...row.slice(0, -3), 'keep', '2026-12-31', 'Needed.'],
      );
      answers = join(folder, 'answers.csv');
      await writeFile(answers, asSaved(filled));
    });

    it('a disk that takes no more: nothing is sealed, nothing half is left, and it works once there is room', async () => {
      // A process of its own, which may write no file of more than a kilobyte, with the clock of this test.
      const program = builtProgram(`
        import { closeReview } from 'SRC/run/review-close.ts';
        const request = JSON.parse(process.argv[2]);
        await closeReview({ ...request, now: new Date(request.now) });`);
      const { status, stderr } = spawnSync(
        'bash',
        [
          ...[
            '-c',
            'ulimit -f 1; exec "$0" "$@"',
            process.execPath,
            program,
            JSON.stringify(closing('Jo Doe')),
          ],
        ],
        { encoding: 'utf8' },
      );
      expect([status, stderr]).toEqual([1, expect.stringMatching(/EFBIG.*'[^']*\/reviews\//s)]);
      expect([await kept(), (await readdir(copy)).filter((name) => name.endsWith('.partial'))]).toEqual([
        [],
        [],
      ]);
      const { damage } = await verifyEvidence({ runs: [run], s3 });
      expect(damage).toEqual([]);
    });

    it('another who closes it at the same moment: both are kept, and neither takes the place of the other', async () => {
      const closed = await Promise.all(['Jo Doe', 'Ana Roe'].map((by) => closeReview(closing(by))));
      expect(new Set(closed.flatMap(({ files }) => files)).size).toBe(2);
      expect(await kept()).toHaveLength(2);
      const { standing } = await reviewStatus({ run, s3, reviewers, now: new Date('2026-11-03T00:00:00Z') });
      expect(standing.reviews.map(({ by }) => by).sort()).toEqual(['Ana Roe', 'Jo Doe']);
      expect(standing.problems).toEqual([]);
    });
  });
});
