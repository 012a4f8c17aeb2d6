import type { StackSummary } from '@aws-sdk/client-cloudformation';
import { required, time, timeOrNull } from '../../aws/answer.ts';
import type { Stack } from '../../model/facts/stacks.ts';
import { type Collector, pages } from '../collector.ts';
import { sortedBy } from '../values.ts';

/** ListStacks takes no page size; CloudFormation answers with 100 stacks at a time. */
const PAGE_SIZE = 100;

/** Every stack of the Region that is not deleted, with the drift status that CloudFormation last found. */
export const stacks: Collector<'stacks'> = {
  fact: 'stacks',
  requires: [],
  actions: () => ['cloudformation:ListStacks'],
  plan: (population) => [
    { service: 'cloudformation', operation: 'ListStacks', calls: pages(population.stacks, PAGE_SIZE) },
  ],
  async collect({ caller, region }) {
    const { StackStatus } = await import('@aws-sdk/client-cloudformation');
    // Without a filter the stacks deleted in the last 90 days come along, page by page.
    const wanted = Object.values(StackStatus).filter((status) => status !== 'DELETE_COMPLETE');
    const input = { StackStatusFilter: wanted };
    const found = await caller.list(
      'cloudformation',
      'ListStacks',
      region,
      input,
      (page) => page.StackSummaries,
    );
    return { stacks: sortedBy(found.map(toStack), (stack) => stack.stackId) };
  },
};

function toStack(stack: StackSummary): Stack {
  return {
    stackId: required(stack.StackId, 'the id of a stack'),
    stackName: required(stack.StackName, 'the name of a stack'),
    status: required(stack.StackStatus, 'the status of a stack'),
    driftStatus: stack.DriftInformation?.StackDriftStatus ?? 'NOT_CHECKED',
    lastDriftCheckAt: timeOrNull(
      stack.DriftInformation?.LastCheckTimestamp,
      'the time of the last drift check of a stack',
    ),
    createdAt: time(stack.CreationTime, 'the creation time of a stack'),
    updatedAt: timeOrNull(stack.LastUpdatedTime, 'the time of the last update of a stack'),
    parentId: stack.ParentId ?? null,
  };
}
