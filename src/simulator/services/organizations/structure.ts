import { organizationsArn } from '../../names.ts';
import { page } from '../../paging.ts';
import type { Request, Result } from '../../service.ts';
import { text } from '../../wire/params.ts';
import type { WorldOrganization } from '../../world.ts';
import { accountShape } from './accounts.ts';
import { ORGANIZATION_PAGES, parentOf } from './organization-pages.ts';

export function describeOrganization({ simulation }: Request, organization: WorldOrganization): Result {
  const { world } = simulation;
  const management = world.accounts.find(({ id }) => id === organization.managementAccountId);
  return {
    Organization: {
      Id: organization.id,
      Arn: organizationsArn(world, 'organization', organization.id),
      FeatureSet: 'ALL',
      MasterAccountArn: organizationsArn(world, 'account', organization.id, organization.managementAccountId),
      MasterAccountId: organization.managementAccountId,
      MasterAccountEmail: management?.email ?? `aws+${organization.managementAccountId}@example.com`,
      AvailablePolicyTypes: [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }],
    },
  };
}

export function listRoots(request: Request, organization: WorldOrganization): Result {
  const Arn = organizationsArn(request.simulation.world, 'root', organization.id, organization.rootId);
  const roots = [{ Id: organization.rootId, Arn, Name: 'Root', PolicyTypes: [] }];
  const { items, next } = page(request, roots, ORGANIZATION_PAGES);
  return { Roots: items, NextToken: next };
}

export function listOrganizationalUnitsForParent(request: Request, organization: WorldOrganization): Result {
  const parent = parentOf(request, organization);
  const units = organization.units.filter(({ parentId }) => parentId === parent);
  const { items, next } = page(request, units, ORGANIZATION_PAGES);
  return {
    OrganizationalUnits: items.map(({ id, name }) => ({
      Id: id,
      Arn: organizationsArn(request.simulation.world, 'ou', organization.id, id),
      Name: name,
    })),
    NextToken: next,
  };
}

export function listDelegatedAdministrators(request: Request, organization: WorldOrganization): Result {
  const { world, account } = request.simulation;
  const service = text(request.params, 'ServicePrincipal');
  const byService = organization.delegatedAdministrators;
  const ids = service === undefined ? Object.values(byService).flat() : (byService[service] ?? []);
  const administrators = [...new Set(ids)].flatMap((id) => account(id) ?? []);
  const { items, next } = page(request, administrators, ORGANIZATION_PAGES);
  return {
    DelegatedAdministrators: items.map((each) => ({
      ...accountShape(world, each),
      DelegationEnabledDate: Date.parse(each.joinedAt ?? world.asOf) / 1000,
    })),
    NextToken: next,
  };
}
