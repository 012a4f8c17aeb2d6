import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ChainHead, readChainHead, writeChainHead } from '../../src/evidence/chain.ts';
import { directoryReader } from '../../src/evidence/evidence-reader.ts';
import { verifyRun } from '../../src/evidence/verify.ts';
import { verifyChain } from '../../src/evidence/verify-chain.ts';
import type { HistoryDamage } from '../../src/model/history.ts';
import { agreedHead, chainBefore } from '../../src/run/agreed-head.ts';
import { archivedRuns } from '../../src/run/archived-runs.ts';
import { openMemory } from '../../src/run/memory.ts';
import { tryArchive } from '../../src/run/open-archive.ts';
import { placeRun } from '../../src/run/place-run.ts';
import type { ProgressEvent } from '../../src/run/progress.ts';
import { fixedClock } from '../support/fixed-clock.ts';
import { type MemoryArchive, memoryArchive } from '../support/memory-archive.ts';
import { sealedRun } from '../support/sealed-run.ts';

const idOf = (day: number) => `202611${String(day).padStart(2, '0')}T000000Z-0000000a`;
const OWN = idOf(28);
const CAME_IN = new Date('2026-11-20T00:00:00Z');

/** A directory of runs as a machine has it. */
const disk = () => mkdtemp(join(tmpdir(), 'countersign-disk-'));

type Sealed = ChainHead & { directory: string; previous: string | null };

/** A run that is sealed on a machine behind another; it is still to be put away unless it is finished. */
async function seal(out: string, day: number, after?: ChainHead, finished = true): Promise<Sealed> {
  const runId = idOf(day);
  const previous = after?.sha256 ?? null;
  const sequence = (after?.sequence ?? 0) + 1;
  const { directory, sha256 } = await sealedRun({ 'report.json': '{}' }, { out, runId, sequence, previous });
  await writeChainHead(out, { runId, sequence, sha256 }, after);
  if (!finished) await writeFile(join(out, `.${runId}.unfinished.json`), '{}');
  return { runId, sequence, sha256, directory, previous };
}

/** Puts the files of a run into the archive. */
async function upload(archive: MemoryArchive, { runId, directory }: Sealed): Promise<void> {
  for (const name of await directoryReader(directory).list()) {
    const text = await readFile(join(directory, name), 'utf8');
    archive.objects.set(`${runId}/${name}`, { text, at: CAME_IN });
  }
}

const placeOf = (sequence: number, chain = 1) =>
  `chain/000${chain}-${String(sequence).padStart(8, '0')}.json`;

function place(archive: MemoryArchive, { runId, sequence, sha256, previous }: Sealed, chain = 1): void {
  const text = JSON.stringify({ runId, sequence, sha256, previous });
  archive.objects.set(placeOf(sequence, chain), { text, at: CAME_IN });
}

async function putAway(archive: MemoryArchive, ...runs: Sealed[]): Promise<void> {
  for (const run of runs) {
    await upload(archive, run);
    place(archive, run);
  }
}

const asked = (out: string, archive: MemoryArchive) =>
  agreedHead({ out, archive, trusted: undefined, runId: OWN });

const sequenceIn = (archive: MemoryArchive, sequence: number, chain = 1) =>
  JSON.parse(archive.objects.get(placeOf(sequence, chain))?.text ?? 'null');

describe('the last run, by what a machine and the archive know', () => {
  it('is none where neither has one, and that of the one that has one', async () => {
    const [empty, out, archive] = [await disk(), await disk(), memoryArchive()];
    expect(await asked(empty, archive)).toMatchObject({ previous: undefined, ahead: false });
    const one = await seal(out, 1);
    expect((await asked(out, archive)).previous?.sha256).toBe(one.sha256);
    await putAway(archive, one);
    expect(await asked(empty, archive)).toMatchObject({ previous: { sequence: 1 }, ahead: true });
    expect(await asked(out, archive)).toMatchObject({ previous: { sequence: 1 }, ahead: false });
  });

  it('is that of the longer chain, where one goes on from the other', async () => {
    const [here, there, archive] = [await disk(), await disk(), memoryArchive()];
    const one = await seal(here, 1);
    const two = await seal(there, 2, one);
    const three = await seal(there, 3, two);
    await putAway(archive, one, two, three);
    expect(await asked(here, archive)).toMatchObject({ previous: { sequence: 3 }, ahead: true });
    const four = await seal(there, 4, three);
    const five = await seal(there, 5, four);
    const unplaced = [four, five].map(({ runId, sequence }) => ({ runId, sequence }));
    expect(await asked(there, archive)).toMatchObject({ previous: { sequence: 5 }, ahead: false, unplaced });
  });

  it('is not one that is still to be put away: it may get another place', async () => {
    const [out, archive] = [await disk(), memoryArchive()];
    const one = await seal(out, 1);
    await putAway(archive, one);
    await seal(out, 2, one, false);
    expect(await asked(out, archive)).toMatchObject({ previous: { sequence: 1 }, unplaced: [] });
  });

  it('goes on where it was before archives had chains, on the disk that knows it', async () => {
    const [out, archive] = [await disk(), memoryArchive()];
    const two = await seal(out, 2, await seal(out, 1));
    await upload(archive, two);
    expect(await asked(out, archive)).toMatchObject({ previous: { sequence: 2 }, chain: 1 });
    await expect(asked(await disk(), archive)).rejects.toMatchObject({ code: 'CHAIN_BROKEN' });
  });

  it('is not taken from uploads that were broken off', async () => {
    const [out, archive] = [await disk(), memoryArchive()];
    const one = await seal(out, 1);
    await upload(archive, one);
    archive.objects.delete(`${one.runId}/manifest.json`);
    expect(await asked(await disk(), archive)).toMatchObject({ previous: undefined });
  });

  type Spoil = (archive: MemoryArchive, runs: Sealed[], out: string) => unknown;
  const REFUSED: ReadonlyArray<[what: string, spoil: Spoil, why: RegExp]> = [
    [
      'no chain, though there are runs',
      ({ objects }) => [1, 2, 3].map((number) => objects.delete(placeOf(number))),
      /holds runs, 20261103T000000Z-0000000a the newest of them, and nothing of their order/,
    ],
    [
      'the newest place taken away',
      ({ objects }) => objects.delete(placeOf(3)),
      /holds the run 20261103T000000Z-0000000a \(number 3\), and its chain ends with .*\(number 2\)/,
    ],
    [
      'a place in the middle taken away',
      ({ objects }) => objects.delete(placeOf(2)),
      /goes from number 1 to 3/,
    ],
    [
      'a place far ahead',
      (archive, [, , three]) => place(archive, { ...(three as Sealed), sequence: 90_000_000 }),
      /goes from number 3 to 90000000/,
    ],
    [
      'a place that is no JSON',
      ({ objects }) => objects.set(placeOf(3), { text: 'null', at: CAME_IN }),
      /chain\/0001-00000003\.json is damaged/,
    ],
    [
      'a place of another number',
      (archive, [, two]) => {
        archive.objects.set(placeOf(3), { text: JSON.stringify(two), at: CAME_IN });
      },
      /chain\/0001-00000003\.json is damaged/,
    ],
    [
      'another manifest',
      ({ objects }, [, , three]) => {
        const name = `${three?.runId}/manifest.json`;
        const text = objects.get(name)?.text.replace('2026-11-01', '2026-11-02') ?? '';
        objects.set(name, { text, at: CAME_IN });
      },
      /is not to be believed\. Its manifest is not the one that the chain names/,
    ],
    [
      'a manifest that is none',
      ({ objects }, [, , three]) => objects.set(`${three?.runId}/manifest.json`, { text: '{}', at: CAME_IN }),
      /is not a manifest that can be read/,
    ],
  ];

  it.each(REFUSED)('cannot be told: %s', async (_what, spoil, why) => {
    const [out, archive] = [await disk(), memoryArchive()];
    const one = await seal(out, 1);
    const two = await seal(out, 2, one);
    const runs = [one, two, await seal(out, 3, two)];
    await putAway(archive, ...runs);
    await spoil(archive, runs, out);
    const refused = asked(await disk(), archive);
    await expect(refused).rejects.toMatchObject({ code: 'CHAIN_BROKEN' });
    await expect(refused).rejects.toThrow(why);
    await expect(refused).rejects.toThrow('--new-chain');
  });

  it('is refused by name where two chains have parted', async () => {
    const [here, there, archive] = [await disk(), await disk(), memoryArchive()];
    const one = await seal(here, 1);
    await putAway(archive, one, await seal(there, 2, one));
    await seal(here, 3, one);
    const refused = asked(here, archive);
    await expect(refused).rejects.toMatchObject({ code: 'CHAIN_FORKS' });
    await expect(refused).rejects.toThrow(
      /end with the run 20261102\S+ \(number 2\), those of .* with the run 20261103\S+ \(number 2\)/,
    );
    const before = await chainBefore({ out: here, archive, runId: OWN });
    expect(before).toMatchObject({ over: { runId: idOf(2), sequence: 2 } });
    const open = { out: here, runId: OWN, archive, trusted: undefined, now: CAME_IN };
    await expect(openMemory({ ...open, newChain: false })).rejects.toMatchObject({ code: 'CHAIN_FORKS' });
    const anew = await (await openMemory({ ...open, newChain: true })).standing();
    expect(anew).toEqual({ previous: undefined, newChain: before });
  });
});

describe('the runs of an archive', () => {
  async function three() {
    const [out, archive] = [await disk(), memoryArchive()];
    const one = await seal(out, 1);
    const two = await seal(out, 2, one);
    const all = [one, two, await seal(out, 3, two)] as const;
    await putAway(archive, ...all);
    return { archive, all };
  }

  async function read(archive: MemoryArchive, now = CAME_IN, before?: string) {
    const damaged: HistoryDamage[] = [];
    const runs: string[] = [];
    const which = { besides: OWN, ...(before === undefined ? {} : { before }) };
    const place = { archive, trusted: undefined, now };
    for await (const { runId } of archivedRuns(place, which, (one) => void damaged.push(one)))
      runs.push(runId);
    return { runs, damaged };
  }

  it('come newest first, and only those before the run that asks', async () => {
    const { archive } = await three();
    expect(await read(archive)).toEqual({ runs: [idOf(3), idOf(2), idOf(1)], damaged: [] });
    expect((await read(archive, CAME_IN, idOf(3))).runs).toEqual([idOf(2), idOf(1)]);
  });

  it('are not missed while they are on their way, and are after an hour', async () => {
    const { archive } = await three();
    archive.objects.delete(`${idOf(3)}/manifest.json`);
    expect(await read(archive)).toEqual({ runs: [idOf(2), idOf(1)], damaged: [] });
    const later = await read(archive, new Date(CAME_IN.getTime() + 3_600_001));
    expect(later.damaged).toMatchObject([{ runId: idOf(3), file: null }]);
  });

  it('are not believed when the chain or the run after them names another manifest', async () => {
    const { archive, all } = await three();
    place(archive, { ...all[1], sha256: 'f'.repeat(64) });
    const { runs, damaged } = await read(archive);
    expect(runs).toEqual([idOf(3), idOf(1)]);
    expect(damaged).toMatchObject([{ runId: idOf(2), file: 'manifest.json' }]);
  });

  it('give no file but as it was sealed, and none that is not named', async () => {
    const { archive, all } = await three();
    const name = `${all[2].runId}/report.json`;
    for (const text of ['', '[]', '{ }', `{}${' '.repeat(10_000)}`]) {
      archive.objects.set(name, { text, at: CAME_IN });
      for await (const { reader } of archivedRuns(
        { archive, trusted: undefined, now: CAME_IN },
        { besides: OWN },
        () => expect.unreachable(),
      )) {
        await expect((await reader.read('report.json')).toArray(), text).rejects.toThrow('was altered');
        await expect(reader.read('baseline.json')).rejects.toMatchObject({ code: 'ENOENT' });
        archive.objects.delete(name);
        await expect(reader.read('report.json')).rejects.toThrow('is missing');
        break;
      }
    }
  });
});

describe('a place in the chain', () => {
  const placing = (out: string, archive: MemoryArchive, run: Sealed) =>
    placeRun({
      ...{ out, archive, directory: run.directory, runId: run.runId, newChain: false },
      ...{ trusted: undefined, signer: undefined, clock: fixedClock('2026-11-20T00:00:00.000Z') },
    });

  async function chainOf(...runs: Sealed[]) {
    const verified = await Promise.all(
      runs.map(({ directory }) => verifyRun({ ...directoryReader(directory), location: directory })),
    );
    const damage = [...verified.flatMap((run) => run.damage), ...verifyChain(verified).damage];
    return { damage, numbers: verified.map(({ manifest }) => manifest?.sequence) };
  }

  it('is taken once, and again asked for is the same', async () => {
    const [out, archive] = [await disk(), memoryArchive()];
    const one = await seal(out, 1, undefined, false);
    await placing(out, archive, one);
    const taken = new Map(archive.objects);
    await placing(out, archive, one);
    expect([...archive.objects]).toEqual([...taken]);
    expect(sequenceIn(archive, 1)).toMatchObject({ runId: one.runId, sha256: one.sha256, previous: null });
  });

  it('is the next one where another run took it first, at the last moment', async () => {
    const [here, there, archive] = [await disk(), await disk(), memoryArchive()];
    const one = await seal(here, 1);
    await putAway(archive, one);
    const [mine, theirs] = [await seal(here, 2, one, false), await seal(there, 3, one)];
    archive.beforeCreate = async () => {
      archive.beforeCreate = () => {};
      await putAway(archive, theirs);
    };
    await placing(here, archive, mine);
    expect(sequenceIn(archive, 2)).toMatchObject({ runId: theirs.runId });
    expect(sequenceIn(archive, 3)).toMatchObject({ runId: mine.runId, previous: theirs.sha256 });
    expect(await chainOf(one, theirs, mine)).toEqual({ damage: [], numbers: [1, 2, 3] });
    expect(await readChainHead(here)).toMatchObject({ runId: mine.runId, sequence: 3 });
  });

  it('is never before that of the run it follows, whatever the clock', async () => {
    const [here, there, archive] = [await disk(), await disk(), memoryArchive()];
    const theirs = await seal(there, 1);
    const mine = await seal(here, 2, undefined, false);
    await putAway(archive, theirs);
    const clock = fixedClock('2020-01-01T00:00:00.000Z');
    const { runId, directory } = mine;
    const rest = { trusted: undefined, signer: undefined, newChain: false, clock };
    await placeRun({ out: here, archive, directory, runId, ...rest });
    expect(await chainOf(theirs, mine)).toEqual({ damage: [], numbers: [1, 2] });
  });

  it('comes after those of runs that the archive was not given, which get theirs', async () => {
    const [out, archive] = [await disk(), memoryArchive()];
    const one = await seal(out, 1);
    await putAway(archive, one);
    const two = await seal(out, 2, one);
    const three = await seal(out, 3, two, false);
    await placing(out, archive, three);
    expect([2, 3].map((number) => sequenceIn(archive, number)?.runId)).toEqual([two.runId, three.runId]);
  });

  it('is refused where another run took one of those', async () => {
    const [here, there, archive] = [await disk(), await disk(), memoryArchive()];
    const one = await seal(here, 1);
    await putAway(archive, one);
    const three = await seal(here, 3, await seal(here, 2, one), false);
    const theirs = await seal(there, 4, one);
    archive.beforeCreate = () => putAway(archive, theirs);
    await expect(placing(here, archive, three)).rejects.toMatchObject({ code: 'CHAIN_FORKS' });
  });

  it('of a chain begun anew is the first of another, and of two at once the second goes behind', async () => {
    const [here, there, archive] = [await disk(), await disk(), memoryArchive()];
    const one = await seal(here, 1);
    await putAway(archive, one);
    const anew = async (out: string, day: number) => {
      const run = await seal(out, day, undefined, false);
      const { runId, directory } = run;
      const rest = { trusted: undefined, signer: undefined, newChain: true };
      return {
        run,
        rest: { ...rest, out, archive, runId, directory, clock: fixedClock('2026-11-20T00:00:00.000Z') },
      };
    };
    const [mine, theirs] = [await anew(here, 2), await anew(there, 3)];
    await placeRun(mine.rest);
    expect(sequenceIn(archive, 1, 2)).toMatchObject({ runId: mine.run.runId, previous: null });
    expect(await chainOf(one, mine.run)).toEqual({ damage: [], numbers: [1, 1] });
    // That one was sealed, and said so, when the first chain was the only one.
    const path = join(theirs.run.directory, 'manifest.json');
    const manifest = JSON.parse(await readFile(path, 'utf8'));
    const { runId, sequence, sha256 } = one;
    manifest.predicate.newChain = { over: { runId, sequence, sha256 } };
    await writeFile(path, `${JSON.stringify(manifest, null, 2)}\n`);
    await upload(archive, mine.run);
    await placeRun(theirs.rest);
    expect(sequenceIn(archive, 2, 2)).toMatchObject({ runId: theirs.run.runId });
    expect(await chainOf(one, mine.run, theirs.run)).toEqual({ damage: [], numbers: [1, 1, 2] });
  });
});

describe('an archive that is tried', () => {
  async function tried(archive: MemoryArchive, s3: object = {}) {
    const events: ProgressEvent[] = [];
    const evidence = { s3: { bucket: 'memory', region: 'eu-west-1', ...s3 } };
    const request = { config: { evidence }, watch: (event: ProgressEvent) => void events.push(event) };
    await tryArchive(archive, request as never, { runId: OWN, startedAt: '2026-11-28T00:00:00.000Z' });
    return events.map(({ kind }) => kind);
  }

  it('holds the note that the run was begun, once, also when it is gone on with', async () => {
    const archive = memoryArchive();
    expect([await tried(archive), await tried(archive)]).toEqual([[], []]);
    expect([...archive.objects.keys()]).toEqual([`started/${OWN}.json`]);
  });

  it('is told of where it writes over what is there', async () => {
    const archive = memoryArchive();
    archive.overwrites = true;
    expect(await tried(archive)).toEqual(['no-conditional-writes']);
  });

  it('is refused where it gives back something else, and in another Region', async () => {
    const archive = memoryArchive();
    archive.objects.set(`started/${OWN}.json`, { text: 'something else', at: CAME_IN });
    await expect(tried(archive)).rejects.toMatchObject({ code: 'ARCHIVE_DIFFERS' });
    await expect(tried(memoryArchive(), { region: 'us-east-1' })).rejects.toMatchObject({
      code: 'WRONG_REGION',
    });
  });
});

describe('an archive of 10,000 runs', () => {
  it('is read by its chain: where the next run stands, and what it is compared with, take a few objects', async () => {
    const out = await disk();
    const archive = memoryArchive(CAME_IN);
    for (let sequence = 1; sequence < 10_000; sequence += 1) {
      const link = { runId: idOf(1), sequence, sha256: 'a'.repeat(64), previous: 'a'.repeat(64) };
      archive.objects.set(placeOf(sequence), { text: JSON.stringify(link), at: CAME_IN });
    }
    const last = await seal(await disk(), 27, { runId: idOf(26), sequence: 9999, sha256: 'a'.repeat(64) });
    await putAway(archive, last);
    const asked: string[] = [];
    const counted: MemoryArchive = {
      ...archive,
      list(folder) {
        asked.push(`list ${folder}`);
        return archive.list(folder);
      },
      runIds(after) {
        asked.push(`runs after ${after}`);
        return archive.runIds(after);
      },
      read(name) {
        asked.push(name);
        return archive.read(name);
      },
    };
    const head = await agreedHead({ out, archive: counted, trusted: undefined, runId: OWN });
    expect(head.previous).toMatchObject({ sequence: 10_000, sha256: last.sha256 });
    const request = { archive: counted, trusted: undefined, now: CAME_IN };
    for await (const { runId } of archivedRuns(request, { besides: OWN }, () => {})) {
      expect(runId).toBe(last.runId);
      break;
    }
    expect(asked.filter((one) => one.startsWith('list '))).toEqual(['list chain', 'list chain']);
    expect(asked.filter((one) => one.startsWith('runs '))).toEqual([`runs after ${last.runId}`]);
    expect(asked.filter((one) => one.startsWith('chain/'))).toEqual([placeOf(10_000), placeOf(10_000)]);
    expect(asked.filter((one) => one.startsWith('2026') && !one.startsWith(last.runId))).toEqual([]);
    expect(asked.length).toBeLessThan(20);
  });
});
