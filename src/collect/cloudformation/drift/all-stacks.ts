import type { DescribeStackDriftDetectionStatusOutput } from '@aws-sdk/client-cloudformation';
import { required } from '../../../aws/answer.ts';
import { AwsCallError } from '../../../aws/errors.ts';
import type { StackDrift } from '../../../model/facts/drift.ts';
import type { StackTemplate } from '../../../model/facts/stack-templates.ts';
import type { Stack } from '../../../model/facts/stacks.ts';
import type { CollectContext } from '../../collector.ts';
import { longerWait } from '../../longer-wait.ts';
import { collected, lacking, partOf } from '../../values.ts';
import type { DriftReading } from './drift-mode.ts';
import { allResources, isEverCompared, lastKnownDrifts, notDetectable } from './resource-drift.ts';
import { isYoung, mayBeReused, reusedSince } from './reuse.ts';

type Resource = StackTemplate['resources'][number];

const FIRST_WAIT_MS = 1_000;

/** Detects the drift of every stack of the Region; minutes a stack, asked for again until done. */
export const allStacksDrift: DriftReading = {
  mode: 'all-stacks',
  actions: [
    'cloudformation:DetectStackDrift',
    'cloudformation:DescribeStackDriftDetectionStatus',
    'cloudformation:DescribeStackResourceDrifts',
    'cloudformation:ListStackResources',
  ],
  source:
    'cloudformation:DetectStackDrift, cloudformation:DescribeStackDriftDetectionStatus, cloudformation:DescribeStackResourceDrifts',
  plan: ({ stacks, owningStacks }) => [
    { service: 'cloudformation', operation: 'DetectStackDrift', calls: stacks },
    { service: 'cloudformation', operation: 'DescribeStackDriftDetectionStatus', calls: stacks },
    { service: 'cloudformation', operation: 'DescribeStackResourceDrifts', calls: stacks },
    { service: 'cloudformation', operation: 'ListStackResources', calls: stacks - owningStacks },
  ],
  stackIds: ({ fact, region }) => collected(fact('stacks', region)).stacks.map((stack) => stack.stackId),
  async read(context, stack, resources) {
    const { stackId, stackName } = stack;
    const obstacle = notDetectable(stack);
    if (obstacle !== undefined) {
      return {
        stackName,
        mode: 'all-stacks',
        detection: 'NOT_STARTED',
        detectionReason: obstacle,
        stackDriftStatus: 'UNKNOWN',
        resources: allResources(resources, [], obstacle),
      };
    }
    const made = await madeBefore(context, stack, resources);
    if (made !== undefined) return made;
    const outcome = await detect(context, stackId);
    const known = await partOf(context, stackId, 'last known drift', () => lastKnownDrifts(context, stackId));
    return {
      stackName,
      mode: 'all-stacks',
      detection: required(outcome.DetectionStatus, 'the status of a drift detection'),
      detectionReason:
        outcome.DetectionStatus === 'DETECTION_COMPLETE' ? null : (outcome.DetectionStatusReason ?? null),
      stackDriftStatus: outcome.StackDriftStatus ?? 'UNKNOWN',
      resources: allResources(
        resources,
        'value' in known ? known.value : [],
        'missing' in known ? known.missing.message : null,
      ),
      ...lacking([known]),
    };
  },
};

/**
 * What a detection found a short while ago; undefined where there was none. The time of a stack's last check may be that
 * of one resource alone, so that each has to have been compared.
 */
async function madeBefore(
  context: CollectContext,
  stack: Stack,
  resources: readonly Resource[],
): Promise<StackDrift | undefined> {
  if (!isYoung(stack.lastDriftCheckAt, stack, context)) return undefined;
  const { stackId, stackName, driftStatus } = stack;
  const known = await partOf(context, stackId, 'last known drift', () => lastKnownDrifts(context, stackId));
  if ('missing' in known) return undefined;
  const knownOf = new Map(known.value.map((drift) => [drift.logicalId, drift]));
  const compared = resources.filter(({ type }) => isEverCompared(type));
  const reused = compared.flatMap(({ logicalId }) => {
    const drift = knownOf.get(logicalId);
    return mayBeReused(drift, stack, context) ? [drift] : [];
  });
  if (reused.length === 0 || reused.length < compared.length) return undefined;
  return {
    stackName,
    mode: 'all-stacks',
    detection: 'DETECTION_COMPLETE',
    detectionReason: null,
    stackDriftStatus: driftStatus,
    ...reusedSince(reused),
    resources: allResources(resources, known.value),
  };
}

/** Starts a detection and waits for its end; throws when it does not end in time. */
async function detect(
  { caller, region, clock, driftTimeout }: CollectContext,
  stackId: string,
): Promise<DescribeStackDriftDetectionStatusOutput> {
  const { StackDriftDetectionId } = await caller.call('cloudformation', 'DetectStackDrift', region, {
    StackName: stackId,
  });
  const input = { StackDriftDetectionId: required(StackDriftDetectionId, 'the id of a drift detection') };
  let waited = 0;
  for (let wait = FIRST_WAIT_MS; ; wait = longerWait(wait)) {
    const operation = 'DescribeStackDriftDetectionStatus';
    const outcome = await caller.call('cloudformation', operation, region, input);
    if (outcome.DetectionStatus !== 'DETECTION_IN_PROGRESS') return outcome;
    if (waited >= driftTimeout * 1000) {
      throw new AwsCallError({
        reason: 'TIMED_OUT',
        action: `cloudformation:${operation}`,
        message: `Drift detection did not end within ${driftTimeout} seconds.`,
      });
    }
    await clock.sleep(wait);
    waited += wait;
  }
}
