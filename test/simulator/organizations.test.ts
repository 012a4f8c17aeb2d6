import {
  DescribeOrganizationCommand,
  ListAccountsForParentCommand,
  ListDelegatedAdministratorsCommand,
  ListOrganizationalUnitsForParentCommand,
  ListRootsCommand,
  OrganizationsClient,
  paginateListAccounts,
} from '@aws-sdk/client-organizations';
import { describe, expect, test } from 'vitest';
import { demoConfiguration } from '../../src/simulator/fleet/demo-configuration.ts';
import { generateFleet } from '../../src/simulator/fleet/fleet.ts';
import { assume, failure, MANAGEMENT, MEMBER, settings, simulate, smallWorld, trusting } from './support.ts';

describe('Organizations', () => {
  test('lists every account once over many pages, with State and the older Status', async () => {
    const world = generateFleet({ accounts: 25, seed: '1', asOf: '2026-01-01T00:00:00Z' });
    const simulator = await simulate({ world });
    const accounts = [];
    let pages = 0;
    for await (const page of paginateListAccounts(
      { client: new OrganizationsClient(settings(simulator)) },
      {},
    )) {
      pages++;
      accounts.push(...(page.Accounts ?? []));
    }
    expect(pages).toBe(5);
    expect(accounts.map(({ Id }) => Id)).toEqual(world.accounts.map(({ id }) => id));
    expect(accounts[24]).toMatchObject({ State: 'CLOSED', Status: 'SUSPENDED' });
    expect(accounts[0]?.JoinedTimestamp).toBeInstanceOf(Date);
  });

  test('knows nothing of an account beside the organization, which the demonstration configures', async () => {
    const world = generateFleet({ accounts: 3, seed: '1', asOf: '2026-01-01T00:00:00Z', beside: true });
    const beside = world.accounts[3];
    const simulator = await simulate({ world });
    const listed: unknown[] = [];
    for await (const { Accounts = [] } of paginateListAccounts(
      { client: new OrganizationsClient(settings(simulator)) },
      {},
    ))
      listed.push(...Accounts.map(({ Id }) => Id));
    expect(listed).toEqual(world.accounts.slice(0, 3).map(({ id }) => id));
    expect(demoConfiguration(world)).toMatchObject({ accounts: [{ id: beside?.id, name: beside?.name }] });
    expect(demoConfiguration({ ...world, accounts: world.accounts.slice(0, 3) })).not.toHaveProperty(
      'accounts',
    );
    expect(beside?.contents.roles.length).toBeGreaterThan(0);
  });

  test('the tree can be walked from the root to the accounts', async () => {
    const simulator = await simulate({ world: smallWorld() });
    const client = new OrganizationsClient(settings(simulator));
    const { Organization } = await client.send(new DescribeOrganizationCommand({}));
    expect(Organization).toMatchObject({ Id: 'o-test123456', MasterAccountId: MANAGEMENT });
    const { Roots } = await client.send(new ListRootsCommand({}));
    expect(Roots).toMatchObject([{ Id: 'r-test' }]);
    const above = await client.send(new ListOrganizationalUnitsForParentCommand({ ParentId: 'r-test' }));
    expect(above.OrganizationalUnits).toMatchObject([{ Name: 'Workloads' }]);
    const below = await client.send(
      new ListOrganizationalUnitsForParentCommand({ ParentId: 'ou-test-workload' }),
    );
    expect(below.OrganizationalUnits).toMatchObject([{ Name: 'Production' }]);
    const { Accounts } = await client.send(
      new ListAccountsForParentCommand({ ParentId: 'ou-test-producti' }),
    );
    expect(Accounts).toMatchObject([
      { Id: MEMBER, Arn: `arn:aws:organizations::${MANAGEMENT}:account/o-test123456/${MEMBER}` },
    ]);
    const unknown = client.send(new ListAccountsForParentCommand({ ParentId: 'ou-test-unknown0' }));
    expect((await failure(unknown)).name).toBe('ParentNotFoundException');
  });

  test('a member may describe the organization and not list it, until it is a delegated administrator', async () => {
    const trustPolicy = trusting({ AWS: MANAGEMENT });
    const world = smallWorld({ contents: { roles: [{ name: 'Auditor', trustPolicy }] } });
    const simulator = await simulate({ world });
    const session = await assume(simulator, { RoleArn: `arn:aws:iam::${MEMBER}:role/Auditor` });
    const client = new OrganizationsClient(settings(simulator, session));
    await client.send(new DescribeOrganizationCommand({}));
    const list = () =>
      client.send(
        new ListDelegatedAdministratorsCommand({ ServicePrincipal: 'access-analyzer.amazonaws.com' }),
      );
    expect(await failure(list())).toMatchObject({ name: 'AccessDeniedException', status: 400 });
    if (world.organization) {
      world.organization.delegatedAdministrators = { 'access-analyzer.amazonaws.com': [MEMBER] };
    }
    expect((await list()).DelegatedAdministrators).toMatchObject([{ Id: MEMBER }]);
  });

  test('says so when there is no organization', async () => {
    const { organization: _none, ...world } = smallWorld();
    const simulator = await simulate({ world });
    const call = new OrganizationsClient(settings(simulator)).send(new DescribeOrganizationCommand({}));
    expect((await failure(call)).name).toBe('AWSOrganizationsNotInUseException');
  });
});
