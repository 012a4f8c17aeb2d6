import { z } from 'zod';
import { declareFact } from './declaration.ts';
import { name, ownArn } from './held.ts';
import { perResource } from './per-resource.ts';

/** The stack that owns a role (or a managed policy of one), and its place in it. */
const roleStack = z.object({ stackId: ownArn, stackName: name, logicalId: name, physicalId: name });

/**
 * By role ARN: the owning stack in this Region, or null when no stack of this Region owns the role. Beside them, by
 * policy ARN, the account's own managed policies on the roles that are owned.
 */
const shape = z.object({ perResource: perResource(roleStack.nullable()) });

export type RoleStack = z.infer<typeof roleStack>;
export type RoleStacks = z.infer<typeof shape>;

export const roleStacks = declareFact({
  title: 'The stack that owns each access role, and each policy of one',
  scope: 'regional',
  shape,
  limits: [],
  planning: (value) => ({ askedPolicies: askedPolicies(value) }),
});

/** A policy of the stack that owns its role came up with the role, at no call of its own. */
function askedPolicies({ perResource: owners }: RoleStacks): number {
  const members = owners.map(({ resource, fact }) => ({
    isPolicy: resource.includes(':policy/'),
    stackId: fact.status === 'COLLECTED' ? fact.value?.stackId : undefined,
  }));
  const withRoles = new Set(members.flatMap(({ isPolicy, stackId }) => (isPolicy ? [] : (stackId ?? []))));
  return members.filter(({ isPolicy, stackId }) => isPolicy && !withRoles.has(stackId ?? '')).length;
}
