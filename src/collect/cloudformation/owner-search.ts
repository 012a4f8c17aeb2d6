import type { StackResource, StackResourceSummary } from '@aws-sdk/client-cloudformation';
import { listOf, required } from '../../aws/answer.ts';
import { AwsCallError } from '../../aws/errors.ts';
import type { RoleStack } from '../../model/facts/role-stacks.ts';
import { plainText } from '../../model/plain-text.ts';
import type { CollectContext } from '../collector.ts';
import { isHeld } from './owning-stacks.ts';

const RESOURCES = 'the resources of a stack';

/** A resource by its type and the name (roles) or ARN (managed policies) that CloudFormation knows it by. */
interface Sought {
  type: 'AWS::IAM::Role' | 'AWS::IAM::ManagedPolicy';
  physicalId: string;
}

export interface OwnerSearch {
  /** Asks which stack owns a resource; null when no stack that still exists does. */
  ownerOf(sought: Sought): Promise<RoleStack | null>;
  /** The owner of a resource that came up beside one asked for before, at no call. */
  seen(sought: Sought): RoleStack | undefined;
}

/**
 * Finds the owners of resources among the stacks of a Region. CloudFormation answers with one stack, which need not be
 * the owner: it remembers deleted stacks for 90 days, and stacks that let go of a resource. Only a stack that exists
 * and holds the resource settles the question; any other answer sends the search on to the stacks themselves.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResources.html
 */
export function ownerSearch(context: CollectContext, stackNames: ReadonlyMap<string, string>): OwnerSearch {
  const { caller, region } = context;
  const listings = new Map<string, Promise<StackResourceSummary[]>>();
  const beside = new Map<string, RoleStack>();

  /** One listing a stack serves every resource that is searched for. */
  function listing(stackId: string): Promise<StackResourceSummary[]> {
    const known = listings.get(stackId);
    if (known !== undefined) return known;
    const input = { StackName: stackId };
    const listed = caller.list(
      'cloudformation',
      'ListStackResources',
      region,
      input,
      (page) => page.StackResourceSummaries,
    );
    listings.set(stackId, listed);
    return listed;
  }

  function ownership(
    stackId: string,
    resource: StackResource | StackResourceSummary | undefined,
  ): RoleStack | undefined {
    const stackName = stackNames.get(stackId);
    const physicalId = resource?.PhysicalResourceId;
    if (resource === undefined || stackName === undefined || physicalId === undefined) return undefined;
    if (!isHeld(resource)) return undefined;
    const logicalId = required(resource.LogicalResourceId, 'the logical id of a resource');
    return { stackId, stackName, logicalId, physicalId };
  }

  async function searchStacks(sought: Sought, asked: string | undefined): Promise<RoleStack | null> {
    for (const stackId of stackNames.keys()) {
      if (stackId === asked) continue;
      const found = (await listing(stackId)).find((resource) => isSought(resource, sought));
      const owner = ownership(stackId, found);
      if (owner !== undefined) return owner;
    }
    return null;
  }

  return {
    async ownerOf(sought) {
      const shown = await resourcesBeside(context, sought.physicalId);
      if (shown === 'NOT_UNDERSTOOD') return searchStacks(sought, undefined);
      const [first] = shown;
      if (first === undefined) return null;
      const stackId = required(first.StackId, 'the id of a stack');
      for (const resource of shown) {
        const owner = ownership(stackId, resource);
        if (owner !== undefined) beside.set(keyOf(resource.ResourceType, owner.physicalId), owner);
      }
      if (!stackNames.has(stackId)) return searchStacks(sought, undefined);
      // It shows 100 resources and leaves out the rest without saying so. No answer without the one that was asked for is
      // the last word.
      const found =
        shown.find((resource) => isSought(resource, sought)) ??
        (await listing(stackId)).find((resource) => isSought(resource, sought));
      return ownership(stackId, found) ?? searchStacks(sought, stackId);
    },
    seen: ({ type, physicalId }) => beside.get(keyOf(type, physicalId)),
  };
}

/**
 * The resources of the stack that has, or had, the named one; none when no stack did, which AWS words as an error about
 * the name. An endpoint that speaks of something else did not understand the question, and has not answered it.
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
    return [...listOf(required(answer.StackResources, RESOURCES), RESOURCES)];
  } catch (error) {
    const absent =
      error instanceof AwsCallError &&
      error.code === 'ValidationError' &&
      error.serviceMessage.includes('does not exist');
    if (!absent) throw error;
    return error.serviceMessage.includes(plainText(name).slice(0, -1)) ? [] : 'NOT_UNDERSTOOD';
  }
}

function isSought(resource: StackResource | StackResourceSummary, { type, physicalId }: Sought): boolean {
  return resource.ResourceType === type && resource.PhysicalResourceId === physicalId;
}

function keyOf(type: string | undefined, physicalId: string): string {
  return JSON.stringify([type, physicalId]);
}
