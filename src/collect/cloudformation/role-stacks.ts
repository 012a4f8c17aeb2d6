import type { StackResource, StackResourceSummary } from '@aws-sdk/client-cloudformation';
import { AwsCallError, plainText } from '../../aws/errors.ts';
import type { RoleStack } from '../../model/cloudformation-facts.ts';
import type { Role } from '../../model/iam-facts.ts';
import type { CollectContext, Collector } from '../collector.ts';
import { collected, member, required } from '../values.ts';

const ACTION = 'cloudformation:DescribeStackResources';

/** DescribeStackResources shows so many resources of a stack and leaves out the rest without saying so. */
const MOST_RESOURCES_SHOWN = 100;

/**
 * Which stack of the Region owns each access role. A role is asked for in every Region that has stacks, also when
 * another Region has claimed it: a role that was imported or kept may stand in two stacks, and whether a Region is
 * asked must not depend on which answers first.
 */
export const roleStacks: Collector<'role-stacks'> = {
  fact: 'role-stacks',
  scope: 'regional',
  requires: ['authorization-details', 'stacks'],
  actions: () => [ACTION, 'cloudformation:ListStackResources'],
  plan: ({ accessRoles, stacks }) => [
    {
      service: 'cloudformation',
      operation: 'DescribeStackResources',
      calls: stacks === 0 ? 0 : accessRoles,
    },
  ],
  async collect(context) {
    const accessRoles = collected(context.fact('authorization-details')).roles.filter(context.isAccessRole);
    const stackNames = new Map(
      collected(context.fact('stacks', context.region)).stacks.map((stack) => [
        stack.stackId,
        stack.stackName,
      ]),
    );
    const source = stackNames.size === 0 ? 'cloudformation:ListStacks' : ACTION;
    return {
      perResource: await Promise.all(
        accessRoles.map((role) =>
          member(context, role.arn, source, async () =>
            stackNames.size === 0 ? null : owningStack(context, role, stackNames),
          ),
        ),
      ),
    };
  },
};

/** Null when no stack that still exists owns the role. */
async function owningStack(
  context: CollectContext,
  role: Role,
  stackNames: ReadonlyMap<string, string>,
): Promise<RoleStack | null> {
  const shown = await resourcesBeside(context, role.name);
  if (shown === 'NOT_UNDERSTOOD') return searchStacks(context, role, stackNames);
  const stackId = shown[0]?.StackId;
  const stackName = stackNames.get(stackId ?? '');
  // CloudFormation also remembers the resources of stacks that were deleted.
  if (stackId === undefined || stackName === undefined) return null;
  const resource =
    shown.find((candidate) => isRole(candidate, role)) ??
    (shown.length < MOST_RESOURCES_SHOWN ? undefined : await findRole(context, role, stackId));
  // Another resource of the same name answered in the role's place.
  if (resource === undefined) return searchStacks(context, role, stackNames);
  // A role that CloudFormation let go of outlives its place in the stack.
  if (resource.ResourceStatus?.startsWith('DELETE_')) return null;
  return {
    stackId,
    stackName,
    logicalId: required(resource.LogicalResourceId, 'the logical id of a resource'),
    physicalId: role.name,
  };
}

/**
 * The resources of the stack that holds the named one; none when no stack does, which AWS words as an error about the
 * name. An endpoint that speaks of something else did not understand the question, and has not answered it.
 */
async function resourcesBeside(
  { caller, region }: CollectContext,
  name: string,
): Promise<StackResource[] | 'NOT_UNDERSTOOD'> {
  try {
    const answer = await caller.call(
      'cloudformation',
      'DescribeStackResources',
      region,
      { PhysicalResourceId: name },
      (output) => output.StackResources?.length,
    );
    return answer.StackResources ?? [];
  } catch (error) {
    const absent =
      error instanceof AwsCallError &&
      error.code === 'ValidationError' &&
      error.serviceMessage.includes('does not exist');
    if (!absent) throw error;
    return error.serviceMessage.includes(plainText(name).slice(0, -1)) ? [] : 'NOT_UNDERSTOOD';
  }
}

/** The slow way, a listing a stack, where asking by physical id does not lead to the role. */
async function searchStacks(
  context: CollectContext,
  role: Role,
  stackNames: ReadonlyMap<string, string>,
): Promise<RoleStack | null> {
  for (const [stackId, stackName] of stackNames) {
    const resource = await findRole(context, role, stackId);
    if (resource === undefined || resource.ResourceStatus?.startsWith('DELETE_')) continue;
    const logicalId = required(resource.LogicalResourceId, 'the logical id of a resource');
    return { stackId, stackName, logicalId, physicalId: role.name };
  }
  return null;
}

async function findRole({ caller, region }: CollectContext, role: Role, stackId: string) {
  const all = await caller.list(
    'cloudformation',
    'ListStackResources',
    region,
    { StackName: stackId },
    (page) => page.StackResourceSummaries,
  );
  return all.find((candidate) => isRole(candidate, role));
}

function isRole(resource: StackResource | StackResourceSummary, role: Role): boolean {
  return resource.ResourceType === 'AWS::IAM::Role' && resource.PhysicalResourceId === role.name;
}
