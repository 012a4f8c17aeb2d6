import { beforeAll, describe, expect, it } from 'vitest';
import type { AuditReport } from '../../src/model/report.ts';
import type { Fault } from '../../src/simulator/faults.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import type { Document, WorldFinding, WorldRole } from '../../src/simulator/world.ts';
import { AUDITOR, EXTERNAL_ID, MEMBER, member, world } from '../collect/support.ts';
import { AS_OF } from '../support/fixed-clock.ts';
import { runScan } from '../support/scan.ts';

const REGISTERED = '555566667777';
const SECOND = '555566668888';
const OTHER = '999988887777';
const UUID = '3c1b6f5e-8f0a-4a57-9d4f-2b7a1c0d9e8f';

const ANYONE = { principal: { AWS: '*' }, isPublic: true };

function statement(principal: string, condition: Document = {}): Document {
  return { Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole', Condition: condition };
}

const GUARDS = (id: string) => ({
  StringEquals: { 'sts:ExternalId': `${UUID.slice(0, -4)}${id}` },
  IpAddress: { 'aws:SourceIp': '198.51.100.7/32' },
  DateLessThan: { 'aws:CurrentTime': '2026-12-31T00:00:00Z' },
});

function role(name: string, ...statements: Document[]): WorldRole {
  return {
    name,
    trustPolicy: { Version: '2012-10-17', Statement: statements },
    tags: { Owner: 'ops' },
    lastUsed: { at: '2026-10-30T00:00:00Z', region: 'us-east-1' },
  };
}

/** What a vendor whom the register names may assume, guarded in every way that the trust checks ask for. */
const RIGHT = (name: string, id: string) =>
  role(name, statement(`arn:aws:iam::${REGISTERED}:role/collector`, GUARDS(id)));

/** The same but for the account as a whole, which is a low finding, and without an end. */
const LOW = (name: string, id: string) =>
  role(
    name,
    statement(`arn:aws:iam::${REGISTERED}:root`, {
      StringEquals: { 'sts:ExternalId': `${UUID.slice(0, -4)}${id}` },
    }),
  );

const ROLES = [
  RIGHT('right', '0001'),
  LOW('low', '0002'),
  RIGHT('right-but-public', '0003'),
  LOW('low-but-public', '0004'),
  RIGHT('right-but-another-account', '0007'),
  RIGHT('right-but-whole-account', '0008'),
  RIGHT('right-but-another-role', '0009'),
  RIGHT('right-but-by-conditions', '0010'),
  role('another', statement(`arn:aws:iam::${OTHER}:root`)),
  role('another-than-seen', statement(`arn:aws:iam::${OTHER}:root`)),
  role('narrowed', statement('*', { StringEquals: { 'sts:ExternalId': `${UUID.slice(0, -4)}0005` } })),
  role(
    'narrowed-but-public',
    statement('*', { StringEquals: { 'sts:ExternalId': `${UUID.slice(0, -4)}0006` } }),
  ),
  role('closed', { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }),
];

function seen(name: string, more: Partial<WorldFinding>): WorldFinding {
  return {
    resource: `arn:aws:iam::${MEMBER}:role/${name}`,
    resourceType: 'AWS::IAM::Role',
    action: ['sts:AssumeRole'],
    createdAt: '2026-01-01T00:00:00Z',
    ...more,
  };
}

const COLLECTOR = { principal: { AWS: `arn:aws:iam::${REGISTERED}:role/collector` } };
const WITH_ID = { principal: { AWS: '*' }, condition: { 'sts:ExternalId': UUID }, isPublic: false };

const FINDINGS = [
  seen('right', COLLECTOR),
  seen('low', { principal: { AWS: REGISTERED } }),
  seen('right-but-public', ANYONE),
  seen('low-but-public', ANYONE),
  seen('right-but-another-account', { principal: { AWS: SECOND } }),
  seen('right-but-whole-account', { principal: { AWS: REGISTERED } }),
  seen('right-but-another-role', { principal: { AWS: `arn:aws:iam::${REGISTERED}:role/billing` } }),
  seen('right-but-by-conditions', {
    principal: { AWS: '*' },
    condition: { 'aws:PrincipalAccount': REGISTERED },
    isPublic: false,
  }),
  seen('another', { principal: { AWS: OTHER } }),
  seen('another-than-seen', { principal: { AWS: '888877776666' } }),
  seen('narrowed', WITH_ID),
  seen('narrowed-but-public', ANYONE),
  seen('closed', { principal: { AWS: OTHER } }),
];

async function scanned(change: { config?: object; faults?: Fault[] } = {}): Promise<AuditReport> {
  const contents = {
    roles: ROLES,
    analyzers: [{ name: 'external', region: 'us-east-1', type: 'ACCOUNT', findings: FINDINGS }],
  };
  const simulator = await startSimulator({
    world: { ...world(member(contents)), asOf: AS_OF },
    clock: () => new Date(AS_OF),
    faults: change.faults ?? [],
  });
  try {
    const config = {
      accounts: [{ id: MEMBER, name: 'Member' }],
      auditor: { roleName: AUDITOR, externalId: EXTERNAL_ID },
      regions: ['us-east-1'],
      outputs: ['json'],
      drift: { mode: 'off' },
      thirdParties: [
        {
          name: 'Acme',
          accountIds: [REGISTERED, SECOND],
          owner: 'ops@example.com',
          justification: 'Metrics',
          contractEnds: '2026-12-31',
          lastReviewed: '2026-10-01',
        },
      ],
      ...change.config,
    };
    return (
      await runScan({ config, aws: { endpoint: simulator.endpoint, credentials: simulator.credentials } })
    ).report;
  } finally {
    await simulator.close();
  }
}

function arnOf(name: string): string {
  return `arn:aws:iam::${MEMBER}:role/${name}`;
}

function alone(report: AuditReport, name: string) {
  return report.findings.find(
    ({ checkId, resourceArn }) => checkId === 'external-access-finding' && resourceArn === arnOf(name),
  );
}

/** The checks whose findings on a role carry what Access Analyzer found. */
function hosts(report: AuditReport, name: string): string[] {
  return [...report.findings]
    .filter(({ area, resourceArn }) => area === 'trust' && resourceArn === arnOf(name))
    .filter(({ evidence }) => evidence.some(({ fact }) => fact === 'external-access-findings'))
    .map(({ checkId }) => checkId);
}

describe('what Access Analyzer says of a role, beside the trust checks', () => {
  let report: AuditReport;
  beforeAll(async () => {
    report = await scanned();
  });

  it('passes, with its evidence, for a registered party whose role passes every trust check', () => {
    expect(
      report.findings.filter(({ area, resourceArn }) => area === 'trust' && resourceArn === arnOf('right')),
    ).toEqual([]);
    expect(alone(report, 'right')).toBeUndefined();
    const entry = report.roles.find(({ roleName }) => roleName === 'right');
    expect(entry?.passes).toMatchObject([
      {
        checkId: 'external-access-finding',
        detail: expect.stringContaining('passes every trust check'),
        evidence: [{ fact: 'external-access-findings', region: 'us-east-1', pointer: expect.any(String) }],
      },
    ]);
    expect(report.summary.checks.find(({ checkId }) => checkId === 'external-access-finding')).toMatchObject({
      pass: 1,
    });
  });

  it('adds to what the trust checks have to say of a registered party, however little', () => {
    expect(alone(report, 'low')).toBeUndefined();
    expect(hosts(report, 'low')).toContain('account-root-principal');
  });

  it('adds to a finding that names the same stranger, however old it is', () => {
    expect(alone(report, 'another')).toBeUndefined();
    expect(hosts(report, 'another')).toContain('unregistered-third-party');
    // A low finding on the same party is not where a high one belongs.
    expect(hosts(report, 'another')).not.toContain('account-root-principal');
  });

  it('takes whoever meets the conditions for the public that the trust policy admits under them', () => {
    expect(alone(report, 'narrowed')).toBeUndefined();
    expect(hosts(report, 'narrowed')).toContain('public-trust');
  });

  it.each([
    ['right-but-public', 'critical', 'as read, does not show this access'],
    ['low-but-public', 'critical', 'as read, does not show this access'],
    ['another-than-seen', 'critical', 'as read, does not show this access'],
    ['narrowed-but-public', 'critical', 'shows this access too; no trust finding on it weighs as much'],
    ['closed', 'critical', 'as read, does not show this access'],
  ])('stands where it is the worse witness: %s', (name, severity, words) => {
    expect(alone(report, name)).toMatchObject({ severity, detail: expect.stringContaining(words) });
    expect(hosts(report, name)).toEqual([]);
  });

  it.each(['another-account', 'whole-account', 'another-role', 'by-conditions'])(
    'stands where it names more of a registered party than the trust policy does: %s',
    (kind) => {
      const name = `right-but-${kind}`;
      expect(alone(report, name)).toMatchObject({
        severity: 'high',
        detail: expect.stringContaining('as read, does not show this access'),
      });
      expect(report.roles.find(({ roleName }) => roleName === name)?.passes).toBeUndefined();
    },
  );

  it('stands where the trust policies were not read', async () => {
    const unread = await scanned({
      faults: [{ kind: 'access-denied', operation: 'iam:GetAccountAuthorizationDetails' }],
    });
    for (const { name } of ROLES) {
      expect(alone(unread, name), name).toMatchObject({ detail: expect.stringContaining('was not read') });
    }
  });

  it('stands where a check that decides was not applied, or its findings count for less', async () => {
    const off = await scanned({ config: { checks: { 'external-id-missing': { enabled: false } } } });
    expect(alone(off, 'right')).toMatchObject({ severity: 'high' });
    const lower = await scanned({
      config: {
        checks: {
          'unregistered-third-party': { severity: 'low' },
          'external-id-missing': { severity: 'low' },
        },
      },
    });
    expect(alone(lower, 'another')).toMatchObject({
      severity: 'critical',
      detail: expect.stringContaining('no trust finding on it weighs as much'),
    });
  });
});
