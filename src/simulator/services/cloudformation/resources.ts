import { stackArn } from '../../names.ts';
import { page } from '../../paging.ts';
import type { Request, Result } from '../../service.ts';
import { text } from '../../wire/params.ts';
import { validationError } from '../../wire/service-error.ts';
import type { WorldStack, WorldStackResource } from '../../world.ts';
import { createdAt, findStack, noSuchStack, stacksHere } from './find-stack.ts';
import { STACK_PAGES } from './stacks.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResources.html */
const MOST_DESCRIBED = 100;

/** The resources of a stack that is named, or of the one that owns a physical id: 100 of them at most, without pages. */
export function describeStackResources(request: Request): Result {
  const stack = namedOrOwning(request);
  const logicalId = text(request.params, 'LogicalResourceId');
  const wanted = stack.resources.filter((each) => logicalId === undefined || each.logicalId === logicalId);
  return {
    StackResources: wanted.slice(0, MOST_DESCRIBED).map((resource) => ({
      StackName: stack.name,
      StackId: stackArn(request.simulation.world, request.account, stack),
      ...resourceShape(request, stack, resource),
      Timestamp: resource.updatedAt ?? createdAt(request, stack),
    })),
  };
}

export function listStackResources(request: Request): Result {
  const stack = findStack(request);
  const { items, next } = page(request, stack.resources, STACK_PAGES);
  return {
    StackResourceSummaries: items.map((resource) => ({
      ...resourceShape(request, stack, resource),
      LastUpdatedTimestamp: resource.updatedAt ?? createdAt(request, stack),
    })),
    NextToken: next,
  };
}

function namedOrOwning(request: Request): WorldStack {
  const name = text(request.params, 'StackName');
  const physicalId = text(request.params, 'PhysicalResourceId');
  if (name !== undefined && physicalId !== undefined) {
    throw validationError('PhysicalResourceId and StackName are mutually exclusive');
  }
  if (name !== undefined) return findStack(request);
  if (physicalId === undefined) throw noSuchStack('');
  // The first that has, or had, such a resource: a stack that was deleted, or that let go of it, answers as well.
  const owner = stacksHere(request).find((stack) =>
    stack.resources.some((each) => each.physicalId === physicalId),
  );
  if (!owner) throw validationError(`Stack for ${physicalId} does not exist`);
  return owner;
}

function resourceShape(
  { simulation, account }: Request,
  stack: WorldStack,
  resource: WorldStackResource,
): Result {
  const drift = simulation.drift.resource(account, stack, resource);
  return {
    LogicalResourceId: resource.logicalId,
    PhysicalResourceId: resource.physicalId,
    ResourceType: resource.type,
    ResourceStatus: resource.status ?? 'CREATE_COMPLETE',
    DriftInformation: {
      StackResourceDriftStatus: drift?.status ?? 'NOT_CHECKED',
      LastCheckTimestamp: drift?.checkedAt,
    },
  };
}
