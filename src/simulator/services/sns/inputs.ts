import type { Input } from '../../requests/shape.ts';

/** From the service model of SNS, 2010-03-31. */
export const SNS_INPUTS = {
  GetTopicAttributes: {
    TopicArn: { type: 'string', required: true },
  },
  ListTopics: {
    NextToken: { type: 'string' },
  },
} satisfies Record<string, Input>;
