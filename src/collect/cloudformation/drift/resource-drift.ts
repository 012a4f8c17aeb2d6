import type { StackResourceDrift } from '@aws-sdk/client-cloudformation';
import { listOf, required, timeOrNull } from '../../../aws/answer.ts';
import type { ResourceDrift } from '../../../model/facts/drift.ts';
import type { StackTemplate } from '../../../model/facts/stack-templates.ts';
import type { Stack } from '../../../model/facts/stacks.ts';
import type { CollectContext } from '../../collector.ts';
import { sortedBy } from '../../values.ts';

type Resource = StackTemplate['resources'][number];

const PAGE_SIZE = 100;

/** Types whose drift CloudFormation never detects and that yet grant access. */
const NEVER_COMPARED = new Set(['AWS::IAM::Policy']);

/** Whether there is any use in waiting for CloudFormation to compare a resource. */
export function isEverCompared(type: string): boolean {
  return !NEVER_COMPARED.has(type) && !type.startsWith('Custom::');
}

/** The states in which CloudFormation detects drift (DetectStackDrift's documentation, imports included). */
const DETECTABLE = new Set([
  'CREATE_COMPLETE',
  'UPDATE_COMPLETE',
  'UPDATE_ROLLBACK_COMPLETE',
  'UPDATE_ROLLBACK_FAILED',
  'IMPORT_COMPLETE',
  'IMPORT_ROLLBACK_COMPLETE',
]);

/** Why no detection can be started on the stack now; undefined when one can. */
export function notDetectable(stack: Stack): string | undefined {
  return DETECTABLE.has(stack.status) ? undefined : `Drift cannot be detected in the state ${stack.status}.`;
}

/** What CloudFormation last found for each resource of a stack; resources it never compared are left out. */
export async function lastKnownDrifts(
  { caller, region }: CollectContext,
  stackId: string,
): Promise<ResourceDrift[]> {
  const drifts = await caller.list(
    'cloudformation',
    'DescribeStackResourceDrifts',
    region,
    { StackName: stackId, MaxResults: PAGE_SIZE },
    (page) => page.StackResourceDrifts,
  );
  return drifts.map(toResourceDrift);
}

export function toResourceDrift(drift: StackResourceDrift): ResourceDrift {
  const differences = listOf(drift.PropertyDifferences, 'the differences of a resource').map(
    (difference) => ({
      propertyPath: required(difference.PropertyPath, 'the path of a difference'),
      expected: difference.ExpectedValue ?? '',
      actual: difference.ActualValue ?? '',
      differenceType: required(difference.DifferenceType, 'the type of a difference'),
    }),
  );
  const status = required(drift.StackResourceDriftStatus, 'the drift status of a resource');
  return {
    logicalId: required(drift.LogicalResourceId, 'the logical id of a resource'),
    physicalId: drift.PhysicalResourceId ?? null,
    type: required(drift.ResourceType, 'the type of a resource'),
    status,
    checkedAt: status === 'NOT_CHECKED' ? null : timeOrNull(drift.Timestamp, 'the time of a comparison'),
    statusReason: drift.DriftStatusReason ?? null,
    differences: sortedBy(differences, (difference) => difference.propertyPath),
    expectedProperties: drift.ExpectedProperties ?? null,
    actualProperties: drift.ActualProperties ?? null,
  };
}

/** All resources of the stack by logical id: those without an answer say so, and why where that is known. */
export function allResources(
  resources: readonly Resource[],
  answers: readonly ResourceDrift[],
  otherwise: string | null = null,
): ResourceDrift[] {
  const byId = new Map(answers.map((answer) => [answer.logicalId, answer]));
  for (const resource of resources) {
    if (!byId.has(resource.logicalId)) byId.set(resource.logicalId, withoutAnswer(resource, otherwise));
  }
  return sortedBy([...byId.values()], (resource) => resource.logicalId);
}

function withoutAnswer(resource: Resource, reason: string | null): ResourceDrift {
  return NEVER_COMPARED.has(resource.type)
    ? unanswered(resource, 'UNSUPPORTED', `CloudFormation does not detect drift of ${resource.type}.`)
    : unanswered(resource, 'NOT_CHECKED', reason);
}

export function unanswered(
  resource: Resource,
  status: 'UNSUPPORTED' | 'NOT_CHECKED',
  reason: string | null,
): ResourceDrift {
  return {
    ...resource,
    status,
    checkedAt: null,
    statusReason: reason,
    differences: [],
    expectedProperties: null,
    actualProperties: null,
  };
}
