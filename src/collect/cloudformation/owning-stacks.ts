import { required } from '../../aws/answer.ts';
import type { StackTemplate } from '../../model/facts/stack-templates.ts';
import type { CollectContext } from '../collector.ts';
import { collected, sortedBy } from '../values.ts';

/** The stacks of the Region that are known to own an access role, each once, in order. */
export function owningStackIds({ fact, region }: Pick<CollectContext, 'fact' | 'region'>): string[] {
  const owners = collected(fact('role-stacks', region)).perResource.flatMap(({ fact: owner }) =>
    owner.status === 'COLLECTED' && owner.value !== null ? [owner.value.stackId] : [],
  );
  return [...new Set(owners)].toSorted();
}

/** What a stack is known to own of the access roles and their policies, without asking it. */
export function ownedResources(
  { fact, region }: Pick<CollectContext, 'fact' | 'region'>,
  stackId: string,
): StackTemplate['resources'] {
  return collected(fact('role-stacks', region)).perResource.flatMap(({ fact: owner }) => {
    if (owner.status !== 'COLLECTED' || owner.value?.stackId !== stackId) return [];
    const { logicalId, physicalId } = owner.value;
    const type = physicalId.startsWith('arn:') ? 'AWS::IAM::ManagedPolicy' : 'AWS::IAM::Role';
    return [{ logicalId, physicalId, type }];
  });
}

/** The name in a stack's ARN: `arn:…:stack/NAME/ID`. */
export function stackNameOf(stackId: string): string {
  return required(stackId.split('/')[1], 'the name of a stack in its id');
}

/**
 * Whether a stack still holds a resource of this status. One that it skipped (retained), exported to another stack or
 * failed to take in is not its own any more, or never was. What it failed to delete, or is deleting, still is.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackResource.html
 */
export function isHeld({ ResourceStatus }: { ResourceStatus?: string | undefined }): boolean {
  return !LET_GO.has(ResourceStatus ?? '');
}

const LET_GO: ReadonlySet<string> = new Set([
  'DELETE_COMPLETE',
  'DELETE_SKIPPED',
  'EXPORT_COMPLETE',
  'IMPORT_FAILED',
  'IMPORT_ROLLBACK_COMPLETE',
]);

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
  const resources = found.filter(isHeld).map((resource) => ({
    logicalId: required(resource.LogicalResourceId, 'the logical id of a resource'),
    physicalId: resource.PhysicalResourceId ?? null,
    type: required(resource.ResourceType, 'the type of a resource'),
  }));
  return sortedBy(resources, (resource) => resource.logicalId);
}
