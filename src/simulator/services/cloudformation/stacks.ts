import { stackArn } from '../../names.ts';
import { type PageRules, page } from '../../paging.ts';
import type { Request, Result } from '../../service.ts';
import { text, texts } from '../../wire/params.ts';
import type { WorldStack, WorldStackResource } from '../../world.ts';
import { ancestry, createdAt, findStack, isDeleted, stacksHere, statusOf } from './find-stack.ts';

export const STACK_PAGES: PageRules = {
  tokenParameter: 'NextToken',
  usual: 100,
  most: 100,
  badToken: 'ValidationError',
};

/** Every stack of the Region, deleted ones included, unless the filter says which states. */
export function listStacks(request: Request): Result {
  const states = texts(request.params, 'StackStatusFilter');
  const wanted = stacksHere(request).filter(
    (stack) => states.length === 0 || states.includes(statusOf(stack)),
  );
  const { items, next } = page(request, wanted, STACK_PAGES);
  return {
    StackSummaries: items.map((stack) => ({
      ...stackShape(request, stack),
      TemplateDescription: stack.description,
    })),
    NextToken: next,
  };
}

/** One stack by name or ARN, or all that are not deleted. */
export function describeStacks(request: Request): Result {
  const named = text(request.params, 'StackName') !== undefined;
  const wanted = named ? [findStack(request)] : stacksHere(request).filter((stack) => !isDeleted(stack));
  const { items, next } = page(request, wanted, STACK_PAGES);
  return {
    Stacks: items.map((stack) => ({
      ...stackShape(request, stack),
      Description: stack.description,
      Parameters: (stack.parameters ?? []).map(({ key, value, resolvedValue, noEcho }) => ({
        ParameterKey: key,
        ParameterValue: noEcho ? '****' : value,
        ResolvedValue: resolvedValue,
      })),
      DisableRollback: false,
      NotificationARNs: [],
      Capabilities: stack.resources.some(needsCapability) ? ['CAPABILITY_NAMED_IAM'] : [],
      Tags: Object.entries(stack.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
      EnableTerminationProtection: false,
    })),
    NextToken: next,
  };
}

/** Whoever makes IAM resources, or stacks that may, has to acknowledge it. */
function needsCapability({ type }: WorldStackResource): boolean {
  return type.startsWith('AWS::IAM::') || type === 'AWS::CloudFormation::Stack';
}

function stackShape(request: Request, stack: WorldStack): Result {
  const { simulation, account } = request;
  const arn = stackArn(simulation.world, account, stack);
  const { driftStatus, checkedAt } = simulation.drift.stack(account, stack);
  return {
    StackId: arn,
    StackName: stack.name,
    CreationTime: createdAt(request, stack),
    LastUpdatedTime: stack.updatedAt,
    DeletionTime: stack.deletedAt,
    StackStatus: statusOf(stack),
    StackStatusReason: stack.statusReason,
    ...ancestry(request, stack),
    DriftInformation: { StackDriftStatus: driftStatus, LastCheckTimestamp: checkedAt },
  };
}
