import { describe, expect, it } from 'vitest';
import { registry } from '../../src/checks/registry.ts';
import type { ControlResult } from '../../src/model/control.ts';
import type { AuditReport } from '../../src/model/report.ts';
import { auditorPolicy, organizationPolicy } from '../../src/run/auditor-policy.ts';
import { generateFleet } from '../../src/simulator/fleet/fleet.ts';
import type { SimulatorOptions } from '../../src/simulator/simulator.ts';
import type { World } from '../../src/simulator/world.ts';
import { scanFleet } from '../support/fleet.ts';
import { AS_OF } from '../support/scan.ts';

const VENDOR = '424242424242';
const REGIONS = ['us-east-1', 'eu-west-1'];
const REGISTER = [
  {
    name: 'Tidewater Monitoring',
    accountIds: [VENDOR],
    owner: 'platform',
    justification: 'Watches the shop.',
    approvedBy: 'A. Rousseau',
    contractEnds: '2027-06-30',
    lastReviewed: '2026-09-01',
    reviewEveryDays: 180,
  },
];

/** Two accounts in which nothing is wrong: an analyzer in each Region, and one well guarded role for one vendor. */
function tidyWorld(): World {
  const world = generateFleet({ accounts: 2, seed: '1', asOf: AS_OF });
  for (const { contents } of world.accounts) {
    contents.roles = contents.roles.filter(({ name }) => name === world.auditor?.roleName);
    contents.stacks = [];
    contents.analyzers = REGIONS.flatMap((region) => [
      { name: 'external', region, type: 'ACCOUNT' },
      ...(region === 'us-east-1' ? [{ name: 'unused', region, type: 'ACCOUNT_UNUSED_ACCESS' }] : []),
    ]);
  }
  world.accounts[1]?.contents.roles.push({
    name: 'tidewater-monitoring',
    createdAt: '2026-03-01T00:00:00Z',
    trustPolicy: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${VENDOR}:role/collector` },
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: { 'sts:ExternalId': '6f1c2b9e-5a37-4d0e-9a41-7d2f8c3b1e60' },
            IpAddress: { 'aws:SourceIp': '198.51.100.0/24' },
            DateLessThan: { 'aws:CurrentTime': '2027-06-30T00:00:00Z' },
          },
        },
      ],
    },
    inlinePolicies: {
      read: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'cloudwatch:GetMetricData', Resource: '*' }],
      },
    },
    tags: { Owner: 'platform', terraform: 'vendors/tidewater' },
    lastUsed: { at: '2026-10-30T00:00:00Z', region: 'us-east-1' },
  });
  return world;
}

async function report(
  options: Pick<SimulatorOptions, 'faults'> = {},
  config: object = {},
): Promise<AuditReport> {
  const result = await scanFleet(
    { world: tidyWorld(), ...options },
    {
      config: {
        regions: REGIONS,
        thirdParties: REGISTER,
        exceptions: [],
        checks: { 'unmanaged-role': { provisioningTags: ['terraform'] } },
        ...config,
      },
    },
  );
  return result.report;
}

function controlsIn({ controls = [] }: AuditReport): ControlResult[] {
  return controls.flatMap((framework) => framework.controls);
}

function control(of: AuditReport, id: string): ControlResult {
  const found = controlsIn(of).find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`The report has no control ${id}.`);
  return found;
}

/** Refuses an action: in the vendor's account, or to whoever asks about the organization. */
function denied(action: string, accountId?: string): Pick<SimulatorOptions, 'faults'> {
  const [service = ''] = action.split(':');
  const where = accountId === undefined ? {} : { accountId };
  return { faults: [{ ...where, service, operation: action, kind: 'access-denied' }] };
}

/** Results by which what was looked at holds. */
const HOLDING: ReadonlySet<string> = new Set(['MET', 'MET_WITH_EXCEPTIONS', 'SUPPORTED']);

const ENTERED = tidyWorld().accounts[1]?.id;

const REQUIRES = new Map<string, readonly string[]>(registry.map(({ id, requires }) => [id, requires]));

describe('the controls of a run in which nothing is wrong', () => {
  it('are met or supported, but for those of which a first run cannot show all, and those that speak of nothing there is', async () => {
    const tidy = await report();
    expect(tidy.findings).toEqual([]);
    const others = controlsIn(tidy).filter(({ status }) => !HOLDING.has(status));
    expect(others.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'AWS-WA SEC03-BP08.3 NOT_APPLICABLE',
      'AWS-WA SEC03-BP08 NOT_APPLICABLE',
      'AWS-WA SEC03-BP09.3 NOT_SHOWN',
      'AWS-WA SEC03-BP09 NOT_SHOWN',
      'NIST-800-53-r5 CM-3 NOT_SHOWN',
      'NIST-800-53-r5 CM-6 NOT_APPLICABLE',
      'NIST-800-53-r5 IA-8 NOT_APPLICABLE',
      'SOC2 CC6.1 NOT_SHOWN',
    ]);
    expect(control(tidy, 'SOC2 CC6.1').notShown).toEqual([
      'external-id-change: 1 result with no analyzer or record to judge by.',
    ]);
  });

  it('are not shown where a check behind them is switched off', async () => {
    const config = { checks: { 'unregistered-third-party': { enabled: false } } };
    expect(control(await report({}, config), 'NIST-800-53-r5 AC-20')).toMatchObject({
      status: 'NOT_SHOWN',
      notShown: ['unregistered-third-party was not applied: switched off in the configuration.'],
    });
  });

  it('hold where failures are accepted, and say so', async () => {
    const exception = {
      check: 'unregistered-third-party',
      resource: '*',
      reason: 'They are leaving anyway.',
      approvedBy: 'A. Rousseau',
      expires: '2027-01-01',
    };
    const excepted = await report({}, { thirdParties: [], exceptions: [exception] });
    expect(control(excepted, 'NIST-800-53-r5 AC-20')).toMatchObject({
      status: 'SUPPORTED',
      counts: { fail: 0, excepted: 1 },
    });
    // Nobody has reviewed a third party that is not on record, though no review of it is overdue.
    expect(control(excepted, 'PCI-DSS-4.0.1 7.2.4')).toMatchObject({
      status: 'NOT_SHOWN',
      counts: { silent: 1 },
    });
  });
});

describe('denying each action in a run in which nothing is wrong', () => {
  const actions = auditorPolicy({ driftMode: 'access-roles', enabledRegions: false }).Statement.flatMap(
    ({ Action }) => Action,
  );

  it.each(actions)('%s: no control is met that needed it', async (action) => {
    const { coverage, ...rest } = await report(denied(action, ENTERED));
    const lost = new Set(coverage.gaps.map(({ fact }) => fact));
    const needy = controlsIn({ coverage, ...rest }).filter(({ checks }) =>
      checks.some((id) => REQUIRES.get(id)?.some((fact) => lost.has(fact))),
    );
    expect(needy.length > 0).toBe(lost.size > 0);
    expect(needy.filter(({ status }) => HOLDING.has(status) || status === 'NOT_APPLICABLE')).toEqual([]);
  });

  it('was felt: most actions are called in this world', async () => {
    const felt = await Promise.all(
      [
        'iam:GetAccountAuthorizationDetails',
        'access-analyzer:ListAnalyzers',
        'cloudformation:ListStacks',
      ].map(async (action) => (await report(denied(action, ENTERED))).coverage.gaps.length),
    );
    expect(felt.every((gaps) => gaps > 0)).toBe(true);
  });

  it.each(organizationPolicy().Statement.flatMap(({ Action }) => Action))(
    '%s: no control is met at all, since accounts may be missing',
    async (action) => {
      const partial = await report(denied(action));
      expect(partial.coverage.gaps.length).toBeGreaterThan(0);
      expect(controlsIn(partial).filter(({ status }) => HOLDING.has(status))).toEqual([]);
    },
  );
});
