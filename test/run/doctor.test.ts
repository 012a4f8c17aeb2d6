import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { registry } from '../../src/checks/registry.ts';
import { toJudgement } from '../../src/config/judgement.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { DoctorCheck, DoctorReport } from '../../src/model/doctor.ts';
import { auditorPolicy, organizationPolicy } from '../../src/run/auditor-policy.ts';
import { examine } from '../../src/run/doctor/examine.ts';
import { demoConfiguration, usualConfiguration } from '../../src/simulator/fleet/demo-configuration.ts';
import { type SimulatorOptions, startSimulator } from '../../src/simulator/simulator.ts';
import type { World } from '../../src/simulator/world.ts';
import { fixedClock } from '../support/fixed-clock.ts';
import { some, THOROUGH } from '../support/thorough.ts';
import { ENTERED, tidyWorld } from '../support/tidy-world.ts';

const BOTH = ['us-east-1', 'eu-west-1'];

interface Made {
  faults?: SimulatorOptions['faults'];
  change?: (world: World) => void;
  config?: object;
  /** With all that can be asked for; the others have it in CI. */
  everything?: boolean;
  /** How far the machine's clock is ahead. */
  aheadMs?: number;
}

/** Examines a world in which nothing is wrong but what is made wrong in it. */
async function examined({
  faults = [],
  change,
  config,
  everything = THOROUGH,
  aheadMs = 0,
}: Made = {}): Promise<DoctorReport & { calls: string[]; left: string[] }> {
  const world = tidyWorld();
  const company = everything ? demoConfiguration : usualConfiguration;
  change?.(world);
  const simulator = await startSimulator({ world, faults });
  const out = await mkdtemp(join(tmpdir(), 'countersign-doctor-'));
  try {
    const loaded = loadConfig(
      JSON.stringify({ ...company(world), regions: THOROUGH ? BOTH : ['eu-west-1'], ...config }),
      'test.yaml',
      {},
      registry,
    );
    const report = await examine({
      config: loaded,
      judgement: toJudgement(loaded, []),
      out,
      version: '0.0.0-test',
      random: new Uint8Array(4),
      aws: {
        clock: { ...fixedClock(''), now: () => new Date(Date.now() + aheadMs) },
        homeRegion: 'us-east-1',
        endpoint: simulator.endpoint,
        credentials: simulator.credentials,
        maxAttempts: 1,
        connectionTimeoutMs: 300_000,
        requestTimeoutMs: 300_000,
        callTimeoutMs: 600_000,
      },
      networkVariables: [],
    });
    return {
      ...report,
      calls: simulator.calls.map(({ operation, outcome }) => `${operation} ${outcome}`),
      left: await readdir(out),
    };
  } finally {
    await simulator.close();
  }
}

function failed({ checks }: DoctorReport): DoctorCheck[] {
  return checks.filter(({ status }) => status === 'fail');
}

describe('the doctor of a fleet', () => {
  it('finds nothing where nothing is wrong, starts no detection and leaves nothing', async () => {
    const report = await examined({
      everything: true,
      config: { regions: 'enabled', drift: { mode: 'all-stacks' } },
    });
    expect(failed(report)).toEqual([]);
    expect(report.accounts).toEqual({ inScope: 2, entered: 2 });
    expect(report.scanIsUseless).toBe(false);
    expect(report.calls.filter((call) => call.startsWith('DetectStackDrift'))).toEqual([
      'DetectStackDrift ValidationError',
      'DetectStackDrift ValidationError',
    ]);
    expect(report.left).toEqual([]);
  });

  it('shows what is declared a blind spot, and fails for the rest alone', async () => {
    const spot = {
      regions: ['eu-west-1'],
      reason: 'Nobody works there',
      approvedBy: 'ciso@acme.example',
      expires: '2999-12-31',
    };
    const words =
      'User: arn:aws:sts::111122223333:assumed-role/a/s is not authorized to perform: cloudformation:ListStacks on resource: * with an explicit deny in a service control policy';
    const faults: SimulatorOptions['faults'] = [
      {
        service: 'cloudformation',
        region: 'eu-west-1',
        kind: 'other-answer',
        change: () => ({
          status: 403,
          headers: { 'content-type': 'text/xml' },
          body: `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>${words}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
        }),
      },
    ];
    const [open, declared] = [
      await examined({ faults }),
      await examined({ faults, config: { blindSpots: [spot] } }),
    ];
    expect(failed(open)).toMatchObject([{ id: 'action-refused', regions: ['eu-west-1'] }]);
    expect(failed(declared)).toEqual([]);
    const shown = declared.checks.filter(({ id }) => id === 'blind-spot');
    expect(shown).toMatchObject([{ status: 'ok', regions: ['eu-west-1'] }]);
    expect(shown[0]?.words).toContain('ciso@acme.example');
  });

  const actions = (['access-roles', 'all-stacks'] as const).flatMap((mode) =>
    auditorPolicy({ driftMode: mode, enabledRegions: true })
      .Statement.flatMap(({ Action }) => Action)
      .filter((action) => mode === 'access-roles' || /Detect|Status/.test(action))
      .map((action) => [action, mode] as const),
  );
  it.each(some(actions, 2))(
    'names %s (drift.mode %s) where it is denied, and the account',
    async (action, mode) => {
      const [service = ''] = action.split(':');
      const report = await examined({
        faults: [{ accountId: ENTERED, service, operation: action, kind: 'access-denied' }],
        everything: true,
        config: { regions: 'enabled', drift: { mode } },
      });
      const causes = failed(report);
      expect(causes.length).toBeGreaterThan(0);
      for (const { id, actions, accounts, whatToDo } of causes) {
        expect(accounts).toEqual([ENTERED]);
        expect(whatToDo).not.toBeNull();
        expect(id).toBe('action-refused');
        // Without a way to tell whose session it is, nothing else is asked in it.
        expect(actions).toEqual(action === 'sts:GetCallerIdentity' ? [] : [action]);
      }
      expect(report.accounts.entered).toBe(action === 'sts:GetCallerIdentity' ? 1 : 2);
    },
  );

  it.each(
    some(
      organizationPolicy().Statement.flatMap(({ Action }) => Action),
      2,
    ),
  )('says that accounts may be missing where %s is denied', async (action) => {
    const report = await examined({ faults: [{ operation: action, kind: 'access-denied' }] });
    const [cause] = failed(report);
    expect(cause).toMatchObject({ id: 'organization', actions: [action] });
  });

  it('tells a role that is not there from a wrong external ID by the other accounts', async () => {
    const missing = await examined({
      change: (world) => {
        for (const { id, contents } of world.accounts) if (id === ENTERED) contents.roles = [];
      },
    });
    expect(failed(missing)).toMatchObject([{ id: 'role-refused', accounts: [ENTERED] }]);
    expect(failed(missing)[0]?.whatToDo).toContain('Another account lets us in');
    expect(missing.scanIsUseless).toBe(false);

    const wrong = await examined({
      config: { auditor: { roleName: tidyWorld().auditor?.roleName, externalId: 'another-one' } },
    });
    const [cause, ...more] = failed(wrong);
    expect(more).toEqual([]);
    expect(cause?.accounts).toHaveLength(2);
    expect(cause?.whatToDo).toContain('the external ID of the configuration');
    expect(wrong.scanIsUseless).toBe(true);
  });

  it('names a Region that the account has not enabled, once for all services', async () => {
    const report = await examined({ everything: true, config: { regions: ['us-east-1', 'ap-south-1'] } });
    expect(failed(report)).toMatchObject([
      {
        id: 'region-not-available',
        regions: ['ap-south-1'],
        // Each service is knocked at once.
        actions: { length: 14 },
        accounts: { length: 2 },
      },
    ]);
  });

  it('tells of an account that knows no instance of IAM Identity Center where it is to be read', async () => {
    const asked = { config: { identityCenter: { account: ENTERED, region: 'eu-west-1' } } };
    const without = await examined({
      ...asked,
      change: ({ accounts }) => {
        for (const { contents } of accounts) delete contents.identityCenter;
      },
    });
    expect(failed(without)).toMatchObject([
      { id: 'identity-center', accounts: [ENTERED], regions: ['eu-west-1'] },
    ]);
    const instance = { region: 'eu-west-1', ownerAccountId: '900000000001' };
    const there = await examined({
      ...asked,
      change: ({ accounts }) => {
        for (const { id, contents } of accounts) if (id === ENTERED) contents.identityCenter = instance;
      },
    });
    expect(failed(there)).toEqual([]);
    // One that a member account has for itself assigns no accounts.
    const own = await examined({
      ...asked,
      change: ({ accounts }) => {
        for (const { id, contents } of accounts)
          if (id === ENTERED) contents.identityCenter = { region: 'eu-west-1' };
      },
    });
    expect(failed(own)).toMatchObject([
      { id: 'identity-center', accounts: [ENTERED], words: expect.stringContaining('is its own') },
    ]);
  });

  it('names what is refused in one Region alone', async () => {
    const report = await examined({
      faults: [{ region: 'eu-west-1', service: 'cloudformation', kind: 'access-denied' }],
      config: { regions: BOTH },
    });
    expect(failed(report)).toMatchObject([
      { id: 'action-refused', regions: ['eu-west-1'], actions: ['cloudformation:ListStacks'] },
    ]);
  });

  it('goes on with the other accounts where one does not answer, or breaks', async () => {
    const report = await examined({
      faults: [
        { accountId: ENTERED, service: 'iam', kind: 'error-500' },
        { accountId: ENTERED, service: 'access-analyzer', kind: 'throttle' },
      ],
    });
    expect(failed(report).map(({ id, accounts }) => [id, accounts])).toContainEqual(['no-answer', [ENTERED]]);
    expect(report.checks).toContainEqual(expect.objectContaining({ id: 'throttled', status: 'warn' }));
    expect(report.checks.find(({ id }) => id === 'account')?.accounts).toHaveLength(1);
  });

  it('holds the clock against that of the answers', async () => {
    const behind = await examined({ aheadMs: -20 * 60_000 });
    expect(failed(behind)).toMatchObject([{ id: 'clock' }]);
    expect(behind.checks.find(({ id }) => id === 'clock')?.words).toMatch(/ minutes behind/);
  });

  describe('where a table of Athena is asked who came in', () => {
    // Athena answers these, and fails whatever would scan.
    const planned = { columns: ['Query Plan'], rows: [['Fragment 0']] };
    const asking = (failure?: string) => (world: World) => {
      for (const { id, contents } of world.accounts)
        if (id === world.callerAccountId)
          contents.queries = [
            { contains: 'EXPLAIN SELECT account', ...planned },
            { contains: 'EXPLAIN WITH recorded', ...planned, ...(failure === undefined ? {} : { failure }) },
          ];
    };
    const athena = { region: 'eu-west-1', database: 'audit', table: 'trail', partitions: { date: 'date' } };
    const config = { activity: { source: 'athena', athena } };
    const found = ({ checks }: DoctorReport) => checks.filter(({ id }) => id === 'athena');

    it('has it plan the queries of a scan, and makes none', async () => {
      const report = await examined({ change: asking(), config });
      expect(found(report)).toMatchObject([{ status: 'ok', words: expect.stringContaining('trail') }]);
      const each = ['StartQueryExecution', 'GetQueryExecution', 'GetQueryExecution', 'GetQueryResults'];
      expect(report.calls.filter((call) => call.includes('Query'))).toEqual(
        [...each, ...each].map((operation) => `${operation} OK`),
      );
      expect(found(await examined({ change: asking() }))).toEqual([]);
    });

    it.each([
      ['of all accounts', {}, 'scans all of it'],
      ['of its accounts', { partitions: { account: 'account' } }, 'scans all that it has of the accounts'],
    ])('warns of a table that would be scanned whatever its age, %s', async (_what, cut, words) => {
      const { partitions: _, ...whole } = athena;
      const report = await examined({
        change: asking(),
        config: { activity: { source: 'athena', athena: { ...whole, ...cut } } },
      });
      expect(found(report)).toMatchObject([
        {
          status: 'warn',
          words: expect.stringContaining(words),
          whatToDo: expect.stringContaining('activity.athena.partitions'),
        },
        { status: 'ok' },
      ]);
    });

    it('gives what Athena says against them', async () => {
      const says = "COLUMN_NOT_FOUND: line 1:8: Column 'readonly' cannot be resolved";
      const report = await examined({ change: asking(says), config });
      expect(failed(report)).toMatchObject([
        {
          id: 'athena',
          regions: ['eu-west-1'],
          words: `The query for calls ended as FAILED: ${says}.`,
          whatToDo: expect.stringContaining('has the columns of the documentation'),
        },
      ]);
      expect(report.scanIsUseless).toBe(false);
    });

    it.each(['StartQueryExecution', 'GetQueryExecution', 'GetQueryResults'])(
      'names %s where it is denied',
      async (operation) => {
        const faults = [{ service: 'athena', operation, kind: 'access-denied' }] as const;
        const report = await examined({ change: asking(), config, faults: [...faults] });
        expect(failed(report)).toMatchObject([
          {
            id: 'athena',
            actions: [`athena:${operation}`],
            whatToDo: expect.stringContaining('countersign policy --for athena'),
          },
        ]);
      },
    );

    it('says that the role for it lets nobody in', async () => {
      const roleArn = `arn:aws:iam::${ENTERED}:role/no-such-role`;
      const elsewhere = { activity: { source: 'athena', athena: { ...athena, roleArn } } };
      const report = await examined({ change: asking(), config: elsewhere });
      expect(failed(report)).toMatchObject([
        { id: 'athena', accounts: [ENTERED], actions: ['sts:AssumeRole'] },
      ]);
    });
  });

  it('throws what keeps anything from being tried, and blames the clock where that is wrong', async () => {
    const faults = [{ operation: 'GetCallerIdentity', kind: 'expired-token' }] as const;
    await expect(examined({ faults })).rejects.toThrow('AWS could not be asked who is calling');
    await expect(examined({ faults, aheadMs: 3_600_000 })).rejects.toMatchObject({ code: 'WRONG_CLOCK' });
  });
});
