import type { StackTemplate } from '../../../model/facts/stack-templates.ts';

type Resource = StackTemplate['resources'][number];

/** What the resources of a stack are held against to tell which of them grant access. */
export interface KnownRoles {
  /** Names of the access roles, and ARNs of their managed policies, that the stack owns. */
  owned: ReadonlySet<string>;
  /** Names of all roles that IAM lists. */
  live: ReadonlySet<string>;
}

/** Beside the roles themselves, the resources that hold their permissions. */
const PERMISSION_TYPES: ReadonlySet<string> = new Set(['AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy']);

/**
 * The resources of a stack whose drift is asked for one by one: the access roles and policies that it owns, what holds
 * permissions beside its access roles, and roles that IAM no longer lists (whether those were open to outsiders cannot
 * be known from IAM).
 */
export function comparedOneByOne(resources: readonly Resource[], { owned, live }: KnownRoles): Resource[] {
  const ownsRoles = [...owned].some((id) => !id.startsWith('arn:'));
  return resources.filter(
    (resource) =>
      owned.has(resource.physicalId ?? '') ||
      isLost(resource, live) ||
      (ownsRoles && PERMISSION_TYPES.has(resource.type)),
  );
}

/** Whether a resource is a role of its stack that IAM no longer lists. */
export function isLost({ type, physicalId }: Resource, live: ReadonlySet<string>): boolean {
  return type === 'AWS::IAM::Role' && physicalId !== null && !live.has(physicalId);
}
