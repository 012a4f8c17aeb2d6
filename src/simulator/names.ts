import { digest, stableId, stableUuid } from './digest.ts';
import type {
  World,
  WorldAccount,
  WorldAnalyzer,
  WorldAnywhereThing,
  WorldHolder,
  WorldPolicy,
  WorldResource,
  WorldRole,
  WorldStack,
  WorldStackSet,
} from './world.ts';

/** ARNs and unique ids: functions of what a thing is called and where it is, so that they never change. */

export function partitionOf(world: Pick<World, 'partition'>): string {
  return world.partition ?? 'aws';
}

export function roleArn(world: World, account: WorldAccount, role: WorldRole): string {
  return `arn:${partitionOf(world)}:iam::${account.id}:role${role.path ?? '/'}${role.name}`;
}

export function roleId(account: WorldAccount, role: WorldRole): string {
  return role.id ?? stableId('AROA', 21, account.id, role.name);
}

export function holderArn(
  world: World,
  account: WorldAccount,
  kind: 'user' | 'group',
  { path = '/', name }: WorldHolder,
): string {
  return `arn:${partitionOf(world)}:iam::${account.id}:${kind}${path}${name}`;
}

export function policyArn(world: World, account: WorldAccount, policy: WorldPolicy): string {
  return `arn:${partitionOf(world)}:iam::${account.id}:policy${policy.path ?? '/'}${policy.name}`;
}

export function stackArn(
  world: Pick<World, 'partition'>,
  account: Pick<WorldAccount, 'id'>,
  stack: Pick<WorldStack, 'name' | 'region'>,
): string {
  const uuid = stableUuid('stack', account.id, stack.region, stack.name);
  return `arn:${partitionOf(world)}:cloudformation:${stack.region}:${account.id}:stack/${stack.name}/${uuid}`;
}

export function stackSetArn(
  world: Pick<World, 'partition'>,
  account: Pick<WorldAccount, 'id'>,
  { name, region }: Pick<WorldStackSet, 'name' | 'region'>,
): string {
  const uuid = stableUuid('stackset', account.id, region, name);
  return `arn:${partitionOf(world)}:cloudformation:${region}:${account.id}:stackset/${name}:${uuid}`;
}

export function analyzerArn(world: World, account: WorldAccount, analyzer: WorldAnalyzer): string {
  return `arn:${partitionOf(world)}:access-analyzer:${analyzer.region}:${account.id}:analyzer/${analyzer.name}`;
}

export function shareArn(
  world: Pick<World, 'partition'>,
  accountId: string,
  { name, region }: { name: string; region: string },
): string {
  const uuid = stableUuid('resource-share', accountId, region, name);
  return `arn:${partitionOf(world)}:ram:${region}:${accountId}:resource-share/${uuid}`;
}

type AnywhereKind = 'trust-anchor' | 'profile' | 'crl';

/** The id of a thing of IAM Roles Anywhere. */
export function anywhereId(
  account: Pick<WorldAccount, 'id'>,
  kind: AnywhereKind,
  { name, region }: Pick<WorldAnywhereThing, 'name' | 'region'>,
): string {
  return stableUuid(kind, account.id, region, name);
}

export function anywhereArn(
  world: Pick<World, 'partition'>,
  account: Pick<WorldAccount, 'id'>,
  kind: AnywhereKind,
  thing: Pick<WorldAnywhereThing, 'name' | 'region'>,
): string {
  return `arn:${partitionOf(world)}:rolesanywhere:${thing.region}:${account.id}:${kind}/${anywhereId(account, kind, thing)}`;
}

/** The id of a workload, lens, profile or review template of the AWS Well-Architected Tool. */
export function toolId(
  accountId: string,
  kind: string,
  { name, region }: { name: string; region: string },
): string {
  return digest('well-architected', kind, accountId, region, name).slice(0, 32);
}

export function toolArn(
  world: Pick<World, 'partition'>,
  accountId: string,
  kind: string,
  thing: { name: string; region: string },
): string {
  const what = kind === 'template' ? 'review-template' : kind;
  return `arn:${partitionOf(world)}:wellarchitected:${thing.region}:${accountId}:${what}/${toolId(accountId, kind, thing)}`;
}

/** An Organizations ARN: `account/o-…/111122223333`, `ou/o-…/ou-…`, `root/o-…/r-…`, `organization/o-…`. */
export function organizationsArn(world: World, ...resource: string[]): string {
  const management = world.organization?.managementAccountId ?? '';
  return `arn:${partitionOf(world)}:organizations::${management}:${resource.join('/')}`;
}

/** How ARNs of each service go on after the account. */
const RESOURCE_FORMS: Readonly<Record<WorldResource['service'], (name: string) => string>> = {
  s3: (name) => name,
  kms: (name) => `key/${name}`,
  sns: (name) => name,
  sqs: (name) => name,
  secretsmanager: (name) => `secret:${name}`,
  lambda: (name) => `function:${name}`,
  ecr: (name) => `repository/${name}`,
  events: (name) => `event-bus/${name}`,
  backup: (name) => `backup-vault:${name}`,
};

/** The ARN of what has a policy of its own. */
export function resourceArn(
  world: Pick<World, 'partition'>,
  account: Pick<WorldAccount, 'id'>,
  { service, region, name }: Pick<WorldResource, 'service' | 'region' | 'name'>,
): string {
  const place = service === 's3' ? '::' : `${region}:${account.id}:`;
  return `arn:${partitionOf(world)}:${service}:${place}${RESOURCE_FORMS[service](name)}`;
}
