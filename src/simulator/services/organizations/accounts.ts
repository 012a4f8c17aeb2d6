import { organizationsArn } from '../../names.ts';
import { page } from '../../paging.ts';
import type { Request, Result } from '../../service.ts';
import type { World, WorldAccount, WorldOrganization } from '../../world.ts';
import { ORGANIZATION_PAGES, parentOf } from './organization-pages.ts';

export function listAccounts(request: Request): Result {
  const { world } = request.simulation;
  const { items, next } = page(request, membersOf(world), ORGANIZATION_PAGES);
  return { Accounts: items.map((account) => accountShape(world, account)), NextToken: next };
}

export function listAccountsForParent(request: Request, organization: WorldOrganization): Result {
  const { world } = request.simulation;
  const parent = parentOf(request, organization);
  const children = membersOf(world).filter((account) => (account.parentId ?? organization.rootId) === parent);
  const { items, next } = page(request, children, ORGANIZATION_PAGES);
  return { Accounts: items.map((account) => accountShape(world, account)), NextToken: next };
}

function membersOf({ accounts }: World): WorldAccount[] {
  return accounts.filter(({ outsideOrganization }) => outsideOrganization !== true);
}

/** Status knows three of State's five words; times are seconds since 1970. */
export function accountShape(world: World, account: WorldAccount): Result {
  const { organization } = world;
  const state = account.state ?? 'ACTIVE';
  return {
    Id: account.id,
    Arn: organizationsArn(world, 'account', organization?.id ?? '', account.id),
    Email: account.email ?? `aws+${account.id}@example.com`,
    Name: account.name,
    State: state,
    Status: ['ACTIVE', 'PENDING_CLOSURE'].includes(state) ? state : 'SUSPENDED',
    JoinedMethod: account.id === organization?.managementAccountId ? 'INVITED' : 'CREATED',
    JoinedTimestamp: Date.parse(account.joinedAt ?? world.asOf) / 1000,
  };
}
