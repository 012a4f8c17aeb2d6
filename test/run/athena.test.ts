import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { CALL_COLUMNS, ENTRY_COLUMNS } from '../../src/collect/athena/query-text.ts';
import { readFacts } from '../../src/evidence/account-evidence.ts';
import { readJsonLines } from '../../src/evidence/json-lines.ts';
import type { Call } from '../../src/model/call.ts';
import { isFact } from '../../src/model/fact-values.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import type { World, WorldQuery } from '../../src/simulator/world.ts';
import { scanFleet } from '../support/fleet.ts';
import { callsOf } from '../support/run-files.ts';
import { AS_OF, fixedClock, runScan } from '../support/scan.ts';
import { ENTERED, REGISTER, tidyWorld } from '../support/tidy-world.ts';

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
  expect(gaps).toMatchObject([{ message: 'The table of Athena holds no record of this account.' }]);
  expect(gaps[0]?.accountId).not.toBe(ENTERED);
  const queries = simulator.calls.filter(({ operation }) => operation === 'StartQueryExecution');
  expect(queries).toHaveLength(2);
  const kept = (await readJsonLines(join(directory, 'athena', 'calls.jsonl.gz'))) as Call[];
  expect(kept.map(({ operation }) => operation)).toEqual(expect.arrayContaining(['GetQueryResults']));
  expect(JSON.stringify(kept)).toContain('AS quarters');
  expect((await callsOf(directory, ENTERED)).filter(({ fact: of }) => of === 'activity')).toEqual([]);
});

it.each<[string, { [column: string]: string }, RegExp]>([
  ['is of one Region', { regions: 'eu-west-1' }, /holds nothing of any account in us-east-1\.$/],
  [
    'was not written for a day',
    { days: DAYS.filter((day) => day !== '2026-10-11').join(',') },
    /holds nothing of any account on 2026-10-11\.$/,
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

it('a query that is still on its way when the run is ended is stopped', async () => {
  const simulator = await startSimulator({
    world: worldWith({ ...ENTRIES, asks: Number.POSITIVE_INFINITY }, CALLS),
    clock: () => new Date(AS_OF),
  });
  onTestFinished(() => simulator.close());
  const stop = new AbortController();
  const clock = fixedClock(AS_OF);
  const asked = () => simulator.calls.filter(({ operation }) => operation === 'GetQueryExecution').length;
  const run = runScan({
    config: {
      ...CONFIG,
      organization: { discover: true },
      auditor: simulator.world.auditor,
    },
    aws: {
      endpoint: simulator.endpoint,
      credentials: simulator.credentials,
      clock: {
        ...clock,
        sleep: async (milliseconds) => {
          if (asked() > 3) stop.abort(new Error('SIGTERM'));
          await clock.sleep(milliseconds);
        },
      },
    },
    interrupted: { signal: stop.signal, outcome: 'keep' },
  });
  await expect(run).rejects.toThrow('was ended by SIGTERM');
  const stopped = simulator.calls.filter(({ operation }) => operation === 'StopQueryExecution');
  expect(stopped.map(({ outcome }) => outcome)).toContain('OK');
});
