import { describe, expect, it } from 'vitest';
import type { AuditReport } from '../../src/model/report.ts';
import type { Fault } from '../../src/simulator/faults.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import type { AccountContents, Json, WorldStack } from '../../src/simulator/world.ts';
import { bucketResource, roleResource, stackOf } from '../collect/cloudformation/stacks.ts';
import {
  AUDITOR,
  EXTERNAL_ID,
  MEMBER,
  member,
  trust,
  VENDOR,
  vendorRole,
  world,
} from '../collect/support.ts';
import { AS_OF, fixedClock } from '../support/fixed-clock.ts';
import { runScan } from '../support/scan.ts';

const ROLE = `arn:aws:iam::${MEMBER}:role/partner`;
const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
const TRUST = trust(`arn:aws:iam::${VENDOR}:root`) as Json;
const DECLARED = { RoleName: 'partner', AssumeRolePolicyDocument: TRUST };

function access(more: Partial<WorldStack> = {}, status = 'CREATE_COMPLETE'): WorldStack {
  return stackOf('access', [roleResource('partner', DECLARED, { status }), bucketResource('logs')], more);
}

/** Scans one account from end to end. */
async function scan(
  contents: Partial<AccountContents>,
  { faults = [], ...more }: { faults?: Fault[]; regions?: unknown; drift?: object; checks?: object } = {},
): Promise<AuditReport> {
  const simulator = await startSimulator({
    world: world(member(contents)),
    faults,
    clock: () => new Date(AS_OF),
  });
  try {
    const auditor = { roleName: AUDITOR, externalId: EXTERNAL_ID };
    const { endpoint, credentials } = simulator;
    const base = { auditor, accounts: [{ id: MEMBER }], regions: 'enabled', outputs: ['json'] };
    const config = { ...base, ...more };
    const aws = { endpoint, credentials, clock: fixedClock(AS_OF) };
    return (await runScan({ config, aws })).report;
  } finally {
    await simulator.close();
  }
}

function findings({ findings: all }: AuditReport, checkId: string) {
  return all.filter((finding) => finding.checkId === checkId);
}

function unanswered({ unanswered: all }: AuditReport, checkId: string) {
  return all.filter((entry) => entry.checkId === checkId);
}

describe('with drift.mode off', () => {
  const off = { drift: { mode: 'off' }, checks: {} };

  it('a changed trust policy is found all the same, and nobody asks CloudFormation', async () => {
    const changed = vendorRole('partner', { trustPolicy: trust('arn:aws:iam::999988887777:root') });
    const report = await scan({ roles: [changed], stacks: [access()] }, off);
    expect(findings(report, 'role-drift')).toEqual([
      expect.objectContaining({
        resourceArn: ROLE,
        severity: 'high',
        detail: expect.stringContaining('not in force as its template declares it'),
      }),
    ]);
    expect(report.coverage.gaps).toEqual([]);
    const left = report.scope.disabledChecks.filter(({ reason }) => reason.startsWith('drift.mode'));
    expect(left.map(({ checkId }) => checkId)).toEqual(['stack-drift', 'stack-set-drift']);
  });

  it('a role that is as declared, as far as that is compared, is no PASS', async () => {
    const report = await scan({ roles: [vendorRole('partner')], stacks: [access()] }, off);
    expect(unanswered(report, 'role-drift')).toEqual([
      expect.objectContaining({
        status: 'UNKNOWN',
        detail: expect.stringContaining('Countersign found its trust policy'),
      }),
    ]);
    expect(report.summary.checks.find(({ checkId }) => checkId === 'role-drift')).toMatchObject({ pass: 0 });
  });
});

describe('a role of a stack', () => {
  it.each(['DetectStackResourceDrift', 'DescribeStackResourceDrifts'])(
    'whose trust policy was changed by hand is a finding though %s is refused',
    async (operation) => {
      const trustPolicy = trust(`arn:aws:iam::123123123124:root`);
      const report = await scan(
        { roles: [vendorRole('partner', { trustPolicy })], stacks: [access()] },
        { faults: [{ kind: 'access-denied', operation }] },
      );
      expect(findings(report, 'role-drift')).toMatchObject([{ resourceArn: ROLE, severity: 'high' }]);
      expect(report.coverage.gaps).toMatchObject([{ fact: 'drift', action: `cloudformation:${operation}` }]);
    },
  );

  it('is known to be in sync though its template is refused', async () => {
    const report = await scan(
      { roles: [vendorRole('partner')], stacks: [access()] },
      { faults: [{ kind: 'access-denied', operation: 'GetTemplate' }] },
    );
    expect(findings(report, 'role-drift')).toEqual([]);
    expect(unanswered(report, 'role-drift')).toEqual([]);
    expect(report.coverage.gaps).toMatchObject([{ action: 'cloudformation:GetTemplate' }]);
  });

  it('with a policy added by hand is why the stack cannot be deleted, and is reported', async () => {
    const status = 'DELETE_FAILED';
    const report = await scan({
      roles: [vendorRole('partner', { attachedPolicies: [ADMIN] })],
      stacks: [access({ status }, status)],
    });
    expect(findings(report, 'undeclared-policy')).toMatchObject([{ resourceArn: ROLE }]);
    expect(findings(report, 'unmanaged-role')).toEqual([]);
  });

  it('that was retained and imported into another stack belongs to that one', async () => {
    const former = access({ name: 'a-former', status: 'DELETE_COMPLETE' }, 'DELETE_SKIPPED');
    const imported = access({ name: 'b-imported', status: 'IMPORT_COMPLETE' }, 'IMPORT_COMPLETE');
    const report = await scan({
      roles: [vendorRole('partner', { attachedPolicies: [ADMIN] })],
      stacks: [former, imported],
    });
    expect(findings(report, 'undeclared-policy')).toMatchObject([
      { detail: expect.stringContaining('stack b-imported') },
    ]);
    expect(findings(report, 'unmanaged-role')).toEqual([]);
  });

  it('that was the only access role and was deleted by hand is seen', async () => {
    const report = await scan({ roles: [], stacks: [access()] });
    expect(findings(report, 'role-drift')).toMatchObject([{ severity: 'medium' }]);
  });
});

it('a role without a stack is made by hand only where every Region was read', async () => {
  const contents = { roles: [vendorRole('partner')], stacks: [access({ region: 'eu-west-1' })] };
  const some = await scan(contents, { regions: ['us-east-1'] });
  expect(findings(some, 'unmanaged-role')).toEqual([]);
  expect(unanswered(some, 'unmanaged-role')).toMatchObject([{ resourceArn: ROLE }]);
  const all = await scan({ roles: [vendorRole('partner')] });
  expect(findings(all, 'unmanaged-role')).toMatchObject([{ resourceArn: ROLE }]);
});
