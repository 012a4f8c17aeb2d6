import { AwsCallError } from '../../../aws/errors.ts';
import type { ResourceDrift } from '../../../model/facts/drift.ts';
import type { StackTemplate } from '../../../model/facts/stack-templates.ts';
import type { CollectContext } from '../../collector.ts';
import { type Part, partOf } from '../../values.ts';
import { toResourceDrift, unanswered } from './resource-drift.ts';

type Resource = StackTemplate['resources'][number];

/** What became of asking for the drift of one resource. */
export interface Detection {
  answer: Part<ResourceDrift>;
  /** The answer, or the resource as one that was not compared, with the reason. */
  drift: ResourceDrift;
}

/**
 * Has resources of a stack compared, one after the other: CloudFormation works on one drift operation a stack. One that
 * is refused leaves the others alone.
 */
export async function detectResources(
  context: CollectContext,
  stackId: string,
  resources: readonly Resource[],
): Promise<Detection[]> {
  const detections: Detection[] = [];
  for (const resource of resources) {
    const name = `aws:cloudformation:${stackId}/${resource.logicalId}`;
    const answer = await partOf(context, name, 'drift', () => detect(context, stackId, resource));
    const drift =
      'value' in answer ? answer.value : unanswered(resource, 'NOT_CHECKED', answer.missing.message);
    detections.push({ answer, drift });
  }
  return detections;
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
    if (StackResourceDrift) return toResourceDrift(StackResourceDrift);
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
