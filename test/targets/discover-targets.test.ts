import { describe, expect, test } from 'vitest';
import type { AwsSetup } from '../../src/aws/connection.ts';
import type { Fault } from '../../src/simulator/faults.ts';
import type { WorldAccount } from '../../src/simulator/world.ts';
import { type DiscoveredTargets, discoverTargets } from '../../src/targets/discover-targets.ts';
import type { TargetsInput } from '../../src/targets/targets-input.ts';
import { CALLER, MEMBER, member, stage, world } from '../collect/support.ts';

const SANDBOX = '900000000003';
const CLOSED = '900000000004';

const MEMBERS: WorldAccount[] = [
  member({}),
  { id: SANDBOX, name: 'Play', parentId: 'ou-test-sandbox0', contents: { roles: [] } },
  { id: CLOSED, name: 'Old', state: 'SUSPENDED', parentId: 'ou-test-sandbox0', contents: { roles: [] } },
];

type Organization = NonNullable<TargetsInput['organization']>;

function organization(more: Partial<Organization> = {}): Organization {
  return {
    discover: true,
    include: { organizationalUnits: [] },
    exclude: { accounts: [], organizationalUnits: [] },
    ...more,
  };
}

function input(more: Partial<TargetsInput> = {}): TargetsInput {
  return {
    organization: organization(),
    accounts: [],
    auditor: { roleName: 'CountersignAuditor', externalId: 'own-id', sessionDuration: 1800 },
    regions: ['us-east-1'],
    ...more,
  };
}

async function discover(
  wanted: TargetsInput,
  faults: Fault[] = [],
  setup: Partial<AwsSetup> = {},
): Promise<DiscoveredTargets> {
  const { aws } = await stage({ world: world(...MEMBERS), faults, pageSize: 1 }, setup);
  return discoverTargets(wanted, aws);
}

function ids({ targets }: DiscoveredTargets): string[] {
  return targets.map((target) => target.accountId);
}

describe('discovering through Organizations', () => {
  test('finds every active account with its unit, by id, and says why others are left out', async () => {
    const found = await discover(input());
    expect(ids(found)).toEqual([CALLER, MEMBER, SANDBOX]);
    expect(found.targets[1]).toEqual({
      accountId: MEMBER,
      name: 'Member',
      partition: 'aws',
      organizationalUnit: 'Workloads/Production',
      tags: {},
      access: {
        kind: 'assume-role',
        roleArn: `arn:aws:iam::${MEMBER}:role/CountersignAuditor`,
        externalId: 'own-id',
        sessionDuration: 1800,
      },
      regions: ['us-east-1'],
    });
    expect(found.targets[0]?.organizationalUnit).toBe('Root');
    expect(found.excluded).toMatchObject([{ accountId: CLOSED, reason: 'SUSPENDED' }]);
    expect(found.closedAccounts).toEqual([{ accountId: CLOSED, name: 'Old', state: 'SUSPENDED' }]);
    expect(found.source).toBe('AWS Organizations (organization o-test123456, 4 accounts)');
  });

  test('tells the units of include that there are not from those that hold no account', async () => {
    const include = {
      organizationalUnits: ['Workloads', 'Workloadz', 'ou-test-sandbox0', 'ou-test-nowhere00'],
    };
    const found = await discover(input({ organization: organization({ include }) }));
    expect(found.units).toEqual([
      {
        place: 'organization',
        unknown: ['Workloadz', 'ou-test-nowhere00'],
        names: expect.arrayContaining(['r-test', 'Workloads', 'Workloads/Production']),
      },
    ]);
  });

  test('says nothing of units where the tree could not be read', async () => {
    const include = { organizationalUnits: ['Workloadz'] };
    const fault: Fault = { operation: 'ListRoots', kind: 'access-denied' };
    const found = await discover(input({ organization: organization({ include }) }), [fault]);
    expect(found.units).toEqual([]);
  });

  test('collects the facts of the organization and records its calls in a fixed order', async () => {
    const found = await discover(input());
    expect(found.organizationFacts.map(({ fact, status }) => `${fact} ${status}`)).toEqual([
      'organization COLLECTED',
      'organization-accounts COLLECTED',
      'delegated-administrators COLLECTED',
      'billing-transfers COLLECTED',
    ]);
    expect(found.organizationFacts[0]).toMatchObject({
      region: 'global',
      value: { id: 'o-test123456', managementAccountId: CALLER },
    });
    expect(found.organizationFacts[1]).toMatchObject({
      value: {
        accounts: [
          { id: CALLER, state: 'ACTIVE', path: [{ id: 'r-test' }] },
          { id: MEMBER, path: [{ id: 'r-test' }, { name: 'Workloads' }, { name: 'Production' }] },
          { id: SANDBOX },
          { id: CLOSED, state: 'SUSPENDED' },
        ],
      },
    });
    expect(found.organizationFacts[2]).toMatchObject({
      value: { accessAnalyzer: [MEMBER], stackSets: [SANDBOX] },
    });
    const administering = found.targets.filter(({ administersStackSets }) => administersStackSets);
    expect(administering.map(({ accountId }) => accountId)).toEqual([SANDBOX]);
    expect(JSON.parse(JSON.stringify(found))).toStrictEqual(found);
    expect(found.calls[0]).toMatchObject({ operation: 'GetCallerIdentity', accountId: CALLER });
    const again = await discover(input());
    const order = ({ calls }: DiscoveredTargets) =>
      calls.map((call) => [call.operation, call.parameters, call.page]);
    expect(order(again)).toEqual(order(found));
  });

  test.each([
    ['a unit by path, with those below it', { include: { organizationalUnits: ['Workloads'] } }, [MEMBER]],
    ['a unit by id', { include: { organizationalUnits: ['ou-test-sandbox0'] } }, [SANDBOX]],
    ['the root by id', { include: { organizationalUnits: ['r-test'] } }, [CALLER, MEMBER, SANDBOX]],
    [
      'all but a unit',
      { exclude: { accounts: [], organizationalUnits: ['Workloads/Production'] } },
      [CALLER, SANDBOX],
    ],
    ['all but an account', { exclude: { accounts: [CALLER], organizationalUnits: [] } }, [MEMBER, SANDBOX]],
    ['no unit whose name merely begins so', { include: { organizationalUnits: ['Work'] } }, []],
  ])('takes %s', async (_what, filter, expected) => {
    const found = await discover(input({ organization: organization(filter) }));
    expect(ids(found)).toEqual(expected);
    expect(ids(found).length + found.excluded.length).toBe(4);
  });

  test('an account that the configuration lists keeps its own role, Regions, name and tags', async () => {
    const found = await discover(
      input({
        accounts: [
          {
            id: MEMBER,
            name: 'Mine',
            regions: ['eu-west-1'],
            roleArn: `arn:aws:iam::${MEMBER}:role/path/Other`,
            externalId: 'its-id',
            tags: { team: 'x' },
          },
        ],
      }),
    );
    expect(found.targets[1]).toMatchObject({
      name: 'Mine',
      organizationalUnit: 'Workloads/Production',
      regions: ['eu-west-1'],
      tags: { team: 'x' },
      access: { roleArn: `arn:aws:iam::${MEMBER}:role/path/Other`, externalId: 'its-id' },
    });
  });

  test('takes only selected accounts, and names those that nobody knows', async () => {
    const found = await discover(input({ selected: [MEMBER, '999999999999'] }));
    expect(ids(found)).toEqual([MEMBER]);
    expect(found.excluded.filter(({ reason }) => reason === 'NOT_SELECTED')).toHaveLength(2);
    expect(found.unknown).toEqual(['999999999999']);
  });

  test('takes accounts by name and by a tag of the configuration, and says which of them are left out', async () => {
    const accounts = [{ id: MEMBER, name: 'Mine', tags: { team: 'x' } }];
    for (const selector of ['Mine', 'team=x'])
      expect(ids(await discover(input({ accounts, selected: [selector] })))).toEqual([MEMBER]);
    const exclude = { accounts: [MEMBER], organizationalUnits: [] };
    const excluded = { accounts, organization: organization({ exclude }), selected: ['Mine'] };
    expect((await discover(input(excluded))).leftOut).toEqual([
      { selector: 'Mine', message: 'The configuration excludes the account.' },
    ]);
    expect((await discover(input({ accounts, selected: ['team=y'] }))).unknown).toEqual(['team=y']);
  });

  test('refuses to go on in another organization than the one configured', async () => {
    await expect(discover(input({ organization: organization({ id: 'o-another000' }) }))).rejects.toThrow(
      'The organization is o-test123456, and the configuration names o-another000.',
    );
  });
});

describe('an organization that cannot be read', () => {
  const denied: Fault[] = [{ kind: 'access-denied', service: 'organizations' }];

  test('leaves the listed accounts in, and its facts not collected', async () => {
    const found = await discover(input({ accounts: [{ id: MEMBER }] }), denied);
    expect(ids(found)).toEqual([MEMBER]);
    for (const fact of found.organizationFacts) {
      expect(fact).toMatchObject({ status: 'NOT_COLLECTED', reason: 'ACCESS_DENIED' });
    }
    expect(found.organizationFacts[0]).toMatchObject({ action: 'organizations:DescribeOrganization' });
    expect(found.source).toContain('could not be read in full');
  });

  test('by its tree still gives the accounts, and none where units decide', async () => {
    const noRoots: Fault[] = [{ kind: 'access-denied', operation: 'organizations:ListRoots' }];
    const all = await discover(input(), noRoots);
    expect(ids(all)).toEqual([CALLER, MEMBER, SANDBOX]);
    expect(all.organizationFacts[1]).toMatchObject({ action: 'organizations:ListRoots' });
    const some = await discover(
      input({ organization: organization({ include: { organizationalUnits: ['Workloads'] } }) }),
      noRoots,
    );
    expect(ids(some)).toEqual([]);
    expect(some.excluded.map(({ reason }) => reason).toSorted()).toEqual([
      'SUSPENDED',
      'UNIT_UNKNOWN',
      'UNIT_UNKNOWN',
      'UNIT_UNKNOWN',
    ]);
  });

  test('by its list still gives the accounts of the tree', async () => {
    const found = await discover(input(), [
      { kind: 'access-denied', operation: 'organizations:ListAccounts' },
    ]);
    expect(ids(found)).toEqual([CALLER, MEMBER, SANDBOX]);
    expect(found.organizationFacts[1]).toMatchObject({ action: 'organizations:ListAccounts' });
  });

  test('through its role says that the role was refused', async () => {
    const found = await discover(
      input({
        accounts: [{ id: MEMBER }],
        organization: organization({ roleArn: `arn:aws:iam::${CALLER}:role/NoSuchRole` }),
      }),
    );
    expect(ids(found)).toEqual([MEMBER]);
    expect(found.organizationFacts[0]).toMatchObject({ reason: 'ACCESS_DENIED', action: 'sts:AssumeRole' });
  });
});

describe('without discovery', () => {
  test('the listed accounts are all, each entered as its entry says', async () => {
    const found = await discover({
      accounts: [
        { id: SANDBOX, profile: 'play' },
        { id: MEMBER, regions: 'enabled' },
      ],
      auditor: { roleName: 'Auditor', sessionDuration: 3600 },
      regions: ['us-east-1'],
    });
    expect(found.targets.map(({ accountId, access, regions }) => [accountId, access.kind, regions])).toEqual([
      [MEMBER, 'assume-role', ['enabled']],
      [SANDBOX, 'profile', ['us-east-1']],
    ]);
    expect(found.organizationFacts).toEqual([]);
    expect(found.source).toBe('2 accounts listed in the configuration');
  });

  test('an organization that is only named is not read', async () => {
    const found = await discover(
      input({
        accounts: [{ id: MEMBER }],
        organization: organization({ discover: false, id: 'o-named00000' }),
      }),
    );
    expect(found.calls.map(({ operation }) => operation)).toEqual(['GetCallerIdentity']);
  });

  test("with nothing listed, the caller's own account is read as it is", async () => {
    const found = await discover({ accounts: [], auditor: { sessionDuration: 3600 }, regions: 'enabled' });
    expect(found.targets).toMatchObject([
      { accountId: CALLER, access: { kind: 'caller' }, regions: ['enabled'] },
    ]);
    expect(found.source).toBe("the caller's own account");
  });

  test('credentials that do not work end the run', async () => {
    const credentials = { accessKeyId: 'AKIANOTKNOWN00000000', secretAccessKey: 'x' };
    await expect(discover(input(), [], { credentials })).rejects.toMatchObject({
      action: 'sts:GetCallerIdentity',
    });
  });
});
