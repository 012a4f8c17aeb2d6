import {
  GetAccountAuthorizationDetailsCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  ListAccountAliasesCommand,
  ListRolesCommand,
  paginateGetAccountAuthorizationDetails,
  paginateListRoles,
} from '@aws-sdk/client-iam';
import { describe, expect, test } from 'vitest';
import type { WorldRole } from '../../src/simulator/world.ts';
import { failure, iamClient, MANAGEMENT, simulate, smallWorld, trusting } from './support.ts';

const TRUST = trusting({ AWS: '900000000009' }, { StringEquals: { 'sts:ExternalId': "it's (odd)*!" } });

const FULL: WorldRole = {
  name: 'Full',
  path: '/vendors/',
  createdAt: '2025-02-03T04:05:06Z',
  description: '<b>Markup</b> & "quotes"',
  maxSessionDuration: 7200,
  trustPolicy: TRUST,
  inlinePolicies: { Extra: { Statement: [] } },
  attachedPolicies: ['arn:aws:iam::aws:policy/ReadOnlyAccess', `arn:aws:iam::${MANAGEMENT}:policy/Own`],
  permissionsBoundary: `arn:aws:iam::${MANAGEMENT}:policy/Own`,
  tags: { owner: '=cmd()', '<i>': ']]>' },
  lastUsed: { at: '2025-12-01T10:00:00Z', region: 'eu-west-1' },
};

function worldWith(roles: WorldRole[]) {
  return smallWorld(
    {},
    {
      aliases: ['quill'],
      contents: {
        roles,
        policies: [{ name: 'Own', document: { Statement: [] }, olderVersions: [{ Id: 'older' }] }],
      },
    },
  );
}

const many = Array.from({ length: 12 }, (_, i): WorldRole => ({ name: `Role${i}`, trustPolicy: TRUST }));

describe('GetAccountAuthorizationDetails', () => {
  test('gives a role whole, but for its description and session duration', async () => {
    const simulator = await simulate({ world: worldWith([FULL]) });
    const { RoleDetailList: [role] = [] } = await iamClient(simulator).send(
      new GetAccountAuthorizationDetailsCommand({ Filter: ['Role'] }),
    );
    expect(role).toMatchObject({
      RoleName: 'Full',
      Path: '/vendors/',
      Arn: `arn:aws:iam::${MANAGEMENT}:role/vendors/Full`,
      RoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}$/),
      CreateDate: new Date('2025-02-03T04:05:06Z'),
      RolePolicyList: [{ PolicyName: 'Extra' }],
      AttachedManagedPolicies: [
        { PolicyName: 'ReadOnlyAccess', PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
        { PolicyName: 'Own', PolicyArn: `arn:aws:iam::${MANAGEMENT}:policy/Own` },
      ],
      PermissionsBoundary: { PermissionsBoundaryArn: `arn:aws:iam::${MANAGEMENT}:policy/Own` },
      Tags: [
        { Key: 'owner', Value: '=cmd()' },
        { Key: '<i>', Value: ']]>' },
      ],
      RoleLastUsed: { LastUsedDate: new Date('2025-12-01T10:00:00Z'), Region: 'eu-west-1' },
    });
    expect(role).not.toHaveProperty('MaxSessionDuration');
    expect(role?.AssumeRolePolicyDocument).toMatch(/^%7B.*%27s%20%28odd%29%2A%21/);
    expect(JSON.parse(decodeURIComponent(role?.AssumeRolePolicyDocument ?? ''))).toEqual(TRUST);
  });

  test('pages through roles and then policies, each once', async () => {
    const simulator = await simulate({ world: worldWith([FULL, ...many]), pageSize: 5 });
    const roles: Array<string | undefined> = [];
    const policies: Array<string | undefined> = [];
    let pages = 0;
    const pager = paginateGetAccountAuthorizationDetails({ client: iamClient(simulator) }, {});
    for await (const page of pager) {
      pages++;
      roles.push(...(page.RoleDetailList ?? []).map(({ RoleName }) => RoleName));
      policies.push(...(page.Policies ?? []).map(({ PolicyName }) => PolicyName));
    }
    expect(pages).toBe(3);
    expect(roles).toEqual(['Full', ...many.map(({ name }) => name)]);
    expect(policies).toEqual(['Own', 'ReadOnlyAccess']);
  });

  test('keeps to the real page sizes when told to', async () => {
    const roles = Array.from({ length: 1100 }, (_, i): WorldRole => ({ name: `R${i}`, trustPolicy: TRUST }));
    const simulator = await simulate({ world: worldWith(roles), pageSize: Number.POSITIVE_INFINITY });
    const client = iamClient(simulator);
    const usual = await client.send(new GetAccountAuthorizationDetailsCommand({}));
    expect(usual).toMatchObject({ IsTruncated: true, RoleDetailList: { length: 100 } });
    const most = await client.send(new ListRolesCommand({ MaxItems: 1000 }));
    expect(most).toMatchObject({ IsTruncated: true, Roles: { length: 1000 } });
  });

  test('gives managed policies with their versions, the default one marked', async () => {
    const simulator = await simulate({ world: worldWith([FULL]) });
    const { Policies: [own, ...others] = [] } = await iamClient(simulator).send(
      new GetAccountAuthorizationDetailsCommand({ Filter: ['LocalManagedPolicy'] }),
    );
    expect(others).toEqual([]);
    expect(own).toMatchObject({
      DefaultVersionId: 'v2',
      AttachmentCount: 1,
      PermissionsBoundaryUsageCount: 1,
    });
    expect(
      own?.PolicyVersionList?.map(({ VersionId, IsDefaultVersion }) => [VersionId, IsDefaultVersion]),
    ).toEqual([
      ['v2', true],
      ['v1', false],
    ]);
  });

  test('refuses a marker of another call', async () => {
    const simulator = await simulate({ world: worldWith(many) });
    const client = iamClient(simulator);
    const { Marker } = await client.send(new ListRolesCommand({}));
    const other = client.send(new GetAccountAuthorizationDetailsCommand({ Marker }));
    expect((await failure(other)).name).toBe('ValidationError');
  });
});

describe('the other operations', () => {
  test('ListRoles has description and session duration, but neither tags nor last use', async () => {
    const simulator = await simulate({ world: worldWith([FULL, ...many]) });
    const roles = [];
    for await (const page of paginateListRoles(
      { client: iamClient(simulator) },
      { PathPrefix: '/vendors/' },
    )) {
      roles.push(...(page.Roles ?? []));
    }
    expect(roles).toHaveLength(1);
    expect(roles[0]).toMatchObject({ Description: '<b>Markup</b> & "quotes"', MaxSessionDuration: 7200 });
    expect(roles[0]?.Tags).toBeUndefined();
    expect(roles[0]?.RoleLastUsed).toBeUndefined();
  });

  test('GetRole has them all, and says when there is no such role', async () => {
    const simulator = await simulate({ world: worldWith([FULL]) });
    const client = iamClient(simulator);
    const { Role } = await client.send(new GetRoleCommand({ RoleName: 'Full' }));
    expect(Role).toMatchObject({ MaxSessionDuration: 7200, RoleLastUsed: { Region: 'eu-west-1' } });
    expect(await failure(client.send(new GetRoleCommand({ RoleName: 'None' })))).toMatchObject({
      name: 'NoSuchEntityException',
      status: 404,
    });
  });

  test('aliases and policy versions can be read', async () => {
    const simulator = await simulate({ world: worldWith([FULL]) });
    const client = iamClient(simulator);
    const { AccountAliases } = await client.send(new ListAccountAliasesCommand({}));
    expect(AccountAliases).toEqual(['quill']);
    const { PolicyVersion } = await client.send(
      new GetPolicyVersionCommand({ PolicyArn: `arn:aws:iam::${MANAGEMENT}:policy/Own`, VersionId: 'v1' }),
    );
    expect(decodeURIComponent(PolicyVersion?.Document ?? '')).toBe('{"Id":"older"}');
  });
});
