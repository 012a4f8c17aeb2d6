import type { StackTemplate } from '../../model/cloudformation-facts.ts';
import type { CollectContext } from '../collector.ts';
import { collected, required, sortedBy } from '../values.ts';

/** The stacks of the Region that are known to own an access role, each once, in order. */
export function owningStackIds({ fact, region }: Pick<CollectContext, 'fact' | 'region'>): string[] {
  const owners = collected(fact('role-stacks', region)).perResource.flatMap(({ fact: owner }) =>
    owner.status === 'COLLECTED' && owner.value !== null ? [owner.value.stackId] : [],
  );
  return [...new Set(owners)].toSorted();
}

/** All resources of a stack that still exist, by logical id. */
export async function listResources(
  { caller, region }: CollectContext,
  stackId: string,
): Promise<StackTemplate['resources']> {
  const found = await caller.list(
    'cloudformation',
    'ListStackResources',
    region,
    { StackName: stackId },
    (page) => page.StackResourceSummaries,
  );
  const resources = found
    .filter(
      ({ ResourceStatus }) => ResourceStatus !== 'DELETE_COMPLETE' && ResourceStatus !== 'DELETE_SKIPPED',
    )
    .map((resource) => ({
      logicalId: required(resource.LogicalResourceId, 'the logical id of a resource'),
      physicalId: resource.PhysicalResourceId ?? null,
      type: required(resource.ResourceType, 'the type of a resource'),
    }));
  return sortedBy(resources, (resource) => resource.logicalId);
}
