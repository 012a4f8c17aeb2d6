import { AwsCallError } from '../../../aws/errors.ts';
import type { ResourceDrift, StackTemplate } from '../../../model/cloudformation-facts.ts';
import type { CollectContext } from '../../collector.ts';
import { collected } from '../../values.ts';
import { owningStackIds } from '../owning-stacks.ts';
import type { DriftReading } from './drift-mode.ts';
import {
  allResources,
  lastKnownDrifts,
  notDetectable,
  toResourceDrift,
  unanswered,
} from './resource-drift.ts';

type Resource = StackTemplate['resources'][number];

/** Beside the roles themselves, the resources that hold their permissions. */
const PERMISSION_TYPES = new Set(['AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy']);

/**
 * Compares only what grants access in the stacks that own an access role, one synchronous call a resource, and reads
 * the last known state of their other resources.
 */
export const accessRolesDrift: DriftReading = {
  mode: 'access-roles',
  actions: ['cloudformation:DetectStackResourceDrift', 'cloudformation:DescribeStackResourceDrifts'],
  source: 'cloudformation:DetectStackResourceDrift, cloudformation:DescribeStackResourceDrifts',
  plan: ({ owningStacks, accessResources }) => [
    { service: 'cloudformation', operation: 'DetectStackResourceDrift', calls: accessResources },
    { service: 'cloudformation', operation: 'DescribeStackResourceDrifts', calls: owningStacks },
  ],
  stackIds: owningStackIds,
  async read(context, stack, resources) {
    const { stackName } = stack;
    const obstacle = notDetectable(stack);
    if (obstacle !== undefined) {
      return {
        stackName,
        mode: 'access-roles',
        detection: 'NOT_STARTED',
        detectionReason: obstacle,
        stackDriftStatus: 'UNKNOWN',
        resources: allResources(resources, [], obstacle),
      };
    }
    const roles = {
      owned: ownedRoleNames(context, stack.stackId),
      live: new Set(collected(context.fact('authorization-details')).roles.map(({ name }) => name)),
    };
    const detected: ResourceDrift[] = [];
    // One after the other: CloudFormation works on one drift operation a stack.
    for (const resource of resources.filter((candidate) => comparedOneByOne(candidate, roles))) {
      detected.push(await detect(context, stack.stackId, resource));
    }
    const known = await lastKnownDrifts(context, stack.stackId);
    const answers = allResources(resources, [...known, ...detected]);
    return {
      stackName,
      mode: 'access-roles',
      detection: 'DETECTION_COMPLETE',
      detectionReason: null,
      stackDriftStatus: stackStatus(answers),
      resources: answers,
    };
  },
};

function ownedRoleNames({ fact, region }: CollectContext, stackId: string): ReadonlySet<string> {
  return new Set(
    collected(fact('role-stacks', region)).perResource.flatMap(({ fact: owner }) =>
      owner.status === 'COLLECTED' && owner.value?.stackId === stackId ? [owner.value.physicalId] : [],
    ),
  );
}

/**
 * Whether the drift of a resource is asked for by itself: the access roles that the stack owns, roles of the stack that
 * IAM no longer lists (whether those were open to outsiders cannot be known from IAM), and what holds permissions.
 */
export function comparedOneByOne(
  { type, physicalId }: Resource,
  roles: { owned: ReadonlySet<string>; live: ReadonlySet<string> },
): boolean {
  if (type !== 'AWS::IAM::Role') return PERMISSION_TYPES.has(type);
  return roles.owned.has(physicalId ?? '') || !roles.live.has(physicalId ?? '');
}

async function detect(
  { caller, region }: CollectContext,
  stackId: string,
  resource: Resource,
): Promise<ResourceDrift> {
  try {
    const { StackResourceDrift } = await caller.call('cloudformation', 'DetectStackResourceDrift', region, {
      StackName: stackId,
      LogicalResourceId: resource.logicalId,
    });
    if (StackResourceDrift !== undefined) return toResourceDrift(StackResourceDrift);
    return unanswered(resource, 'NOT_CHECKED', 'CloudFormation answered without a comparison.');
  } catch (error) {
    const unsupported =
      error instanceof AwsCallError &&
      error.code === 'ValidationError' &&
      /not support/i.test(error.serviceMessage);
    if (unsupported) return unanswered(resource, 'UNSUPPORTED', error.serviceMessage);
    throw error;
  }
}

/** CloudFormation says it of the stack by the same rule; asking once more would take a call a stack. */
function stackStatus(resources: readonly ResourceDrift[]): string {
  const statuses = resources.map((resource) => resource.status);
  if (statuses.some((status) => status === 'MODIFIED' || status === 'DELETED')) return 'DRIFTED';
  if (statuses.every((status) => status === 'IN_SYNC' || status === 'UNSUPPORTED')) return 'IN_SYNC';
  return statuses.includes('IN_SYNC') ? 'UNKNOWN' : 'NOT_CHECKED';
}
