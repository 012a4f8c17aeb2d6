import { type Input, NOT_HONOURED } from '../../requests/shape.ts';

/** From the service model of SQS, 2012-11-05. */
export const SQS_INPUTS = {
  GetQueueAttributes: {
    AttributeNames: { type: 'list', member: { type: 'string', enum: ['All', 'Policy'] } },
    QueueUrl: { type: 'string', required: true },
  },
  ListQueues: {
    MaxResults: { type: 'integer' },
    NextToken: { type: 'string' },
    QueueNamePrefix: NOT_HONOURED,
  },
} satisfies Record<string, Input>;
