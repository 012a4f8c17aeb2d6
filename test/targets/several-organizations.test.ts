import { describe, expect, test } from 'vitest';
import { systemClock } from '../../src/aws/clock.ts';
import { openAws } from '../../src/aws/connection.ts';
import type { Fault } from '../../src/simulator/faults.ts';
import type { World, WorldAccount, WorldRole } from '../../src/simulator/world.ts';
import { type DiscoveredTargets, discoverTargets } from '../../src/targets/discover-targets.ts';
import type { TargetsInput } from '../../src/targets/targets-input.ts';
import { AUDITOR, CALLER, MEMBER, member, trust, world } from '../collect/support.ts';
import { twoClouds } from '../support/two-clouds.ts';

const FIRST = 'o-test123456';
const SECOND = 'o-second1234';
const MANAGEMENT = '800000000001';
const THERE = '800000000002';

/** An organization that the caller's credentials do not know. */
function second(more: WorldAccount[] = [], partition = 'aws'): World {
  const reader: WorldRole = {
    name: 'OrganizationReader',
    trustPolicy: trust(`arn:${partition}:iam::${MANAGEMENT}:root`, {
      StringEquals: { 'sts:ExternalId': 'org-id' },
    }),
  };
  return {
    asOf: '2026-01-01T00:00:00Z',
    partition,
    callerAccountId: MANAGEMENT,
    organization: {
      id: SECOND,
      managementAccountId: MANAGEMENT,
      rootId: 'r-two0',
      units: [{ id: 'ou-two0-workload', name: 'Workloads', parentId: 'r-two0' }],
      delegatedAdministrators: {},
    },
    accounts: [
      { id: MANAGEMENT, name: 'Second management', contents: { roles: [reader] } },
      { id: THERE, name: 'There', parentId: 'ou-two0-workload', contents: { roles: [] } },
      ...more,
    ],
  };
}

type OrganizationInput = NonNullable<TargetsInput['organizations']>[number];

function organization(id: string, more: Partial<OrganizationInput> = {}): OrganizationInput {
  return {
    id,
    discover: true,
    include: { organizationalUnits: [] },
    exclude: { accounts: [], organizationalUnits: [] },
    ...more,
  };
}

const OTHER = organization(SECOND, { profile: 'second' });

interface Case {
  organizations?: OrganizationInput[];
  accounts?: TargetsInput['accounts'];
  first?: { accounts?: WorldAccount[]; faults?: Fault[] };
  second?: { accounts?: WorldAccount[]; faults?: Fault[]; partition?: string };
  selected?: string[];
}

async function discover(given: Case = {}): Promise<DiscoveredTargets> {
  const accounts = given.first?.accounts ?? [member({})];
  const there = await twoClouds(
    { world: world(...accounts), faults: given.first?.faults ?? [] },
    { world: second(given.second?.accounts, given.second?.partition), faults: given.second?.faults ?? [] },
    'us-east-1',
  );
  const aws = openAws({
    version: '0.0.0',
    runId: 'test',
    clock: systemClock,
    concurrency: { accounts: 2, callsPerAccount: 4 },
    homeRegion: 'us-east-1',
    endpoint: there.endpoint,
    credentials: there.first.credentials,
    maxAttempts: 2,
  });
  try {
    return await discoverTargets(
      {
        organizations: given.organizations ?? [organization(FIRST), OTHER],
        accounts: given.accounts ?? [],
        auditor: { roleName: AUDITOR, sessionDuration: 1800 },
        regions: ['us-east-1'],
        ...(given.selected && { selected: given.selected }),
      },
      aws,
    );
  } finally {
    aws.close();
  }
}

function ids({ targets }: DiscoveredTargets): string[] {
  return targets.map(({ accountId }) => accountId);
}

describe('several organizations', () => {
  test('give their accounts together, each entered by the credentials that found it', async () => {
    const found = await discover();
    expect(
      found.targets.map(({ accountId, organizationId, foundIn, callerArn }) => [
        accountId,
        organizationId,
        foundIn,
        callerArn,
      ]),
    ).toEqual([
      [MANAGEMENT, SECOND, SECOND, expect.stringContaining(`:${MANAGEMENT}:`)],
      [THERE, SECOND, SECOND, expect.stringContaining(`:${MANAGEMENT}:`)],
      [CALLER, FIRST, FIRST, undefined],
      [MEMBER, FIRST, FIRST, undefined],
    ]);
    expect(found.source).toBe(
      `AWS Organizations (organization ${FIRST}, 2 accounts) and AWS Organizations (organization ${SECOND}, 2 accounts)`,
    );
    expect(found.accountNames).toEqual([
      ...[MANAGEMENT, 'Second management', THERE, 'There'],
      ...[CALLER, 'Management', MEMBER, 'Member'],
    ]);
    expect(found.faults).toEqual([]);
  });

  test('keep facts and calls apart, each with its name; who called stands by itself', async () => {
    const found = await discover();
    expect(
      found.evidence.map(({ organization: of, facts, calls }) => [
        of,
        facts.length,
        new Set(calls.map(({ accountId }) => accountId)),
      ]),
    ).toEqual([
      [undefined, 0, new Set([CALLER])],
      [FIRST, 4, new Set([CALLER])],
      [SECOND, 4, new Set([MANAGEMENT])],
    ]);
    expect(found.organizationFacts.map(({ fact, organization: of }) => [fact, of])).toEqual(
      [FIRST, SECOND].flatMap((of) =>
        [
          ...['organization', 'organization-accounts'],
          ...['delegated-administrators', 'billing-transfers'],
        ].map((fact) => [fact, of]),
      ),
    );
    expect(found.calls).toEqual(found.evidence.flatMap(({ calls }) => calls));
    expect(found.units.map(({ place, names }) => [place, names.includes('Workloads/Production')])).toEqual([
      ['organizations[0]', true],
      ['organizations[1]', false],
    ]);
  });

  test('beside listed accounts say so in one sentence', async () => {
    const { source } = await discover({ accounts: [{ id: '700000000001' }] });
    expect(source).toMatch(
      /^AWS Organizations \([^)]+\), AWS Organizations \([^)]+\) and 1 account listed in the configuration$/,
    );
  });

  test.each<[string, { here: string; there: string }, string, string[]]>([
    ['where it is active', { here: 'SUSPENDED', there: 'ACTIVE' }, SECOND, []],
    ['where it was found first, if it is active in both', { here: 'ACTIVE', there: 'ACTIVE' }, FIRST, []],
    ['where it is still active', { here: 'ACTIVE', there: 'SUSPENDED' }, FIRST, [SECOND]],
  ])('list an account that has moved as one, %s', async (_what, { here, there }, foundIn) => {
    const moved = { id: '600000000001', name: 'Moved', contents: { roles: [] } };
    const state = (value: string) => (value === 'ACTIVE' ? {} : { state: value as 'SUSPENDED' });
    const found = await discover({
      first: { accounts: [{ ...moved, ...state(here), parentId: 'r-test' }] },
      second: { accounts: [{ ...moved, ...state(there), parentId: 'r-two0' }] },
    });
    expect(found.targets.filter(({ accountId }) => accountId === moved.id)).toMatchObject([{ foundIn }]);
    expect(found.excluded).toEqual([]);
    expect(found.closedAccounts).toHaveLength(here === there ? 0 : 1);
  });
});

describe('an organization of several that is not read', () => {
  test('for want of permission leaves a gap of its own', async () => {
    const denied: Fault[] = [{ kind: 'access-denied', service: 'organizations' }];
    const found = await discover({ second: { faults: denied } });
    expect(ids(found)).toEqual([CALLER, MEMBER]);
    expect(found.organizationFacts.map(({ status, organization: of }) => [of, status])).toEqual([
      ...[1, 2, 3, 4].map(() => [FIRST, 'COLLECTED']),
      ...[1, 2, 3, 4].map(() => [SECOND, 'NOT_COLLECTED']),
    ]);
    expect(found.source).toContain(`organization ${SECOND}, 0 accounts, which could not be read in full`);
  });

  test('since it is only named is asked nothing', async () => {
    const found = await discover({ organizations: [organization(FIRST), { ...OTHER, discover: false }] });
    expect(found.evidence.map(({ organization: of }) => of)).toEqual([undefined, FIRST]);
    expect(ids(found)).toEqual([CALLER, MEMBER]);
  });

  test('since its profile is not there says which', async () => {
    const found = await discover({
      organizations: [organization(FIRST), { ...OTHER, profile: 'nowhere' }],
    });
    expect(ids(found)).toEqual([CALLER, MEMBER]);
    const [fact] = found.organizationFacts.filter(({ organization: of }) => of === SECOND);
    expect(fact).toMatchObject({ status: 'NOT_COLLECTED', message: expect.stringContaining('nowhere') });
  });

  test('since the credentials of its profile do not work says which, and why', async () => {
    const found = await discover({
      second: { faults: [{ kind: 'access-denied', operation: 'sts:GetCallerIdentity' }] },
    });
    const [fact] = found.organizationFacts.filter(({ organization: of }) => of === SECOND);
    expect(fact).toMatchObject({
      action: 'sts:GetCallerIdentity',
      message: expect.stringMatching(/The profile is second\.$/),
    });
  });

  test('since it is another ends the run', async () => {
    const organizations = [organization(FIRST), organization('o-another000', { profile: 'second' })];
    await expect(discover({ organizations })).rejects.toThrow(
      `The organization is ${SECOND}, and the configuration names o-another000.`,
    );
  });
});

describe('the role that an organization is read by', () => {
  const roleArn = `arn:aws:iam::${MANAGEMENT}:role/OrganizationReader`;

  test('is entered by its profile, with its external ID and for the time of its auditor', async () => {
    const found = await discover({
      organizations: [
        organization(FIRST),
        { ...OTHER, roleArn, externalId: 'org-id', auditor: { sessionDuration: 900 } },
      ],
    });
    expect(ids(found)).toContain(THERE);
    const [entering] = found.calls.filter(({ operation }) => operation === 'AssumeRole');
    expect(entering?.parameters).toMatchObject({ RoleArn: roleArn, DurationSeconds: 900 });
  });

  test('is not entered without its external ID', async () => {
    const found = await discover({ organizations: [organization(FIRST), { ...OTHER, roleArn }] });
    const [fact] = found.organizationFacts.filter(({ organization: of }) => of === SECOND);
    expect(fact).toMatchObject({ reason: 'ACCESS_DENIED', action: 'sts:AssumeRole' });
  });

  test.each<[string, OrganizationInput[], string, RegExp]>([
    [
      'by the caller',
      [organization(FIRST), organization(SECOND, { roleArn: roleArn.replace('aws', 'aws-cn') })],
      'sts:AssumeRole',
      /the credentials, the caller’s, are of aws: .* Name a profile of aws-cn under organizations\[1\]\.profile\.$/,
    ],
    [
      'by a profile',
      [organization(FIRST), { ...OTHER, roleArn: roleArn.replace('aws', 'aws-cn') }],
      'sts:AssumeRole',
      /the credentials, those of the profile second, are of aws: /,
    ],
  ])(
    'is not asked for %s where it is of another partition',
    async (_what, organizations, action, message) => {
      const found = await discover({ organizations });
      const [fact] = found.organizationFacts.filter(({ organization: of }) => of === SECOND);
      expect(fact).toMatchObject({ action, message: expect.stringMatching(message) });
      expect(found.calls.filter(({ operation }) => operation === 'AssumeRole')).toEqual([]);
    },
  );
});
