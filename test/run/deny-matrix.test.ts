import { beforeAll, describe, expect, it } from 'vitest';
import { registry } from '../../src/checks/registry.ts';
import { exitCodeFor } from '../../src/cli/exit-codes.ts';
import { collectorsFor } from '../../src/collect/collectors.ts';
import type { DriftMode } from '../../src/model/config.ts';
import type { ControlResult } from '../../src/model/control.ts';
import type { AuditReport } from '../../src/model/report.ts';
import { auditorPolicy, organizationPolicy } from '../../src/run/auditor-policy.ts';
import { generateFleet } from '../../src/simulator/fleet/fleet.ts';
import type { World } from '../../src/simulator/world.ts';
import { type ScannedFleet, scanFleet } from '../support/fleet.ts';
import { AS_OF } from '../support/scan.ts';

const ACCOUNTS = 6;

/**
 * A fleet with an account in which every action is called: one of its stacks owns an access role and, added here, a
 * managed policy.
 */
function makeWorld(): { world: World; victim: string } {
  const world = generateFleet({ accounts: ACCOUNTS, seed: '1', asOf: AS_OF });
  const account = world.accounts[4];
  const stack = account?.contents.stacks?.find(({ resources }) =>
    resources.some(({ type }) => type === 'AWS::IAM::Role'),
  );
  if (account === undefined || stack === undefined) throw new Error('The fleet has no such account.');
  const name = 'collector-permissions';
  const PolicyDocument = { Version: '2012-10-17', Statement: [] };
  account.contents.policies = [...(account.contents.policies ?? []), { name, document: PolicyDocument }];
  stack.resources.push({
    logicalId: 'Permissions',
    physicalId: `arn:aws:iam::${account.id}:policy/${name}`,
    type: 'AWS::IAM::ManagedPolicy',
    declared: { ManagedPolicyName: name, PolicyDocument },
  });
  return { world, victim: account.id };
}

const { victim } = makeWorld();

function deny(action: string, accountId?: string, mode: DriftMode = 'access-roles'): Promise<ScannedFleet> {
  const [service, operation] = action.split(':');
  return scanFleet(
    {
      world: makeWorld().world,
      faults: [
        {
          ...(accountId === undefined ? {} : { accountId }),
          ...(service === undefined ? {} : { service }),
          ...(operation === undefined ? {} : { operation: action }),
          kind: 'access-denied',
        },
      ],
    },
    { config: { regions: 'enabled', drift: { mode } } },
  );
}

/** Every action of the policy, and those that another drift mode adds. */
function allActions(): Array<[action: string, mode: DriftMode]> {
  const of = (driftMode: DriftMode) =>
    auditorPolicy({ driftMode, enabledRegions: true }).Statement.flatMap(({ Action }) => Action);
  const usual = of('access-roles');
  return [
    ...usual.map((action): [string, DriftMode] => [action, 'access-roles']),
    ...of('all-stacks')
      .filter((action) => !usual.includes(action))
      .map((action): [string, DriftMode] => [action, 'all-stacks']),
  ];
}

function controlsIn({ controls = [] }: AuditReport): ControlResult[] {
  return controls.flatMap((framework) => framework.controls);
}

describe('denying each action of countersign policy, one at a time', () => {
  let whole: AuditReport;
  beforeAll(async () => {
    whole = (await scanFleet({ world: makeWorld().world }, { config: { regions: 'enabled' } })).report;
    expect(whole.coverage.gaps).toEqual([]);
  });

  it.each(allActions())('%s (drift.mode %s)', async (action, mode) => {
    const { report } = await deny(action, victim, mode);

    const gaps = report.coverage.gaps.filter((gap) => gap.accountId === victim);
    expect(gaps.length).toBeGreaterThan(0);
    for (const gap of gaps) {
      expect(gap).toMatchObject({ status: 'NOT_COLLECTED', reason: 'ACCESS_DENIED', action });
      expect(gap.region).toMatch(/^(global|enabled|[a-z]{2}-[a-z]+-\d)$/);
      expect(gap.message).toContain(action);
    }
    expect(report.coverage.gaps).toHaveLength(gaps.length);

    // No check that needed a lost fact passed in the account.
    const lost = new Set(gaps.filter(({ resource }) => resource === undefined).map(({ fact }) => fact));
    for (const { id, requires, scope } of registry) {
      if (scope === 'organization' || !requires.some((key: string) => lost.has(key))) continue;
      const unanswered = report.unanswered.filter(
        (entry) => entry.checkId === id && entry.accountId === victim,
      );
      expect(unanswered.length, `${id} must be unanswered`).toBeGreaterThan(0);
    }
    // Nor is a control shown by it, or by part of it.
    const touched = new Set(gaps.map(({ fact }) => fact));
    const needing = registry.filter(({ requires }) => requires.some((key: string) => touched.has(key)));
    for (const { status, checks, notShown } of controlsIn(report)) {
      if (!needing.some(({ id }) => checks.includes(id))) continue;
      expect(status).not.toMatch(/^(?:MET|MET_WITH_EXCEPTIONS|SUPPORTED)$/);
      expect(notShown.length).toBeGreaterThan(0);
    }
    // Nor was a fact collected that needed it.
    for (const { fact, requires } of collectorsFor('access-roles')) {
      if (!requires.some((key) => lost.has(key))) continue;
      expect(gaps.map((gap) => gap.fact)).toContain(fact);
    }

    expect(exitCodeFor(report, { failOn: 'none', allowIncomplete: false })).toBe(3);

    // The others are as they were.
    for (const account of report.scope.accounts) {
      expect(account.status === 'COMPLETE', account.name).toBe(account.accountId !== victim);
    }
    const others = (of: AuditReport) => of.scope.accounts.filter(({ accountId }) => accountId !== victim);
    if (mode === 'access-roles') expect(others(report)).toEqual(others(whole));
  });

  it.each(organizationPolicy().Statement.flatMap(({ Action }) => Action))('%s', async (action) => {
    const { report } = await deny(action);
    const gaps = report.coverage.gaps.filter(({ accountId }) => accountId === 'organization');
    expect(gaps.length).toBeGreaterThan(0);
    for (const gap of gaps) expect(gap).toMatchObject({ reason: 'ACCESS_DENIED', action });
    expect(report.coverage.complete).toBe(false);
    for (const { status, notShown } of controlsIn(report)) {
      expect(status).not.toMatch(/^(?:MET|MET_WITH_EXCEPTIONS|SUPPORTED)$/);
      expect(notShown.length).toBeGreaterThan(0);
    }
    expect(exitCodeFor(report, { failOn: 'none', allowIncomplete: false })).toBe(3);
  });
});
