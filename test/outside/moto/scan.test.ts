import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCodeFor } from '../../../src/cli/exit-code-for.ts';
import type { AuditReport } from '../../../src/model/report.ts';
import { runScan } from '../../support/scan.ts';
import { locate, MOTO, missing } from '../outsiders.ts';
import {
  AUDITOR,
  DATADOG,
  type MotoFleet,
  makeFleet,
  REGION,
  ROOT_KEYS,
  SHARED_ID,
  STRANGER,
} from './fleet.ts';
import { type Moto, startMoto } from './moto.ts';

const program = locate(MOTO);

describe('a scan of an organization in moto', () => {
  if (program === undefined) return missing(MOTO);

  let moto: Moto;
  let fleet: MotoFleet;
  let report: AuditReport;

  beforeAll(async () => {
    moto = await startMoto(program);
    fleet = await makeFleet(moto.endpoint);
    const result = await runScan({
      config: {
        organization: { discover: true },
        auditor: { roleName: AUDITOR, externalId: 'audit-1' },
        regions: [REGION],
        thirdParties: [
          {
            name: 'Datadog',
            accountIds: [DATADOG],
            owner: 'platform@example.com',
            justification: 'monitoring',
            contractEnds: '2027-12-31',
          },
        ],
      },
      aws: { endpoint: moto.endpoint, credentials: ROOT_KEYS },
    });
    report = result.report;
  });
  afterAll(() => moto?.close());

  const arn = (account: string, name: string) => `arn:aws:iam::${account}:role/${name}`;
  const findingsOf = (checkId: string) => report.findings.filter((finding) => finding.checkId === checkId);
  const resourcesOf = (checkId: string) =>
    [...findingsOf(checkId)].map(({ resourceArn }) => resourceArn).sort();

  it('finds the three accounts and their places in the organization', () => {
    expect(report.scope.organizationId).toBe(fleet.organizationId);
    const places = report.scope.accounts.map(({ accountId, organizationalUnit }) => [
      accountId,
      organizationalUnit,
    ]);
    expect(Object.fromEntries(places)).toEqual({
      [fleet.management]: 'Root',
      [fleet.production]: 'Workloads',
      [fleet.sandbox]: 'Root',
    });
  });

  it('lists exactly the roles that outsiders may assume, and by whom', () => {
    const inventory = report.roles.map(({ roleArn, admits, stack }) => ({
      roleArn,
      admits: admits.map(({ party, requiredConditions }) => [
        party.name,
        party.kind,
        requiredConditions.join(),
      ]),
      stack: stack === null ? null : stack?.stackName,
    }));
    const expected = [
      {
        roleArn: arn(fleet.management, 'datadog-billing'),
        admits: [['Datadog', 'registered', 'external ID']],
        stack: null,
      },
      {
        roleArn: arn(fleet.production, 'datadog-monitor'),
        admits: [['Datadog', 'registered', 'external ID']],
        stack: 'monitoring',
      },
      { roleArn: arn(fleet.production, 'partner-open'), admits: [[STRANGER, 'unknown', '']], stack: null },
      { roleArn: arn(fleet.sandbox, 'everyone'), admits: [['anyone', 'public', '']], stack: null },
      // moto makes this role in every account that it creates, as Organizations does.
      ...[fleet.production, fleet.sandbox].map((account) => ({
        roleArn: arn(account, 'OrganizationAccountAccessRole'),
        admits: [['master', 'own', '']],
        stack: null,
      })),
    ];
    const byArn = (a: { roleArn: string }, b: { roleArn: string }) => (a.roleArn < b.roleArn ? -1 : 1);
    expect([...inventory].sort(byArn)).toEqual(expected.sort(byArn));
    expect(report.scope.roles).toEqual({
      listed: 10,
      evaluated: 7,
      leftOut: [{ reason: 'the role of this audit, judged by auditor-role alone', count: 3 }],
    });
  });

  it('names the third parties and where they may go', () => {
    const parties = report.thirdParties.map(({ party, accounts }) => [party.name, party.kind, accounts]);
    expect(parties.sort()).toEqual(
      [
        ['Datadog', 'registered', [fleet.management, fleet.production].sort()],
        [STRANGER, 'unknown', [fleet.production]],
        ['anyone', 'public', [fleet.sandbox]],
      ].sort(),
    );
  });

  it('finds the missing and the reused external IDs, and nothing else about external IDs', () => {
    expect(resourcesOf('external-id-missing')).toEqual([arn(fleet.production, 'partner-open')]);
    expect(resourcesOf('external-id-reuse')).toEqual(
      [arn(fleet.management, 'datadog-billing'), arn(fleet.production, 'datadog-monitor')].sort(),
    );
    for (const checkId of ['external-id-not-enforced', 'external-id-guessable', 'external-id-format']) {
      expect(resourcesOf(checkId)).toEqual([]);
    }
    expect(JSON.stringify(report)).not.toContain(SHARED_ID);
  });

  it('finds who is unregistered and who is public', () => {
    expect(resourcesOf('unregistered-third-party')).toEqual([arn(fleet.production, 'partner-open')]);
    expect(resourcesOf('public-trust')).toEqual([arn(fleet.sandbox, 'everyone')]);
  });

  it('knows of no stack that owns the roles, and says that other Regions were not read', () => {
    expect(resourcesOf('unmanaged-role')).toEqual([]);
    const open = report.unanswered.filter(({ checkId }) => checkId === 'unmanaged-role');
    expect([...open.map(({ resourceArn }) => resourceArn)].sort()).toEqual(
      [
        arn(fleet.management, 'datadog-billing'),
        arn(fleet.production, 'partner-open'),
        arn(fleet.sandbox, 'everyone'),
      ].sort(),
    );
  });

  it('reports what moto lacks as not collected', () => {
    const missingFacts = new Set(report.coverage.gaps.map(({ fact }) => fact));
    expect([...missingFacts].sort()).toEqual([
      'analyzers',
      'billing-transfers',
      'delegation-requests',
      'drift',
      'external-access-findings',
      'resource-shares',
      'roles-anywhere',
      'service-last-accessed',
      'unused-access-findings',
      'well-architected-shares',
    ]);
    const counts = new Map(report.summary.checks.map((check) => [check.checkId, check]));
    for (const checkId of ['analyzer-coverage', 'external-access-finding', 'archived-external-access']) {
      expect(counts.get(checkId)).toMatchObject({ pass: 0, fail: 0, unknown: 3 });
    }
    expect(counts.get('role-drift')).toMatchObject({ pass: 0, fail: 0 });
    expect(counts.get('role-drift')?.unknown).toBeGreaterThan(0);
  });

  it('says that moto’s credential report lacks the root user', () => {
    const checks = new Map(report.summary.checks.map((check) => [check.checkId, check]));
    expect(checks.get('root-access-key')).toMatchObject({ pass: 0, fail: 0, unknown: 3 });
  });

  it('is incomplete, so the run exits with 3', () => {
    expect(report.coverage.complete).toBe(false);
    expect(exitCodeFor(report, { failOn: 'none', allowIncomplete: false })).toBe(3);
  });
});
