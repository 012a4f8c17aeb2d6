import { describe, expect, it } from 'vitest';
import { exitCodeFor } from '../../src/cli/exit-code-for.ts';
import type { AuditReport } from '../../src/model/report.ts';
import type { Fault } from '../../src/simulator/faults.ts';
import { generateFleet } from '../../src/simulator/fleet/fleet.ts';
import type { World, WorldAccount } from '../../src/simulator/world.ts';
import { AS_OF } from '../support/fixed-clock.ts';
import { type ScannedFleet, scanFleet } from '../support/fleet.ts';
import { callsOf } from '../support/run-files.ts';
import { size } from '../support/thorough.ts';

const ACCOUNTS = size(6, 3);
const VICTIM = size(4, 2);
const BULK = size(5_000, 1_000);

function makeWorld(change: (account: WorldAccount, world: World) => void = () => {}): World {
  const world = generateFleet({ accounts: ACCOUNTS, seed: '1', asOf: AS_OF });
  const account = world.accounts[VICTIM];
  if (account === undefined) throw new Error('The fleet is smaller than it was.');
  change(account, world);
  return world;
}

const victim = makeWorld().accounts[VICTIM]?.id ?? '';

/** Scans the fleet with something broken in one account. */
async function scanBroken(
  faults: Array<Omit<Fault, 'accountId'>>,
  world = makeWorld(),
  setup: Parameters<typeof scanFleet>[1] = {},
): Promise<ScannedFleet> {
  return scanFleet(
    { world, faults: faults.map((fault) => ({ ...fault, accountId: victim })) },
    { ...setup, config: { outputs: ['json'], ...setup.config } },
  );
}

function gapsOf(report: AuditReport) {
  return report.coverage.gaps.filter(({ accountId }) => accountId === victim);
}

/** All other accounts were read in full, and the run says that it is not complete. */
function expectOthersUntouched(report: AuditReport): void {
  const others = report.scope.accounts.filter(({ accountId }) => accountId !== victim);
  expect(others.length).toBe(ACCOUNTS - 1);
  expect(others.every(({ status }) => status === 'COMPLETE')).toBe(true);
  expect(report.coverage.gaps).toEqual(gapsOf(report));
}

function statusOf(report: AuditReport): string | undefined {
  return report.scope.accounts.find(({ accountId }) => accountId === victim)?.status;
}

describe('something broken in one account', () => {
  it('a role that cannot be assumed: nothing is read, every fact says why', async () => {
    const { report } = await scanBroken([{ service: 'sts', operation: 'AssumeRole', kind: 'access-denied' }]);
    expect(statusOf(report)).toBe('FAILED');
    for (const gap of gapsOf(report))
      expect(gap).toMatchObject({ reason: 'ACCESS_DENIED', action: 'sts:AssumeRole' });
    const answers = report.unanswered.filter(({ accountId }) => accountId === victim);
    // Bills are asked for where the organization is read, and no account tells of them.
    const asked = report.checks.filter(({ id }) => id !== 'billing-transfer');
    expect(new Set(answers.map(({ checkId }) => checkId))).toEqual(new Set(asked.map(({ id }) => id)));
    expectOthersUntouched(report);
    expect(exitCodeFor(report, { failOn: 'none', allowIncomplete: false })).toBe(3);
    expect(exitCodeFor(report, { failOn: 'none', allowIncomplete: { share: 0 } })).toBe(0);
  });

  it('an opted-out Region: its facts are unsupported, the rest of the account is read', async () => {
    const world = makeWorld((account) => {
      account.optedOutRegions = ['eu-west-1'];
    });
    const { report } = await scanBroken([], world, { config: { regions: ['us-east-1', 'eu-west-1'] } });
    expect(statusOf(report)).toBe('PARTIAL');
    const regional = gapsOf(report).filter(({ region }) => region === 'eu-west-1');
    expect(regional.map(({ fact }) => fact)).toContain('stacks');
    expect(gapsOf(report).filter(({ reason }) => reason !== 'UNSUPPORTED')).toEqual([]);
    expect(gapsOf(report).filter(({ region }) => region === 'us-east-1')).toEqual([]);
    expectOthersUntouched(report);
  });

  it('a 500 that passes: tried again, nothing is missing', async () => {
    const { report, directory } = await scanBroken([{ operation: 'ListRoles', kind: 'error-500', times: 1 }]);
    expect(gapsOf(report)).toEqual([]);
    const calls = (await callsOf(directory, victim)).filter(({ operation }) => operation === 'ListRoles');
    expect(calls[0]?.attempts).toBe(2);
  });

  it('a session that expires midway: a new one is opened, nothing is missing', async () => {
    const { report, directory } = await scanBroken([
      { operation: 'ListStacks', kind: 'expired-token', times: 1 },
    ]);
    expect(gapsOf(report)).toEqual([]);
    const calls = await callsOf(directory, victim);
    expect(calls.filter(({ operation }) => operation === 'AssumeRole')).toHaveLength(2);
    expect(calls.some(({ outcome }) => outcome.startsWith('ExpiredToken'))).toBe(true);
  });

  it('a trust policy that is not JSON: a finding of its own, and no check passes the role', async () => {
    const world = makeWorld((account) => {
      account.contents.roles.push({ name: 'broken', trustPolicy: '{"Statement": [' });
    });
    const { report } = await scanBroken([], world);
    expect(report.coverage.complete).toBe(true);
    const about = report.findings.filter(({ resourceArn }) => resourceArn.endsWith(':role/broken'));
    expect(about.map(({ checkId }) => checkId)).toContain('public-trust');
    expect(about.at(0)?.detail).toMatch(/could not be (read|understood)/);
    const unanswered = report.unanswered.filter(({ resourceArn }) => resourceArn.endsWith(':role/broken'));
    expect(unanswered.map(({ checkId }) => checkId)).toContain('external-id-missing');
  });

  it('an account with no roles: read in full, with nothing to judge', async () => {
    const world = makeWorld((account) => {
      account.contents.roles = account.contents.roles.filter(({ name }) => name === 'CountersignAuditor');
      account.contents.stacks = [];
      account.contents.analyzers = [];
    });
    const { report } = await scanBroken([], world);
    expect(statusOf(report)).toBe('COMPLETE');
    expect(report.roles.filter(({ accountId }) => accountId === victim)).toEqual([]);
    expect(report.coverage.complete).toBe(true);
  });

  it('an account with thousands of roles: all of them listed and judged', async () => {
    const world = makeWorld((account) => {
      const trustPolicy = { Version: '2012-10-17', Statement: [] };
      for (let index = 0; index < BULK; index += 1)
        account.contents.roles.push({ name: `bulk-${index}`, trustPolicy });
    });
    const { report, directory } = await scanFleet({ world, pageSize: 'aws' });
    expect(statusOf(report)).toBe('COMPLETE');
    expect(report.scope.roles.listed).toBeGreaterThan(BULK);
    expect(report.scope.roles.listed).toBe(
      report.scope.roles.evaluated + report.scope.roles.leftOut.reduce((sum, { count }) => sum + count, 0),
    );
    const iam = (await callsOf(directory, victim)).filter(({ service }) => service === 'iam');
    expect(iam.length).toBeLessThan(70);
  });
});

describe('few calls', () => {
  it('IAM of an account with 1,000 roles takes at most 25 calls, the session included', async () => {
    const { directory, report } = await scanFleet({
      accounts: size(3, 1),
      rolesPerAccount: 1000,
      pageSize: 'aws',
    });
    for (const { accountId } of report.scope.accounts) {
      const calls = await callsOf(directory, accountId);
      const iam = calls.filter(({ service }) => service === 'iam' || service === 'sts');
      expect(iam.length).toBeLessThanOrEqual(25);
    }
    expect(report.scope.roles.listed).toBeGreaterThanOrEqual(size(3, 1) * 1000);
  });

  it('external findings take no call each, and stacks without access roles none beyond the listing', async () => {
    const { directory, report, simulator } = await scanFleet({ accounts: ACCOUNTS });
    for (const { accountId } of report.scope.accounts) {
      const calls = await callsOf(directory, accountId);
      expect(
        calls.filter(({ operation }) => operation === 'GetFindingV2' || operation === 'GetFinding'),
      ).toEqual([]);
      const owners = new Set(
        report.roles.flatMap((role) =>
          role.accountId === accountId && role.stack ? [role.stack.stackName] : [],
        ),
      );
      const named = calls.flatMap(({ service, parameters }) =>
        service === 'cloudformation' &&
        typeof parameters === 'object' &&
        parameters !== null &&
        'StackName' in parameters
          ? [String(parameters.StackName).split('/')[1] ?? '']
          : [],
      );
      expect([...new Set(named)].filter((name) => !owners.has(name))).toEqual([]);
    }
    const stacks = simulator.world.accounts.flatMap(({ contents }) => contents.stacks ?? []);
    expect(stacks.length).toBeGreaterThan(5);
  });
});
