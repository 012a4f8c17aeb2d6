import type { ResourceDrift } from '../../../model/facts/drift.ts';
import type { CollectContext } from '../../collector.ts';
import { pages } from '../../collector.ts';
import { collected, lacking, partOf, someRead } from '../../values.ts';
import { ownedResources, owningStackIds } from '../owning-stacks.ts';
import { comparedOneByOne, isLost } from './compared-resources.ts';
import { detectResources } from './detect-resources.ts';
import type { DriftReading } from './drift-mode.ts';
import { lostRoles } from './lost-roles.ts';
import { allResources, lastKnownDrifts, notDetectable } from './resource-drift.ts';
import { mayBeReused, reusedSince } from './reuse.ts';

/** DescribeStacks answers with 100 stacks at a time. */
const STACKS_A_PAGE = 100;

/**
 * Compares only what grants access in the stacks that own an access role, one synchronous call a resource
 * unless it was compared a short while ago, and reads the last known state of their other resources. In the other stacks it looks for roles that IAM no longer lists.
 */
export const accessRolesDrift: DriftReading = {
  mode: 'access-roles',
  actions: [
    'cloudformation:DetectStackResourceDrift',
    'cloudformation:DescribeStackResourceDrifts',
    'cloudformation:DescribeStacks',
    'cloudformation:ListStackResources',
  ],
  source: 'cloudformation:DetectStackResourceDrift, cloudformation:DescribeStackResourceDrifts',
  plan: ({ stacks, owningStacks, searchedStacks, accessResources }) => [
    { service: 'cloudformation', operation: 'DetectStackResourceDrift', calls: accessResources },
    { service: 'cloudformation', operation: 'DescribeStackResourceDrifts', calls: owningStacks },
    {
      service: 'cloudformation',
      operation: 'DescribeStacks',
      calls: stacks > owningStacks ? pages(stacks, STACKS_A_PAGE) : 0,
    },
    { service: 'cloudformation', operation: 'ListStackResources', calls: searchedStacks },
  ],
  stackIds: owningStackIds,
  others: lostRoles,
  async read(context, stack, resources) {
    const { stackId, stackName } = stack;
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
    const live = liveRoleNames(context);
    const compared = comparedOneByOne(resources, {
      owned: new Set(ownedResources(context, stackId).map(({ physicalId }) => physicalId ?? '')),
      live,
    });
    const known = await partOf(context, stackId, 'last known drift', () => lastKnownDrifts(context, stackId));
    const knownOf = new Map('value' in known ? known.value.map((drift) => [drift.logicalId, drift]) : []);
    // IAM knows already that a lost role is not as it was when it was compared.
    const reused = compared.flatMap((resource) => {
      const drift = knownOf.get(resource.logicalId);
      return !isLost(resource, live) && mayBeReused(drift, stack, context) ? [drift] : [];
    });
    const taken = new Set(reused.map(({ logicalId }) => logicalId));
    const asked = compared.filter(({ logicalId }) => !taken.has(logicalId));
    const detections = await detectResources(context, stackId, asked);
    const parts = [...detections.map(({ answer }) => answer), known];
    someRead(parts);
    const answers = allResources(
      resources,
      [...('value' in known ? known.value : []), ...detections.map(({ drift }) => drift)],
      'missing' in known ? known.missing.message : null,
    );
    return {
      stackName,
      mode: 'access-roles',
      detection: 'DETECTION_COMPLETE',
      detectionReason: null,
      stackDriftStatus: stackStatus(answers),
      ...reusedSince(reused),
      resources: answers,
      ...lacking(parts),
    };
  },
};

function liveRoleNames({ fact }: CollectContext): ReadonlySet<string> {
  return new Set(collected(fact('authorization-details')).roles.map(({ name }) => name));
}

/** CloudFormation says it of the stack by the same rule; asking once more would take a call a stack. */
function stackStatus(resources: readonly ResourceDrift[]): string {
  const statuses = resources.map((resource) => resource.status);
  if (statuses.some((status) => status === 'MODIFIED' || status === 'DELETED')) return 'DRIFTED';
  if (statuses.every((status) => status === 'IN_SYNC' || status === 'UNSUPPORTED')) return 'IN_SYNC';
  return statuses.includes('IN_SYNC') ? 'UNKNOWN' : 'NOT_CHECKED';
}
