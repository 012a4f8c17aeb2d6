import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CALL_COLUMNS, ENTRY_COLUMNS } from '../../src/collect/athena/query-text.ts';
import { readFacts } from '../../src/evidence/account-evidence.ts';
import { readJsonLines } from '../../src/evidence/json-lines.ts';
import type { Manifest } from '../../src/evidence/manifest.ts';
import type { Call } from '../../src/model/call.ts';
import { isFact } from '../../src/model/fact-values.ts';
import { verifyEvidence } from '../../src/run/verify-evidence.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import type { World, WorldQuery } from '../../src/simulator/world.ts';
import { AS_OF, fixedClock } from '../support/fixed-clock.ts';
import { scanFleet } from '../support/fleet.ts';
import { callsOf, unpackedFiles } from '../support/run-files.ts';
import { runScan } from '../support/scan.ts';
import { type Fleet, fleetOf, newMachine } from '../support/shards.ts';
import { ENTERED, REGISTER, tidyWorld } from '../support/tidy-world.ts';
import { twoClouds } from '../support/two-clouds.ts';

const VENDOR = '424242424242';
const ROLE = `arn:aws:iam::${ENTERED}:role/tidewater-monitoring`;

/** A row of one who came once, with these values over it. */
function entered(more: { [column: string]: string | null }): Array<string | null> {
  const row: { [column: string]: string | null } = {
    ...{ account: ENTERED, event: 'AssumeRole', source: 'sts.amazonaws.com', kind: 'AWSAccount' },
    ...{ caller: VENDOR, principal: 'AROAVENDOR', address: '198.51.100.7', agent: 'Boto3', role: ROLE },
    ...{ day: '2026-10-20', events: '3', sessions: '3', records: '3', reads: '3', places: '2' },
    ...{ regions: 'us-east-1', days: '2026-10-20' },
    ...{ first_at: '2026-10-20T09:00:00Z', last_at: '2026-10-20T09:31:00Z', quarters: '09:00,09:31' },
    ...more,
  };
  return ENTRY_COLUMNS.map((column) => row[column] ?? null);
}

function called(more: { [column: string]: string | null }): Array<string | null> {
  const row: { [column: string]: string | null } = {
    ...{ account: ENTERED, role: ROLE, caller: VENDOR, source: 'iam.amazonaws.com', event: 'CreateUser' },
    ...{ events: '2', first_at: '2026-10-20T09:00:00Z', last_at: '2026-10-20T09:31:00Z', places: '1' },
    ...more,
  };
  return CALL_COLUMNS.map((column) => row[column] ?? null);
}

const DAY_MS = 86_400_000;
const DAYS = Array.from({ length: 89 }, (_, index) =>
  new Date(Date.parse('2026-08-04T00:00:00Z') + index * DAY_MS).toISOString().slice(0, 10),
);

/** The row of all that was no entry. */
const OTHERS = {
  ...{ event: null, source: null, kind: null, caller: null, role: null, quarters: null, day: null },
  ...{ events: '0', sessions: '0', records: '900', reads: '850', days: DAYS.join(',') },
  ...{ first_at: '2026-08-04T00:00:00Z', last_at: '2026-10-31T23:00:00Z' },
};

const ENTRIES: WorldQuery = {
  contains: 'AS quarters',
  columns: [...ENTRY_COLUMNS],
  rows: [entered({}), entered({ address: '192.0.2.1' }), entered(OTHERS)],
  scannedBytes: 123_456_789,
};
const CALLS: WorldQuery = { contains: 'WITH recorded', columns: [...CALL_COLUMNS], rows: [called({})] };

function worldWith(...queries: WorldQuery[]): World {
  const world = tidyWorld();
  const caller = world.accounts.find(({ id }) => id === world.callerAccountId);
  if (caller === undefined) throw new Error('Nobody calls.');
  caller.contents.queries = queries;
  return world;
}

const CONFIG = {
  regions: ['us-east-1'],
  thirdParties: REGISTER,
  resourcePolicies: [],
  recording: false,
  activity: {
    source: 'athena',
    athena: { region: 'eu-west-1', database: 'audit', table: 'trail', workGroup: 'security' },
  },
  outputs: ['json'],
};

/** Whether the manifest says of each call that was counted what was asked by it. */
async function expectAllCallsOnRecord(directory: string): Promise<void> {
  const { predicate }: Manifest = JSON.parse(await readFile(join(directory, 'manifest.json'), 'utf8'));
  const operations = [...predicate.collection].flatMap((entry) => entry.operations);
  expect(operations.reduce((sum, { calls }) => sum + calls, 0)).toBe(predicate.counts.calls);
  expect(operations.map(({ operation }) => operation)).toContain('StartQueryExecution');
}

async function activityIn(directory: string, accountId: string) {
  const facts = (await readFacts(join(directory, 'accounts', accountId))) ?? [];
  const found = facts.find((fact) => isFact(fact, 'activity'));
  if (found === undefined) throw new Error('No fact.');
  return found;
}

it('a table says for all accounts at once who came and what they called, and the evidence what it cost', async () => {
  const { report, directory, simulator } = await scanFleet(
    { world: worldWith(ENTRIES, CALLS) },
    { config: CONFIG },
  );
  const checks = [...report.findings].filter(({ checkId }) => checkId.startsWith('activity-'));
  expect(checks.map(({ checkId, accountId }) => [checkId, accountId]).sort()).toEqual([
    ['activity-high-risk', ENTERED],
    ['activity-source', ENTERED],
  ]);
  const fact = await activityIn(directory, ENTERED);
  expect(fact).toMatchObject({
    status: 'COLLECTED',
    value: {
      source: 'athena',
      athena: {
        ...{ region: 'eu-west-1', workGroup: 'security', database: 'audit', table: 'trail' },
        records: 906,
        queries: [
          { purpose: 'entries', scannedBytes: 123_456_789, rows: 3 },
          { purpose: 'calls', scannedBytes: 0, rows: 1 },
        ],
      },
      sessions: [{ begun: 6, lookedInto: 6 }],
      perResource: [],
    },
  });
  // An account of which the table has nothing is a gap, and no clean one.
  const gaps = [...report.coverage.gaps].filter((gap) => gap.fact === 'activity');
  expect(gaps).toMatchObject([
    {
      message: expect.stringContaining(
        'holds no record of this account. Its trail does not go there, or nobody',
      ),
    },
  ]);
  expect(gaps[0]?.accountId).not.toBe(ENTERED);
  const queries = simulator.calls.filter(({ operation }) => operation === 'StartQueryExecution');
  expect(queries).toHaveLength(2);
  const kept = (await readJsonLines(join(directory, 'athena', 'calls.jsonl.gz'))) as Call[];
  expect(kept.map(({ operation }) => operation)).toEqual(expect.arrayContaining(['GetQueryResults']));
  expect(JSON.stringify(kept)).toContain('AS quarters');
  await expectAllCallsOnRecord(directory);
  expect((await callsOf(directory, ENTERED)).filter(({ fact: of }) => of === 'activity')).toEqual([]);
});

it.each<[string, { [column: string]: string }, RegExp]>([
  ['is of one Region', { regions: 'eu-west-1' }, /holds nothing in us-east-1 of any account/],
  [
    'was not written for a day',
    { days: DAYS.filter((day) => day !== '2026-10-11').join(',') },
    /holds nothing on 2026-10-11 of any account/,
  ],
  ['is of a trail that records writes alone', { reads: '0' }, /holds no call of the account that only reads/],
])('nothing is clean by a table that %s', async (_what, more, says) => {
  const quiet = { ...ENTRIES, rows: [entered({ ...OTHERS, regions: 'us-east-1', ...more })] };
  const { report } = await scanFleet(
    { world: worldWith(quiet) },
    { config: { ...CONFIG, activity: { ...CONFIG.activity, sessions: 0 } } },
  );
  const gaps = [...report.coverage.gaps].filter(
    ({ fact, accountId }) => fact === 'activity' && accountId === ENTERED,
  );
  expect(gaps).toMatchObject([{ message: expect.stringMatching(says) }]);
  const unanswered = [...report.unanswered].filter(({ accountId }) => accountId === ENTERED);
  expect(unanswered.map(({ checkId }) => checkId)).toContain('activity-source');
});

it('a query that fails is a gap of every account, in the words of Athena', async () => {
  const failing = { ...ENTRIES, failure: 'Query exceeded the scan limit.' };
  const { report } = await scanFleet(
    { world: worldWith(failing) },
    { config: { ...CONFIG, activity: { ...CONFIG.activity, sessions: 0 } } },
  );
  const gaps = [...report.coverage.gaps].filter(({ fact }) => fact === 'activity');
  expect(gaps.map(({ message }) => message)).toEqual(
    Array(2).fill('The query for entries ended as FAILED: Query exceeded the scan limit.'),
  );
});

it('queries are made by the role that is named, and its external ID is kept nowhere', async () => {
  const world = worldWith();
  const there = world.accounts.find(({ id }) => id === ENTERED);
  if (there === undefined) throw new Error('Nobody is entered.');
  there.contents.queries = [ENTRIES, CALLS];
  const { roleName, externalId = '' } = world.auditor ?? {};
  expect(externalId).not.toBe('');
  const asker = { roleArn: `arn:aws:iam::${ENTERED}:role/${roleName}`, externalId };
  const athena = { ...CONFIG.activity.athena, ...asker };
  const { directory } = await scanFleet(
    { world },
    { config: { ...CONFIG, activity: { ...CONFIG.activity, athena } } },
  );
  expect(await activityIn(directory, ENTERED)).toMatchObject({
    status: 'COLLECTED',
    value: { athena: { accountId: ENTERED, records: 906 } },
  });
  const kept = (await readJsonLines(join(directory, 'athena', 'calls.jsonl.gz'))) as Call[];
  expect(kept.map(({ operation }) => operation)).toContain('AssumeRole');
  expect(kept.every(({ accountId }) => accountId === ENTERED)).toBe(true);
  for (const [name, text] of await unpackedFiles(directory))
    if (name.startsWith('athena/')) expect(text, name).not.toContain(externalId);
});

it('a query that is still on its way when the run is ended is stopped, and stays on record when it is gone on with', async () => {
  const slow: WorldQuery = { ...ENTRIES, asks: Number.POSITIVE_INFINITY };
  const simulator = await startSimulator({ world: worldWith(slow, CALLS), clock: () => new Date(AS_OF) });
  onTestFinished(() => simulator.close());
  const out = await mkdtemp(join(tmpdir(), 'countersign-athena-'));
  const stop = new AbortController();
  const clock = fixedClock(AS_OF);
  const asked = () => simulator.calls.filter(({ operation }) => operation === 'GetQueryExecution').length;
  const { endpoint, credentials } = simulator;
  const config = { ...CONFIG, organization: { discover: true }, auditor: simulator.world.auditor };
  const sleep = async (milliseconds: number) => {
    if (asked() > 3) stop.abort(new Error('SIGTERM'));
    await clock.sleep(milliseconds);
  };
  const run = runScan({
    ...{ config, out },
    aws: { endpoint, credentials, clock: { ...clock, sleep } },
    interrupted: { signal: stop.signal, outcome: 'keep' },
  });
  await expect(run).rejects.toThrow('was ended by SIGTERM');
  const stopped = simulator.calls.filter(({ operation }) => operation === 'StopQueryExecution');
  expect(stopped.map(({ outcome }) => outcome)).toContain('OK');

  slow.asks = 1;
  const goOn = () => runScan({ config, out, resume: true, aws: { endpoint, credentials } });
  const [name = ''] = (await readdir(out, { recursive: true })).filter((path) => /athena.calls/.test(path));
  const before = await readFile(join(out, name));
  await writeFile(join(out, name), before.subarray(0, 40));
  const begun = simulator.calls.length;
  await expect(goOn()).rejects.toMatchObject({ code: 'DAMAGED_RUN' });
  expect(simulator.calls.slice(begun).map(({ operation }) => operation)).not.toContain('StartQueryExecution');
  await writeFile(join(out, name), before);
  const { directory } = await goOn();
  expect(await activityIn(directory, ENTERED)).toMatchObject({ status: 'COLLECTED' });
  const kept = (await readJsonLines(join(directory, 'athena', 'calls.jsonl.gz'))) as Call[];
  const started = kept.filter(({ operation }) => operation === 'StartQueryExecution');
  expect(started).toHaveLength(
    simulator.calls.filter(({ operation }) => operation === 'StartQueryExecution').length,
  );
  expect(started.length).toBeGreaterThan(2);
});

/** A trust policy that admits the caller of that account admits ENTERED. */
function admitting(trustPolicy: object, accountId: string): object {
  return JSON.parse(JSON.stringify(trustPolicy).replaceAll(accountId, ENTERED));
}

/** The same accounts, where who calls is of the account that is entered, and its role admits them. */
async function calledFromTheEntered(): Promise<Simulator> {
  const { callerAccountId } = worldWith();
  const world: World = JSON.parse(JSON.stringify(worldWith()), (key, value) =>
    key === 'callerAccountId' ? ENTERED : key === 'trustPolicy' ? admitting(value, callerAccountId) : value,
  );
  for (const { id, contents } of world.accounts) if (id === ENTERED) contents.queries = [ENTRIES, CALLS];
  const there = await startSimulator({ world, clock: () => new Date(AS_OF) });
  onTestFinished(() => there.close());
  return there;
}

it('who goes on with a run asks in an account of their own, and the evidence names that one', async () => {
  const simulator = await startSimulator({ world: worldWith(ENTRIES, CALLS), clock: () => new Date(AS_OF) });
  onTestFinished(() => simulator.close());
  const out = await mkdtemp(join(tmpdir(), 'countersign-athena-'));
  const config = { ...CONFIG, organization: { discover: true }, auditor: simulator.world.auditor };
  const stop = new AbortController();
  const begun = runScan({
    ...{ config, out, aws: { endpoint: simulator.endpoint, credentials: simulator.credentials } },
    // Before the first account is read.
    watch: ({ kind }) => kind === 'accounts-known' && stop.abort(new Error('SIGTERM')),
    interrupted: { signal: stop.signal, outcome: 'keep' },
  });
  await expect(begun).rejects.toThrow('was ended by SIGTERM');
  const { endpoint, credentials } = await calledFromTheEntered();
  const { directory } = await runScan({ config, out, resume: true, aws: { endpoint, credentials } });
  const kept = (await readJsonLines(join(directory, 'athena', 'calls.jsonl.gz'))) as Call[];
  expect(new Set(kept.map(({ accountId }) => accountId))).toEqual(new Set([ENTERED]));
  expect(await activityIn(directory, ENTERED)).toMatchObject({ value: { athena: { accountId: ENTERED } } });
});

it('a profile asks in its own account, and one that does not work is a gap that says so', async () => {
  const elsewhere = worldWith(ENTRIES, CALLS);
  const { endpoint, first, second } = await twoClouds(
    { world: worldWith(), clock: () => new Date(AS_OF) },
    { world: { ...elsewhere, callerAccountId: ENTERED }, clock: () => new Date(AS_OF) },
  );
  for (const { id, contents } of second.world.accounts)
    if (id === ENTERED) contents.queries = [ENTRIES, CALLS];
  const by = (profile: string) =>
    runScan({
      config: {
        ...{ ...CONFIG, organization: { discover: true }, auditor: first.world.auditor },
        activity: { ...CONFIG.activity, athena: { ...CONFIG.activity.athena, profile } },
      },
      aws: { endpoint, credentials: first.credentials },
    });
  const { directory } = await by('second');
  const kept = (await readJsonLines(join(directory, 'athena', 'calls.jsonl.gz'))) as Call[];
  expect(new Set(kept.map(({ accountId }) => accountId))).toEqual(new Set([ENTERED]));
  expect(await activityIn(directory, ENTERED)).toMatchObject({ value: { athena: { accountId: ENTERED } } });
  const { report } = await by('nowhere');
  const gaps = [...report.coverage.gaps].filter(({ fact }) => fact === 'activity');
  expect(gaps.map(({ message }) => message)).toEqual(Array(2).fill(expect.stringContaining('nowhere')));
});

describe('a run in shards', () => {
  const partitioned = { ...CONFIG.activity.athena, partitions: { account: 'account' } };
  const config = { ...CONFIG, activity: { ...CONFIG.activity, athena: partitioned } };

  async function withFleet<T>(given: object, use: (fleet: Fleet, simulator: Simulator) => Promise<T>) {
    const simulator = await startSimulator({
      world: worldWith(ENTRIES, CALLS),
      clock: () => new Date(AS_OF),
    });
    onTestFinished(() => simulator.close());
    const found = { organization: { discover: true }, auditor: simulator.world.auditor };
    return use(fleetOf(simulator, { ...given, ...found }), simulator);
  }

  it('asks in each shard for its own accounts, and the run keeps what each asked', async () => {
    const home = await newMachine();
    await withFleet(config, async (fleet, simulator) => {
      const { place, shards } = await fleet.plan(home, 2);
      for (const { shard } of shards) await fleet.shard(home, shard, { place });
      const asked = simulator.calls.length;
      const { directory, report } = await fleet.merge(home, [place]);
      expect(simulator.calls.length).toBe(asked);
      expect(await activityIn(directory, ENTERED)).toMatchObject({ status: 'COLLECTED' });
      expect([...report.findings].map(({ checkId }) => checkId)).toContain('activity-source');
      let made = 0;
      for (const { shard, accounts } of shards) {
        const file = join(directory, 'athena', `${shard}-of-2`, 'calls.jsonl.gz');
        const kept = (await readJsonLines(file)) as Call[];
        made += kept.length;
        expect(JSON.stringify(kept)).toContain(`IN (${accounts.map((id) => `'${id}'`).join(', ')})`);
      }
      const all = await Promise.all(
        report.scope.accounts.map(({ accountId }) => callsOf(directory, accountId)),
      );
      const { counts } = JSON.parse(await readFile(join(directory, 'run.json'), 'utf8'));
      const discovery = await readJsonLines(join(directory, 'organization', 'calls.jsonl.gz'));
      expect(counts.calls).toBe(all.flat().length + discovery.length + made);
      await expectAllCallsOnRecord(directory);
      expect(await verifyEvidence({ runs: [directory] })).toMatchObject({ intact: true });
    });
  });

  it('says of each shard in which account it asked, whoever planned the run', async () => {
    const home = await newMachine();
    const there = await calledFromTheEntered();
    const { endpoint, credentials } = there;
    const aws = { clock: fixedClock(AS_OF), homeRegion: 'us-east-1', maxAttempts: 2, endpoint, credentials };
    await withFleet(config, async (fleet) => {
      const { place, shards } = await fleet.plan(home, 2);
      const { shard = 0 } = shards.find(({ accounts }) => accounts.includes(ENTERED)) ?? {};
      const { address } = await fleet.shard(home, shard, { place, aws });
      const kept = (await readJsonLines(join(address, 'athena', 'calls.jsonl.gz'))) as Call[];
      expect(new Set(kept.map(({ accountId }) => accountId))).toEqual(new Set([ENTERED]));
      expect(await activityIn(address, ENTERED)).toMatchObject({ value: { athena: { accountId: ENTERED } } });
    });
  });

  it('is not planned where each shard would scan the whole table', async () => {
    const home = await newMachine();
    await withFleet(CONFIG, async (fleet, simulator) => {
      await expect(fleet.plan(home, 2)).rejects.toMatchObject({
        code: 'WHOLE_TABLE_EACH',
        whatToDo: expect.stringContaining('activity.athena.partitions.account'),
      });
      expect(simulator.calls).toEqual([]);
      expect((await fleet.plan(home, 1)).shards).toHaveLength(1);
    });
  });
});
