import { stackArn } from '../../names.ts';
import { page } from '../../paging.ts';
import type { Request, Result } from '../../service.ts';
import { text, texts } from '../../wire/params.ts';
import { validationError } from '../../wire/service-error.ts';
import type { WorldStack, WorldStackResource } from '../../world.ts';
import { mustBeDetectable } from './detect-stack.ts';
import { isSupported, type ResourceDriftRecord } from './drift-book.ts';
import { findStack } from './find-stack.ts';
import { STACK_PAGES } from './stacks.ts';

/** Looks at one resource and answers at once. */
export function detectStackResourceDrift(request: Request): Result {
  const stack = findStack(request);
  mustBeDetectable(request, stack);
  const logicalId = text(request.params, 'LogicalResourceId') ?? '';
  const resource = stack.resources.find((each) => each.logicalId === logicalId);
  if (!resource) {
    throw validationError(`Resource ${logicalId} does not exist for stack ${stack.name}`);
  }
  if (!isSupported(resource)) {
    throw validationError(`Resource type ${resource.type} does not support drift detection`);
  }
  const { simulation, account, now } = request;
  const record = simulation.drift.check(account, stack, resource, now.toISOString());
  return { StackResourceDrift: driftShape(request, stack, resource, record) };
}

/** What the last detections found. Resources of unsupported types, and those never checked, are left out. */
export function describeStackResourceDrifts(request: Request): Result {
  const stack = findStack(request);
  const { simulation, account, params } = request;
  const statuses = texts(params, 'StackResourceDriftStatusFilters');
  const known = stack.resources.flatMap((resource) => {
    const record = isSupported(resource) ? simulation.drift.resource(account, stack, resource) : undefined;
    return record && (statuses.length === 0 || statuses.includes(record.status))
      ? [{ resource, record }]
      : [];
  });
  const { items, next } = page(request, known, { ...STACK_PAGES, sizeParameter: 'MaxResults' });
  return {
    StackResourceDrifts: items.map(({ resource, record }) => driftShape(request, stack, resource, record)),
    NextToken: next,
  };
}

function driftShape(
  { simulation, account }: Request,
  stack: WorldStack,
  resource: WorldStackResource,
  record: ResourceDriftRecord,
): Result {
  return {
    StackId: stackArn(simulation.world, account, stack),
    LogicalResourceId: resource.logicalId,
    PhysicalResourceId: resource.physicalId,
    ResourceType: resource.type,
    ExpectedProperties: record.expected,
    ActualProperties: record.actual,
    PropertyDifferences: record.differences.map((difference) => ({ ...difference })),
    StackResourceDriftStatus: record.status,
    DriftStatusReason: record.statusReason,
    Timestamp: record.checkedAt,
  };
}
