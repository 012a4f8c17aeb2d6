import type { Request } from '../../service.ts';
import type { World, WorldAccount } from '../../world.ts';

/** The condition keys that an AssumeRole request carries, in lower case; a key that is not here is absent. */
export type RequestContext = ReadonlyMap<string, readonly string[]>;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
export function requestContext(
  { simulation, caller, account, region, now }: Request,
  sessionName: string,
  externalId: string | undefined,
): RequestContext {
  const { world } = simulation;
  const context = new Map<string, readonly string[]>([
    ['sts:rolesessionname', [sessionName]],
    ['aws:principalarn', [caller.role?.arn ?? caller.arn]],
    ['aws:principalaccount', [caller.accountId]],
    ['aws:principaltype', [caller.role ? 'AssumedRole' : 'User']],
    ['aws:principalisawsservice', ['false']],
    ['aws:viaawsservice', ['false']],
    ['aws:userid', [caller.userId]],
    ['aws:sourceip', ['127.0.0.1']],
    ['aws:securetransport', ['true']],
    ['aws:requestedregion', [region]],
    ['aws:currenttime', [now.toISOString()]],
    ['aws:epochtime', [String(Math.floor(now.getTime() / 1000))]],
  ]);
  if (externalId !== undefined) context.set('sts:externalid', [externalId]);
  // Long-lived keys carry no MFA key at all; temporary ones say that there was none.
  if (caller.role) context.set('aws:multifactorauthpresent', ['false']);
  else context.set('aws:username', [caller.arn.split('/').at(-1) ?? '']);
  if (world.organization) {
    context.set('aws:principalorgid', [world.organization.id]);
    context.set('aws:principalorgpaths', [organizationPath(world, account)]);
  }
  return context;
}

/** `o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/`: from the organization down to the account's own unit. */
function organizationPath(world: World, account: WorldAccount): string {
  const { organization } = world;
  if (!organization) return '';
  const ids: string[] = [];
  let id = account.parentId ?? organization.rootId;
  while (id !== organization.rootId) {
    ids.unshift(id);
    id = organization.units.find((unit) => unit.id === id)?.parentId ?? organization.rootId;
  }
  return `${[organization.id, organization.rootId, ...ids].join('/')}/`;
}
