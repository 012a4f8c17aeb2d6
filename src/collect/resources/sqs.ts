import { itemsOf, membersOf, requiredText } from '../../aws/answer.ts';
import { pages } from '../collector.ts';
import { arnOf, type PolicyService } from './policy-service.ts';

const PAGE_SIZE = 1000;

/** The queues of the Region, which SQS lists by addresses that end with their names. */
export const sqs: PolicyService = {
  service: 'sqs',
  actions: ['sqs:GetQueueAttributes', 'sqs:ListQueues'],
  plan: (queues) => [
    { service: 'sqs', operation: 'ListQueues', calls: pages(queues, PAGE_SIZE) },
    { service: 'sqs', operation: 'GetQueueAttributes', calls: queues },
  ],
  async list(context) {
    const { caller, region } = context;
    // SQS leaves out the list where there is none.
    const urls = await caller.list('sqs', 'ListQueues', region, { MaxResults: PAGE_SIZE }, ({ QueueUrls }) =>
      itemsOf(QueueUrls, 'the addresses of queues'),
    );
    return urls.map((given) => {
      const QueueUrl = requiredText(given, 'the address of a queue');
      return {
        arn: arnOf('sqs', context, QueueUrl.slice(QueueUrl.lastIndexOf('/') + 1)),
        source: 'sqs:GetQueueAttributes',
        async read() {
          const asked = { QueueUrl, AttributeNames: ['Policy' as const] };
          const answer = await caller.call('sqs', 'GetQueueAttributes', region, asked);
          const policy = new Map(membersOf(answer.Attributes, 'the attributes of a queue')).get('Policy');
          return { policy: policy === undefined || policy === '' ? null : policy };
        },
      };
    });
  },
};
