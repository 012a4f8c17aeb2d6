import { cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/aws/clock.ts';
import { readChainHead } from '../../src/evidence/chain.ts';
import { sha256OfFile } from '../../src/evidence/manifest.ts';
import { verifyEvidence } from '../../src/run/verify-evidence.ts';
import { scanChain as scanWhole } from '../support/chain.ts';
import { countersign } from '../support/command.ts';
import { newKeyFiles } from '../support/signing.ts';

const key = newKeyFiles('p256');

function scanChain(runs: number, setup: Parameters<typeof scanWhole>[1] = {}): Promise<string[]> {
  return scanWhole(runs, { ...setup, bare: true });
}

let runs: string[];
let head: string;
beforeAll(async () => {
  runs = await scanChain(4, { keyFile: key.keyFile });
  head = await headOf(runs[3] ?? '');
});

function headOf(run: string): Promise<string> {
  return sha256OfFile(join(run, 'manifest.json'));
}

async function damageOf(given: readonly string[], expectHead?: string): Promise<string[][]> {
  const { damage } = await verifyEvidence({
    runs: given,
    keyFile: key.publicKeyFile,
    ...(expectHead === undefined ? {} : { expectHead }),
  });
  return damage.map(({ kind, message }) => [kind, message]);
}

async function kindsOf(given: readonly string[], expectHead?: string): Promise<string[]> {
  return (await damageOf(given, expectHead)).map(([kind = '']) => kind);
}

function pick(...numbers: number[]): string[] {
  return numbers.map((number) => runs[number - 1] ?? '');
}

const name = (number: number) => `run ${basename(runs[number - 1] ?? '')} (number ${number})`;

describe('a chain of runs', () => {
  it('is intact from first to last, with the expected head', async () => {
    expect(await damageOf(runs, head)).toEqual([]);
    const { chain } = await verifyEvidence({ runs });
    expect(chain).toEqual({ from: 1, to: 4, head });
  });

  it('is intact from the middle on: earlier runs need not be given', async () => {
    expect(await damageOf(pick(3, 4), head)).toEqual([]);
  });

  it('gap: a run in the middle is missing', async () => {
    expect(await damageOf(pick(1, 2, 4))).toEqual([
      ['gap', `Run number 3 is missing between ${name(2)} and ${name(4)}.`],
    ]);
    expect((await damageOf(pick(1, 4)))[0]?.[1]).toMatch(/^Runs number 2 to 3 are missing/);
  });

  it('wrong order: not oldest first, and one given twice', async () => {
    expect(await damageOf(pick(1, 3, 2, 4))).toEqual([
      [
        'wrong-order',
        `Run ${name(2).slice(4)} is given after ${name(3)}: they are not in order, oldest first.`,
      ],
    ]);
    expect(await kindsOf(pick(1, 2, 2))).toEqual(['wrong-order']);
  });

  it('truncated tail: the newest run is missing, which the chain alone cannot show', async () => {
    expect(await kindsOf(pick(1, 2, 3))).toEqual([]);
    const found = await damageOf(pick(1, 2, 3), head);
    expect(found.map(([kind]) => kind)).toEqual(['truncated-tail']);
    expect(found[0]?.[1]).toContain('the newest runs are missing');
  });

  it('the expected digest is one of an older run', async () => {
    const found = await damageOf(runs, await headOf(runs[2] ?? ''));
    expect(found.map(([kind]) => kind)).toEqual(['truncated-tail']);
    expect(found[0]?.[1]).toContain('newer ones were given');
  });

  it('fork: two runs follow the same one', async () => {
    const out = await mkdtemp(join(tmpdir(), 'countersign-fork-'));
    for (const run of pick(1, 2)) await cp(run, join(out, basename(run)), { recursive: true });
    await writeFile(join(out, '.chain-head.json'), await headAt(2));
    const [other = ''] = await scanChain(1, { keyFile: key.keyFile, out, firstAt: 25 });
    const found = await damageOf([...pick(1, 2, 3), other]);
    expect(found.map(([kind]) => kind)).toEqual(['fork']);
    expect(found[0]?.[1]).toContain('have the same number');
  });

  it('fork: a run follows one that was exchanged', async () => {
    const [second = ''] = (await scanChain(2, { keyFile: key.keyFile, firstAt: 100 })).slice(1);
    const found = await damageOf([...pick(1), second, ...pick(3, 4)]);
    expect(found.map(([kind]) => kind)).toEqual(['fork', 'fork']);
    expect(found[0]?.[1]).toContain('follows another manifest');
  });

  it('wrong order: a run that was sealed before the one it follows', async () => {
    const early = await scanChain(1, { keyFile: key.keyFile, firstAt: 30 });
    const out = dirname(early[0] ?? '');
    const back = { keyFile: key.keyFile, out, firstAt: 0 };
    await expect(scanChain(1, back)).rejects.toMatchObject({ code: 'CLOCK_BEHIND' });
    // A scan does not get there by itself.
    const file = join(out, '.chain-head.json');
    const head = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify({ ...head, runId: '20200101T000000Z-01020304' }));
    const late = await scanChain(1, back);
    const found = await damageOf([...early, ...late]);
    expect(found.map(([kind]) => kind)).toEqual(['wrong-order']);
    expect(found[0]?.[1]).toContain('was sealed before');
  });

  it('an old manifest that is altered without a signature breaks the chain', async () => {
    const unsigned = await scanChain(2);
    const path = join(unsigned[0] ?? '', 'manifest.json');
    await writeFile(path, (await readFile(path, 'utf8')).replace('test-host', 'best-host'));
    const { damage } = await verifyEvidence({ runs: unsigned });
    expect(damage.map(({ kind }) => kind)).toEqual(['fork']);
  });

  /** What the head of the chain was after a run. */
  async function headAt(number: number): Promise<string> {
    const run = runs[number - 1] ?? '';
    const head = { runId: basename(run), sequence: number, sha256: await headOf(run) };
    return JSON.stringify({ ...head, previous: null });
  }
});

describe('the next run', () => {
  it('follows the manifest that was sealed, even when it has been altered or taken away since', async () => {
    const [first = ''] = await scanChain(1);
    const out = dirname(first);
    const sealed = await headOf(first);
    await writeFile(join(first, 'manifest.json'), '{}');
    expect(await previousOf((await scanChain(1, { out, firstAt: 10 }))[0])).toEqual([2, sealed]);
    await rm(join(out, basename(first)), { recursive: true });
    expect((await previousOf((await scanChain(1, { out, firstAt: 20 }))[0]))[0]).toBe(3);
  });

  it('follows the latest run where the head of the chain was not kept', async () => {
    const [first = ''] = await scanChain(1);
    const out = dirname(first);
    await rm(join(out, '.chain-head.json'));
    const [second] = await scanChain(1, { out, firstAt: 10 });
    expect(await previousOf(second)).toEqual([2, await headOf(first)]);
  });

  it('does not follow a run that died before its manifest was written', async () => {
    const [first = '', second = ''] = await scanChain(2);
    const out = dirname(first);
    await rm(join(second, 'manifest.json'));
    const [third] = await scanChain(1, { out, firstAt: 20 });
    expect(await previousOf(third)).toEqual([2, await headOf(first)]);
  });

  it('follows the other, and does not fork, when two end at the same time', async () => {
    const out = await mkdtemp(join(tmpdir(), 'countersign-two-'));
    // The one waits for the other: here sleeping takes its time, however long that is on a busy machine.
    const { sleep } = systemClock;
    const two = await Promise.all([0, 10].map((firstAt) => scanChain(1, { out, firstAt, sleep })));
    const places = await Promise.all(two.map(async ([run = '']) => ({ run, place: await previousOf(run) })));
    places.sort((a, b) => a.place[0] - b.place[0]);
    expect(places.map(({ place }) => place[0])).toEqual([1, 2]);
    expect(places[1]?.place[1]).toBe(await headOf(places[0]?.run ?? ''));
  });

  it('is not made when it cannot be seen whether the run before it was sealed', async () => {
    const [first = ''] = await scanChain(1);
    const out = dirname(first);
    await rename(first, join(out, 'moved'));
    // What the name leads to is no directory, so that nobody can look into it.
    await writeFile(first, '');
    await expect(readChainHead(out)).rejects.toThrow('cannot be looked into');
  });

  it('is not made when the run before it cannot be told', async () => {
    const [first = ''] = await scanChain(1);
    const out = dirname(first);
    await writeFile(join(out, '.chain-head.json'), 'half');
    await expect(scanChain(1, { out, firstAt: 10 })).rejects.toThrow('cannot name the one before');
    // On purpose, the next one begins a chain, says so, and is gone on with.
    const [anew = ''] = await scanChain(1, { out, firstAt: 10, newChain: true });
    expect(await previousOf(anew)).toEqual([1, undefined]);
    const { damage, runs } = await verifyEvidence({ runs: [first, anew] });
    expect([damage, runs[1]?.manifest?.newChain]).toEqual([[], { over: null }]);
    expect((await readdir(anew)).includes('baseline.json')).toBe(false);
    const [next = ''] = await scanChain(1, { out, firstAt: 20 });
    const all = await verifyEvidence({ runs: [first, anew, next] });
    expect([all.damage, all.chain?.to]).toEqual([[], 2]);
    expect(await readdir(next)).toContain('baseline.json');
  });

  it('begins a chain over the last run where that is asked for, and over no other', async () => {
    const [first = '', second = ''] = await scanChain(2);
    const out = dirname(first);
    const [anew = ''] = await scanChain(1, { out, firstAt: 20, newChain: true });
    const over = { runId: basename(second), sequence: 2, sha256: await headOf(second) };
    const { damage, runs, chain } = await verifyEvidence({ runs: [first, second, anew] });
    expect([damage, runs[2]?.manifest?.newChain, chain?.to]).toEqual([[], { over }, 1]);
    const cut = await verifyEvidence({ runs: [first, anew] });
    expect(cut.damage.map(({ kind }) => kind)).toEqual(['gap']);
    expect(cut.damage[0]?.message).toContain(
      `over the run ${basename(second)} (number 2)`.replace('the ', ''),
    );
    const none = await scanChain(1, { newChain: true });
    expect((await verifyEvidence({ runs: none })).runs[0]?.manifest?.newChain).toBeUndefined();
  });

  async function previousOf(run: string | undefined): Promise<[number, string | undefined]> {
    const manifest = JSON.parse(await readFile(join(run ?? '', 'manifest.json'), 'utf8'));
    return [manifest.predicate.sequence, manifest.predicate.previousManifest?.sha256];
  }
});

describe('a period', () => {
  const since = new Date('2026-11-01T00:00:00Z');
  const until = new Date('2026-11-01T00:00:32Z');

  it('is checked in a directory of runs: when none started, what is sealed, and the chain between', async () => {
    const whole = { runs: [dirname(runs[0] ?? '')], keyFile: [key.publicKeyFile] };
    const all = await verifyEvidence({ ...whole, period: { since, until } });
    expect(all).toMatchObject({ intact: true, chain: { from: 1, to: 4 } });
    expect(all.period).toMatchObject({ runs: 4, every: 10, basis: 'runs', missing: [] });
    const later = new Date('2026-11-01T00:00:15Z');
    const half = await verifyEvidence({ ...whole, period: { since: later, until, every: 10 } });
    expect(half).toMatchObject({ intact: true, chain: { from: 3, to: 4 }, period: { runs: 2, missing: [] } });

    const out = await mkdtemp(join(tmpdir(), 'countersign-period-'));
    for (const run of [runs[0], runs[1], runs[3]])
      await cp(run ?? '', join(out, basename(run ?? '')), { recursive: true });
    // Broken off: no run of that moment.
    const [broken = '', id = ''] = [runs[2], basename(runs[2] ?? '')];
    await cp(join(broken, 'accounts'), join(out, id, 'accounts'), { recursive: true });
    const lacking = await verifyEvidence({ ...whole, runs: [out], period: { since, until, every: 10 } });
    expect(lacking.period?.missing).toEqual(['2026-11-01T00:00:20.000Z']);
    expect(lacking.damage.map(({ kind }) => kind)).toEqual(['gap']);
  });

  it('ends with 3 where runs are missing, and with 4 where evidence is altered', async () => {
    const out = dirname(runs[0] ?? '');
    const args = ['verify', out, '--since', '2026-10-25', '--key', key.publicKeyFile];
    const lacking = await countersign([...args, '--every', '24h']);
    expect({ code: lacking.code, intact: lacking.stdout.includes('Intact') }).toEqual({
      code: 3,
      intact: true,
    });
    expect(lacking.stdout).toMatch(/No run {4}about 2026-10-26T00:00Z/);
    const copy = await mkdtemp(join(tmpdir(), 'countersign-period-'));
    await cp(out, copy, { recursive: true, verbatimSymlinks: true });
    await writeFile(join(copy, basename(runs[3] ?? ''), 'report.json'), '{}');
    expect((await countersign(['verify', copy, '--since', '2026-10-25', '--every', '24h'])).code).toBe(4);
  });
});
