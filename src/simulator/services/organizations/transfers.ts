import { stableUuid } from '../../digest.ts';
import { organizationsArn } from '../../names.ts';
import { page } from '../../paging.ts';
import type { Request, Result } from '../../service.ts';
import type { WorldOrganization } from '../../world.ts';
import { ORGANIZATION_PAGES } from './organization-pages.ts';

/** Times are seconds since 1970. */
export function listOutboundTransfers(request: Request, organization: WorldOrganization): Result {
  const { world } = request.simulation;
  const { items, next } = page(request, organization.billingTransfers ?? [], ORGANIZATION_PAGES);
  return {
    ResponsibilityTransfers: items.map(({ name, status = 'ACCEPTED', targetAccountId, startsAt, endsAt }) => {
      const id = `rt-${stableUuid('transfer', organization.id, name).replaceAll('-', '').slice(0, 16)}`;
      return {
        Arn: organizationsArn(world, 'transfer', organization.id, 'billing', 'outbound', id),
        Id: id,
        Name: name,
        Type: 'BILLING',
        Status: status,
        Source: { ManagementAccountId: organization.managementAccountId },
        Target: { ManagementAccountId: targetAccountId, ManagementAccountEmail: 'billing@reseller.example' },
        StartTimestamp: Date.parse(startsAt ?? world.asOf) / 1000,
        EndTimestamp: endsAt === undefined ? undefined : Date.parse(endsAt) / 1000,
      };
    }),
    NextToken: next,
  };
}
