import { listOf, membersOf, requiredText } from '../../aws/answer.ts';
import { pages } from '../collector.ts';
import type { PolicyService } from './policy-service.ts';

/** https://docs.aws.amazon.com/sns/latest/api/API_ListTopics.html */
const PAGE_SIZE = 100;

/** The topics of the Region. */
export const sns: PolicyService = {
  service: 'sns',
  actions: ['sns:GetTopicAttributes', 'sns:ListTopics'],
  plan: (topics) => [
    { service: 'sns', operation: 'ListTopics', calls: pages(topics, PAGE_SIZE) },
    { service: 'sns', operation: 'GetTopicAttributes', calls: topics },
  ],
  async list({ caller, region }) {
    const topics = await caller.list('sns', 'ListTopics', region, {}, ({ Topics }) =>
      listOf(Topics, 'the topics'),
    );
    return topics.map(({ TopicArn }) => {
      const arn = requiredText(TopicArn, 'the ARN of a topic');
      return {
        arn,
        source: 'sns:GetTopicAttributes',
        async read() {
          const answer = await caller.call('sns', 'GetTopicAttributes', region, { TopicArn: arn });
          const attributes = new Map(membersOf(answer.Attributes, 'the attributes of a topic'));
          // A topic has a policy from the beginning, and no way to take it away.
          return { policy: requiredText(attributes.get('Policy'), 'the policy of a topic') };
        },
      };
    });
  },
};
