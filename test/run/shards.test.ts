import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verdictOf } from '../../src/report/verdict.ts';
import type { ProgressEvent } from '../../src/run/progress.ts';
import { verifyEvidence } from '../../src/run/verify-evidence.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { AUDITOR, EXTERNAL_ID, MEMBER, member, trust, VENDOR, world } from '../collect/support.ts';
import { AS_OF, fixedClock } from '../support/fixed-clock.ts';
import { unpackedFiles, withoutDigests, withoutRetries } from '../support/run-files.ts';
import { type Fleet, fleetOf, newMachine } from '../support/shards.ts';
import { bareConfiguration, PAGES } from '../support/short-configuration.ts';
import { newKeyFiles } from '../support/signing.ts';
import { size, some } from '../support/thorough.ts';

const LATER = '2026-11-02T00:00:00.000Z';

async function withFleet<T>(
  use: (fleet: Fleet, simulator: Simulator) => Promise<T>,
  more: object = {},
  now = AS_OF,
): Promise<T> {
  // One for each run: a drift detection leaves its mark on a stack.
  const simulator = await startSimulator({
    accounts: size(8, 4),
    clock: () => new Date(now),
    asOf: AS_OF,
    pageSize: PAGES,
  });
  try {
    return await use(fleetOf(simulator, { ...bareConfiguration(simulator.world), ...more }), simulator);
  } finally {
    await simulator.close();
  }
}

/** What a reader relies on, but for what is the run’s own: who read which part, and its place in the chain. */
async function result(directory: string): Promise<Map<string, string>> {
  const files = withoutRetries(await unpackedFiles(directory));
  files.delete('manifest.json');
  const { shards: _, ...run } = JSON.parse(files.get('run.json') ?? '');
  files.set('run.json', JSON.stringify(run));
  // Each shard asks once more who it is, and the service counts.
  for (const [name, text] of files) files.set(name, text.replaceAll(/"requestId":"[^"]*"/g, ''));
  for (const page of ['report.html', 'summary.html']) {
    const text = files.get(page);
    if (text !== undefined) files.set(page, withoutDigests(text));
  }
  return files;
}

function same(files: ReadonlyMap<string, string>, expected: ReadonlyMap<string, string>): void {
  expect([...files.keys()]).toEqual([...expected.keys()]);
  for (const [name, text] of expected) expect(files.get(name) === text, name).toBe(true);
}

/** The first run, of a day before, whose findings the second is compared with. */
const BEFORE = { random: new Uint8Array([0, 0, 0, 1]) };
const SECOND = {
  random: new Uint8Array([0, 0, 0, 2]),
  aws: (simulator: Simulator) => ({
    ...{ clock: fixedClock(LATER), homeRegion: 'us-east-1', maxAttempts: 2 },
    ...{ endpoint: simulator.endpoint, credentials: simulator.credentials },
  }),
};

describe('a run in shards', () => {
  const MASKED = { evidence: { externalIds: 'masked' }, exceptions: [] };
  let alone: Map<string, string>;
  let before: string;
  beforeAll(async () => {
    before = await newMachine();
    await withFleet((fleet) => fleet.scan(before, BEFORE), { ...MASKED, outputs: ['json'] });
    const out = await newMachine();
    await cp(before, out, { recursive: true, verbatimSymlinks: true });
    alone = await withFleet(
      async (fleet, simulator) => {
        const { directory } = await fleet.scan(out, { ...SECOND, aws: SECOND.aws(simulator) });
        return result(directory);
      },
      MASKED,
      LATER,
    );
  });

  it.each(some([1, 2, 7], 1))('of %i is the run of a single process, byte for byte', async (of) => {
    const home = await newMachine();
    await cp(before, home, { recursive: true, verbatimSymlinks: true });
    await withFleet(
      async (fleet, simulator) => {
        const second = { ...SECOND, aws: SECOND.aws(simulator) };
        const { place, shards } = await fleet.plan(home, of, second);
        expect(shards).toHaveLength(of);
        // Each on a machine that knows of nothing but the plan, the last first.
        for (const { shard } of shards.toReversed()) {
          const machine = await newMachine();
          const { address, read } = await fleet.shard(machine, shard, { ...second, place, of });
          expect(address).toBe(join(place, `${shard}-of-${of}`));
          expect(read?.FAILED).toBe(0);
        }
        const calls = simulator.calls.length;
        const { directory } = await fleet.merge(home, [place], second);
        expect(simulator.calls.length).toBe(calls);
        same(await result(directory), alone);
        const run = JSON.parse(await readFile(join(directory, 'run.json'), 'utf8'));
        expect(run.shards.map(({ shard }: { shard: number }) => shard)).toEqual(
          shards.map(({ shard }) => shard),
        );
        const runs = (await readdir(home))
          .filter((name) => /^\d{8}T/.test(name))
          .map((name) => join(home, name));
        expect(await verifyEvidence({ runs: runs.sort() })).toMatchObject({
          intact: true,
          chain: { from: 1, to: 2 },
        });
      },
      MASKED,
      LATER,
    );
  });
});

describe('external IDs that one shard reads in the texts of another', () => {
  const SECRET = '5e1f0a9c-77b3-4d7e-8e21-000000004711';
  const OTHER = '900000000003';
  const asking = trust(`arn:aws:iam::${VENDOR}:root`, { StringEquals: { 'sts:ExternalId': SECRET } });
  const noted = {
    name: 'noted',
    trustPolicy: trust(`arn:aws:iam::${VENDOR}:root`),
    tags: { Note: `${SECRET}!` },
  };
  const config = {
    accounts: [MEMBER, OTHER].map((id) => ({ id, name: id })),
    auditor: { roleName: AUDITOR, externalId: EXTERNAL_ID },
    regions: ['us-east-1'],
    outputs: ['json'],
    evidence: { externalIds: 'masked' },
  };

  it('are in no file of the run, and as values in none that a shard hands over of its own account', async () => {
    const simulator = await startSimulator({
      world: world(
        member({ roles: [{ name: 'vendor', trustPolicy: asking }] }),
        member({ roles: [noted] }, { id: OTHER, name: 'Other' }),
      ),
      clock: () => new Date(AS_OF),
    });
    try {
      const fleet = fleetOf(simulator, config);
      const single = await result((await fleet.scan(await newMachine())).directory);
      const home = await newMachine();
      const { place } = await fleet.plan(home, 2);
      await fleet.shard(home, 1);
      await fleet.shard(home, 2);
      const handed = await unpackedFiles(join(place, '1-of-2'));
      expect([...handed.keys()].filter((name) => name.startsWith('external-ids/'))).toHaveLength(1);
      for (const [name, text] of handed) expect(text.includes(SECRET), name).toBe(false);
      const files = await result((await fleet.merge(home, [place])).directory);
      for (const [name, text] of files) expect(text.includes(SECRET), name).toBe(false);
      expect(files.get(`accounts/${OTHER}/facts.jsonl.gz`)).toBe(
        single.get(`accounts/${OTHER}/facts.jsonl.gz`),
      );
      expect(files.get('report.json')).toBe(single.get('report.json'));

      const stranger = await newMachine('f'.repeat(64));
      await expect(fleet.shard(stranger, 1, { place })).rejects.toThrow(/another key of external-ID/);
    } finally {
      await simulator.close();
    }
  });
});

describe('a merge', () => {
  let simulator: Simulator;
  let fleet: Fleet;
  /** Of three shards, all there. */
  let whole: string;
  const key = newKeyFiles('ed25519');
  beforeAll(async () => {
    simulator = await startSimulator({
      accounts: size(6, 4),
      clock: () => new Date(AS_OF),
      asOf: AS_OF,
      pageSize: PAGES,
    });
    fleet = fleetOf(simulator, {
      ...bareConfiguration(simulator.world),
      outputs: ['json'],
      evidence: { signing: { keyFile: key.keyFile } },
    });
    const home = await newMachine();
    ({ place: whole } = await fleet.plan(home, 3));
    for (const shard of [1, 2, 3]) await fleet.shard(home, shard);
  });
  afterAll(() => simulator.close());

  /** A copy that may be damaged. */
  async function copy(): Promise<{ home: string; place: string }> {
    const home = await newMachine();
    const place = join(home, 'handed');
    await cp(whole, place, { recursive: true });
    return { home, place };
  }

  async function factsOf(place: string, shard: string): Promise<string> {
    const [account = ''] = await readdir(join(place, shard, 'accounts'));
    return join(place, shard, 'accounts', account, 'facts.jsonl.gz');
  }

  const harms: Array<[string, string, RegExp, (place: string) => Promise<unknown>]> = [
    ['a missing one', 'MISSING_SHARD', /2-of-3/, (place) => rm(join(place, '2-of-3'), { recursive: true })],
    [
      'one that was not finished',
      'MISSING_SHARD',
      /3-of-3/,
      (place) => rm(join(place, '3-of-3', 'manifest.json')),
    ],
    [
      'one that is there twice',
      'DOUBLED_SHARD',
      /Shard 1 of 3 .*1-of-3 and .*2-of-3/,
      async (place) => {
        await rm(join(place, '2-of-3'), { recursive: true });
        await cp(join(place, '1-of-3'), join(place, '2-of-3'), { recursive: true });
      },
    ],
    ['one that is given twice', 'DOUBLED_SHARD', /1-of-3/, async (place) => [place, join(place, '1-of-3')]],
    [
      'one of which a fact is another',
      'ALTERED_SHARD',
      /2-of-3.*facts\.jsonl\.gz was altered/,
      async (place) => {
        const path = await factsOf(place, '2-of-3');
        const text = gunzipSync(await readFile(path))
          .toString()
          .replaceAll('arn:', 'arm:');
        await writeFile(path, gzipSync(text));
      },
    ],
    [
      'one that lacks a file',
      'ALTERED_SHARD',
      /2-of-3.*is missing/,
      async (place) => rm(await factsOf(place, '2-of-3')),
    ],
    [
      'one whose manifest is another',
      'ALTERED_SHARD',
      /3-of-3/,
      async (place) => {
        const path = join(place, '3-of-3', 'manifest.json');
        await writeFile(path, (await readFile(path, 'utf8')).replace('"shard": 3', '"shard": 2'));
      },
    ],
    [
      'one that is not signed',
      'ALTERED_SHARD',
      /1-of-3.*manifest\.dsse\.json is missing/,
      (place) => rm(join(place, '1-of-3', 'manifest.dsse.json')),
    ],
    [
      'what is none',
      'NOT_A_SHARD',
      /accounts is not a shard/,
      async (place) => [place, join(place, '1-of-3', 'accounts')],
    ],
    [
      'a plan that is another',
      'DAMAGED_PLAN',
      /start\.json was altered/,
      async (place) => {
        const path = join(place, 'start.json');
        await writeFile(path, (await readFile(path, 'utf8')).replace(/"roleArn": "[^"]*"/, '"roleArn": "x"'));
      },
    ],
  ];
  it.each(some(harms, 2))('refuses %s by name', async (_what, code, words, harm) => {
    const { home, place } = await copy();
    const given = await harm(place);
    const places = Array.isArray(given) ? given : [place];
    const refused = fleet.merge(home, places);
    await expect(refused).rejects.toMatchObject({ name: 'UserError', code });
    await expect(refused).rejects.toThrow(words);
    expect(await readdir(home)).not.toContain('latest');
  });

  it('refuses shards of another run, and of another configuration', async () => {
    const { home, place } = await copy();
    const other = await newMachine();
    const { place: foreign } = await fleet.plan(other, 3, { random: new Uint8Array([9, 9, 9, 9]) });
    const { address } = await fleet.shard(other, 2);
    await rm(join(place, '2-of-3'), { recursive: true });
    await rename(address, join(place, '2-of-3'));
    await expect(fleet.merge(home, [place])).rejects.toMatchObject({ code: 'FOREIGN_SHARD' });
    await expect(fleet.merge(home, [place])).rejects.toThrow(/2-of-3, a shard 2 of 3, is not of the plan/);
    await expect(fleet.merge(home, [whole, foreign])).rejects.toMatchObject({ code: 'FOREIGN_SHARD' });
    const changed = fleet.merge(home, [whole], { configDigest: 'other' });
    await expect(changed).rejects.toThrow(/made with another configuration file/);
    await expect(fleet.shard(home, 1, { place: whole, version: '9' })).rejects.toThrow(
      /version 0\.0\.0-test/,
    );
  });

  it('takes single shards from anywhere, with the plan beside the first, or with a copy of it each', async () => {
    const { home, place } = await copy();
    const apart = await newMachine();
    await cp(join(place, '3-of-3'), join(apart, 'three'), { recursive: true });
    const shards = [join(place, '2-of-3'), join(place, '1-of-3'), join(apart, 'three')];
    const { report } = await fleet.merge(home, shards);
    expect(report.summary.accounts).toMatchObject({ PARTIAL: 0, FAILED: 0 });
    const [one, two] = [await copy(), await copy()];
    await rm(join(one.place, '1-of-3'), { recursive: true });
    for (const name of ['2-of-3', '3-of-3']) await rm(join(two.place, name), { recursive: true });
    const again = await fleet.merge(one.home, [one.place, two.place]);
    expect(again.report).toEqual(report);
  });

  it('goes on without a missing one where that is allowed: its accounts are gaps, and nobody is asked', async () => {
    const { home, place } = await copy();
    const lines = (await readFile(join(place, 'shards.jsonl'), 'utf8')).trim().split('\n');
    const { accounts } = JSON.parse(lines[1] ?? '');
    await rm(join(place, '2-of-3'), { recursive: true });
    const calls = simulator.calls.length;
    const { report, directory } = await fleet.merge(home, [place], { allowMissing: true });
    expect(simulator.calls.length).toBe(calls);
    expect(report.coverage.complete).toBe(false);
    const failed = report.scope.accounts.filter(({ status }) => status === 'FAILED');
    expect(failed.map(({ accountId }) => accountId)).toEqual(accounts);
    for (const accountId of accounts)
      expect(report.coverage.gaps).toContainEqual(
        expect.objectContaining({
          accountId,
          message: expect.stringContaining('to be read by shard 2 of 3, which was missing'),
        }),
      );
    expect(verdictOf(report).reasons.map(({ reason }) => reason)).toContain('UNREAD_FACTS');
    const run = JSON.parse(await readFile(join(directory, 'run.json'), 'utf8'));
    expect(run.shards[1]).toEqual({
      shard: 2,
      manifest: null,
      callerArn: null,
      startedAt: null,
      finishedAt: null,
    });
    expect(await verifyEvidence({ runs: [directory], keyFile: [key.publicKeyFile] })).toMatchObject({
      intact: true,
    });
  });

  it('that was broken off, or is done once more, gives the same run', async () => {
    const { home, place } = await copy();
    const { runId } = JSON.parse((await readFile(join(place, 'shards.jsonl'), 'utf8')).split('\n')[0] ?? '');
    await mkdir(join(home, runId, 'accounts', '111122223333'), { recursive: true });
    await writeFile(join(home, runId, 'accounts', '111122223333', 'facts.jsonl.gz'), 'half');
    const first = await fleet.merge(home, [place]);
    const files = await unpackedFiles(first.directory);
    expect([...files.keys()].filter((name) => name.includes('111122223333'))).toEqual([]);
    const again = await fleet.merge(home, [place]);
    expect(again.directory).toBe(first.directory);
    same(await unpackedFiles(again.directory), files);
    expect(again.notices).toEqual([]);
  });
});

describe('a shard', () => {
  it('that was broken off goes on with the accounts that it has not; one that is whole asks nobody', async () => {
    await withFleet(
      async (fleet, simulator) => {
        const home = await newMachine();
        const { place, shards } = await fleet.plan(home, 2);
        const dies = fleet.shard(home, 1, {
          watch(event) {
            if (event.kind === 'account-done') throw new Error('The power goes.');
          },
        });
        await expect(dies).rejects.toThrow('The power goes.');
        expect(await readdir(join(place, '1-of-2'))).not.toContain('manifest.json');
        const kept = (await readdir(join(place, '1-of-2', 'external-ids'))).filter((id) =>
          /^\d{12}$/.test(id),
        );
        expect(kept.length).toBeGreaterThanOrEqual(1);
        let calls = simulator.calls.length;
        await fleet.shard(home, 1);
        const asked = simulator.calls.slice(calls).filter(({ service }) => service === 'iam');
        expect(new Set(asked.map(({ accountId }) => accountId)).size).toBe(
          (shards[0]?.accounts.length ?? 0) - kept.length,
        );
        expect(simulator.calls.slice(calls).filter(({ service }) => service === 'organizations')).toEqual([]);
        calls = simulator.calls.length;
        expect(await fleet.shard(home, 1)).not.toHaveProperty('read');
        expect(simulator.calls.length).toBe(calls);
      },
      { concurrency: { accounts: 1 }, evidence: { externalIds: 'masked' } },
    );
  });

  it('that is damaged is scanned again, where it is and where it was handed over to', async () => {
    await withFleet(async (fleet) => {
      const home = await newMachine();
      const place = join(await newMachine(), 'elsewhere');
      await fleet.plan(home, 2, { place });
      for (const shard of [1, 2]) await fleet.shard(home, shard, { place });
      const [account = ''] = await readdir(join(place, '1-of-2', 'accounts'));
      await writeFile(join(place, '1-of-2', 'accounts', account, 'calls.jsonl.gz'), 'x');
      await expect(fleet.merge(home, [place])).rejects.toMatchObject({ code: 'ALTERED_SHARD' });
      expect(await fleet.shard(await newMachine(), 1, { place })).toHaveProperty('read');
      const { report } = await fleet.merge(home, [place]);
      expect(report.coverage.gaps).toEqual([]);
    });
  });

  it('that is none of the plan is refused, and so is one without a plan', async () => {
    await withFleet(async (fleet) => {
      const home = await newMachine();
      await expect(fleet.shard(home, 1)).rejects.toMatchObject({ code: 'NO_PLAN' });
      await fleet.plan(home, 2);
      await expect(fleet.shard(home, 3)).rejects.toThrow(
        /Shard number 3 is asked for, and the plan .* has 2/,
      );
      await expect(fleet.shard(home, 1, { of: 3 })).rejects.toMatchObject({ code: 'NO_SUCH_SHARD' });
      await expect(fleet.merge(home, [home])).rejects.toMatchObject({ code: 'NO_PLAN' });
    });
  });

  it('may be empty', async () => {
    await withFleet(
      async (fleet) => {
        const home = await newMachine();
        const { place, shards } = await fleet.plan(home, 20);
        expect(shards.filter(({ accounts }) => accounts.length === 0).length).toBeGreaterThanOrEqual(12);
        for (const { shard } of shards) await fleet.shard(home, shard);
        const { report } = await fleet.merge(home, [place]);
        expect(report.coverage.gaps).toEqual([]);
      },
      { outputs: ['json'] },
    );
  });
});

describe('a plan', () => {
  it('stays where it is when it is made again, and no other takes its place', async () => {
    await withFleet(async (fleet, simulator) => {
      const home = await newMachine();
      const place = join(home, 'plan');
      const first = await fleet.plan(home, 2, { place });
      const calls = simulator.calls.length;
      const again = await fleet.plan(home, 2, { place, random: new Uint8Array([5, 5, 5, 5]) });
      expect(again).toEqual({ ...first, again: true });
      expect(simulator.calls.length).toBe(calls);
      await expect(fleet.plan(home, 3, { place })).rejects.toMatchObject({ code: 'PLAN_EXISTS' });
    });
  });

  it('knows what accounts took though they were read in shards, and its shards begin with the longest', async () => {
    await withFleet(async (fleet, simulator) => {
      const home = await newMachine();
      const first = await fleet.plan(home, 2, BEFORE);
      const accounts = first.shards.flatMap((shard) => shard.accounts).sort();
      const huge = accounts.at(-1) ?? '';
      const { contents } = simulator.world.accounts.find(({ id }) => id === huge) ?? {};
      for (let index = 0; index < 40; index += 1)
        contents?.roles?.push({ name: `role-${index}`, trustPolicy: trust(`arn:aws:iam::${VENDOR}:root`) });
      // The clock of the accounts goes on with each call, so that it tells what took long.
      let asked = 0;
      const now = () => {
        asked += 1;
        return new Date(Date.parse(AS_OF) + asked);
      };
      const going = { ...fixedClock(AS_OF), now };
      const reading = { aws: { ...SECOND.aws(simulator), clock: going } };
      for (const shard of [1, 2])
        await fleet.shard(await newMachine(), shard, { ...reading, place: first.place });
      await fleet.merge(home, [first.place], BEFORE);

      const second = await fleet.plan(home, 1, { random: new Uint8Array([8, 8, 8, 8]) });
      const events: ProgressEvent[] = [];
      const watch = (event: ProgressEvent) => void events.push(event);
      await fleet.shard(await newMachine(), 1, { place: second.place, watch });
      expect(events.find(({ kind }) => kind === 'account-started')).toMatchObject({ accountId: huge });
      const known = events.find((event) => event.kind === 'accounts-known');
      expect([...(known?.seconds?.keys() ?? [])].sort()).toEqual(accounts);
    });
  });
});
