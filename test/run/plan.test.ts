import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { registry } from '../../src/checks/registry.ts';
import { toJudgement } from '../../src/config/judgement.ts';
import { loadConfig } from '../../src/config/load.ts';
import { readJsonLines } from '../../src/evidence/json-lines.ts';
import type { Call } from '../../src/model/call.ts';
import { type PlannedAccount, planScan, type ScanPlan } from '../../src/run/plan.ts';
import { demoConfiguration } from '../../src/simulator/fleet/demo-configuration.ts';
import { generateFleet } from '../../src/simulator/fleet/fleet.ts';
import { DEFAULT_REGIONS } from '../../src/simulator/services/account/account.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { AS_OF, fixedClock } from '../support/fixed-clock.ts';
import { callsOf } from '../support/run-files.ts';
import { runScan } from '../support/scan.ts';
import { size, some, THOROUGH } from '../support/thorough.ts';

/** What the accounts have, with one Region in which nothing is. Every further one is asked the same. */
const ENABLED = ['us-east-1', 'eu-west-1', 'eu-central-1'];

async function withSimulator(use: (simulator: Simulator) => Promise<void>): Promise<void> {
  const world = generateFleet({ accounts: size(8, 2), seed: '1', asOf: AS_OF });
  if (!THOROUGH) {
    const optedOut = DEFAULT_REGIONS.filter((region) => !ENABLED.includes(region));
    for (const account of world.accounts) account.optedOutRegions = optedOut;
  }
  const simulator = await startSimulator({
    world,
    asOf: AS_OF,
    clock: () => new Date(AS_OF),
    pageSize: 'aws',
  });
  try {
    await use(simulator);
  } finally {
    await simulator.close();
  }
}

function plan(simulator: Simulator, config: object, out: string): Promise<ScanPlan> {
  const loaded = loadConfig(JSON.stringify(config), 'test.yaml', {}, registry);
  return planScan({
    config: loaded,
    judgement: toJudgement(loaded, []),
    out,
    version: '0.0.0-test',
    random: new Uint8Array(4),
    aws: {
      clock: fixedClock(AS_OF),
      homeRegion: 'us-east-1',
      endpoint: simulator.endpoint,
      credentials: simulator.credentials,
    },
  });
}

/** Calls by fact, Region and operation. */
function counted(lines: Array<{ key: string; calls: number }>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { key, calls } of lines) counts[key] = (counts[key] ?? 0) + calls;
  return counts;
}

/** Facts of the account that are read through Regions. */
const THROUGH_REGIONS: ReadonlySet<string> = new Set([
  'unused-access-findings',
  'activity',
  'trails',
  'config-recorders',
  'identity-center',
]);

function made(calls: readonly Call[]): Record<string, number> {
  return counted(
    calls.map(({ fact, region, service, operation }) => ({
      // The plan gives the Region of the fact; a global fact may be read through a Region.
      key: `${fact} ${THROUGH_REGIONS.has(fact) ? 'global' : region} ${service}:${operation}`,
      calls: 1,
    })),
  );
}

function planned(account: PlannedAccount): Record<string, number> {
  return counted(
    account.facts.flatMap(({ fact, region, calls }) =>
      calls.map((call) => ({
        key: `${fact} ${region} ${call.service}:${call.operation}`,
        calls: call.calls,
      })),
    ),
  );
}

describe('the plan of a scan', () => {
  it.each(some(['access-roles', 'last-known', 'off'], 1))(
    'predicts every call of every account after an earlier run (drift.mode %s)',
    async (mode) => {
      await withSimulator(async (simulator) => {
        const config = {
          ...demoConfiguration(simulator.world),
          checks: {},
          regions: 'enabled',
          drift: { mode },
        };
        const out = await mkdtemp(join(tmpdir(), 'countersign-plan-'));
        const aws = { endpoint: simulator.endpoint, credentials: simulator.credentials };
        const { directory, report } = await runScan({ config, aws, out });
        expect(report.coverage.complete).toBe(true);

        const prediction = await plan(simulator, config, out);
        expect(prediction.accounts.map(({ accountId }) => accountId)).toEqual(
          report.scope.accounts.map(({ accountId }) => accountId),
        );
        for (const account of prediction.accounts) {
          const calls = await callsOf(directory, account.accountId);
          expect(account.basis).toBe('earlier run');
          expect(planned(account), account.name).toEqual(made(calls));
          expect(account.calls).toBe(calls.length);
        }
      });
    },
  );

  it('predicts the calls to the home Region where it is not scanned', async () => {
    await withSimulator(async (simulator) => {
      const config = {
        ...demoConfiguration(simulator.world),
        checks: {},
        regions: ['eu-west-1'],
        drift: { mode: 'off' },
      };
      const out = await mkdtemp(join(tmpdir(), 'countersign-plan-'));
      const aws = { endpoint: simulator.endpoint, credentials: simulator.credentials };
      const { directory, report } = await runScan({ config, aws, out });
      expect(report.findings.some(({ checkId }) => checkId === 'unused-access-finding')).toBe(true);
      for (const account of (await plan(simulator, config, out)).accounts) {
        const calls = await callsOf(directory, account.accountId);
        expect(planned(account), account.name).toEqual(made(calls));
      }
    });
  });

  it('gives the least number of calls, and says so, where nothing was read before', async () => {
    await withSimulator(async (simulator) => {
      const config = demoConfiguration(simulator.world);
      const out = await mkdtemp(join(tmpdir(), 'countersign-plan-'));
      const prediction = await plan(simulator, config, out);
      const aws = { endpoint: simulator.endpoint, credentials: simulator.credentials };
      const { directory } = await runScan({ config, aws, out });
      for (const account of prediction.accounts) {
        expect(account.basis).toBe('empty account');
        expect(account.calls).toBeGreaterThan(0);
        expect(account.calls).toBeLessThanOrEqual((await callsOf(directory, account.accountId)).length);
      }
    });
  });

  it('enters no account', async () => {
    await withSimulator(async (simulator) => {
      await plan(simulator, demoConfiguration(simulator.world), tmpdir());
      const services = new Set(simulator.calls.map(({ service, operation }) => `${service}:${operation}`));
      expect(services).not.toContain('sts:AssumeRole');
    });
  });

  it('has the queries that a scan makes of Athena, for all accounts together', async () => {
    await withSimulator(async (simulator) => {
      const athena = {
        region: 'eu-west-1',
        database: 'audit',
        table: 'trail',
        partitions: { account: 'id' },
      };
      const activity = { source: 'athena', athena };
      const config = { ...demoConfiguration(simulator.world), checks: {}, activity };
      const planned = await plan(simulator, config, tmpdir());
      const aws = { endpoint: simulator.endpoint, credentials: simulator.credentials };
      const { directory } = await runScan({ config, aws });
      const calls = (await readJsonLines(join(directory, 'athena', 'calls.jsonl.gz'))) as Call[];
      const made = calls.filter(({ operation }) => operation === 'StartQueryExecution');
      const texts = made.map(({ parameters }) => (parameters as { QueryString: string }).QueryString);
      expect(planned.athena?.queries.map(({ text }) => text).sort()).toEqual(texts.sort());
      expect(planned.athena?.queries.map(({ purpose }) => purpose)).toEqual(['entries', 'calls']);
      const ids = planned.accounts.map(({ accountId }) => `'${accountId}'`).join(', ');
      for (const text of texts) expect(text).toContain(`"id" IN (${ids})`);
      // A query is started, asked after and read: two of these for an answer on one page.
      expect(planned.athena?.calls).toBe(6);
      const one = { ...config, activity: { ...activity, sessions: 0 } };
      expect((await plan(simulator, one, tmpdir())).athena?.calls).toBe(3);
    });
  });

  it('leaves out the calls for facts that no enabled check reads', async () => {
    await withSimulator(async (simulator) => {
      const off = [
        'analyzer-coverage',
        'external-access-finding',
        'archived-external-access',
        'unused-access-finding',
        'analyzer-error',
      ];
      const checks = Object.fromEntries(off.map((id) => [id, { enabled: false }]));
      const config = { ...demoConfiguration(simulator.world), checks };
      const out = await mkdtemp(join(tmpdir(), 'countersign-plan-'));
      const aws = { endpoint: simulator.endpoint, credentials: simulator.credentials };
      const { report } = await runScan({ config, aws, out });
      expect(simulator.calls.some(({ service }) => service === 'access-analyzer')).toBe(false);
      expect(report.scope.disabledChecks.map(({ checkId }) => checkId).sort()).toEqual([...off].sort());
      expect(report.coverage.complete).toBe(true);
    });
  });
});
