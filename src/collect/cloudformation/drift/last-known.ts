import { owningStackIds } from '../owning-stacks.ts';
import type { DriftReading } from './drift-mode.ts';
import { allResources, lastKnownDrifts } from './resource-drift.ts';

/** Reads what CloudFormation found when someone last asked it, and starts nothing. */
export const lastKnownDrift: DriftReading = {
  mode: 'last-known',
  actions: ['cloudformation:DescribeStackResourceDrifts'],
  source: 'cloudformation:DescribeStackResourceDrifts',
  plan: ({ owningStacks }) => [
    { service: 'cloudformation', operation: 'DescribeStackResourceDrifts', calls: owningStacks },
  ],
  stackIds: owningStackIds,
  async read(context, stack, resources) {
    const known = await lastKnownDrifts(context, stack.stackId);
    return {
      stackName: stack.stackName,
      mode: 'last-known',
      detection: 'NOT_STARTED',
      detectionReason: 'The configuration asks for the last known drift only.',
      stackDriftStatus: stack.driftStatus,
      resources: allResources(resources, known),
    };
  },
};
