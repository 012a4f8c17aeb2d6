import { listOf, requiredText } from '../../aws/answer.ts';
import { pages } from '../collector.ts';
import type { PolicyService } from './policy-service.ts';

const PAGE_SIZE = 100;

/** The event buses of the Region, which EventBridge lists with their policies. */
export const events: PolicyService = {
  service: 'events',
  actions: ['events:ListEventBuses'],
  plan: (buses) => [{ service: 'events', operation: 'ListEventBuses', calls: pages(buses, PAGE_SIZE) }],
  async list({ caller, region }) {
    const buses = await caller.list(
      'events',
      'ListEventBuses',
      region,
      { Limit: PAGE_SIZE },
      ({ EventBuses }) => listOf(EventBuses, 'the event buses'),
    );
    return buses.map(({ Arn, Policy = null }) => ({
      arn: requiredText(Arn, 'the ARN of an event bus'),
      source: 'events:ListEventBuses',
      read: async () => ({ policy: Policy }),
    }));
  },
};
