import { listOf, required, requiredText } from '../../aws/answer.ts';
import { pages } from '../collector.ts';
import { type PolicyService, unlessNone } from './policy-service.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html */
const PAGE_SIZE = 50;

/** The functions of the Region, with the policy of each without a qualifier; versions and aliases have some of their own. */
export const lambda: PolicyService = {
  service: 'lambda',
  actions: ['lambda:GetPolicy', 'lambda:ListFunctions'],
  plan: (functions) => [
    { service: 'lambda', operation: 'ListFunctions', calls: pages(functions, PAGE_SIZE) },
    { service: 'lambda', operation: 'GetPolicy', calls: functions },
  ],
  async list({ caller, region }) {
    const functions = await caller.list(
      'lambda',
      'ListFunctions',
      region,
      { MaxItems: PAGE_SIZE },
      ({ Functions }) => listOf(Functions, 'the functions'),
    );
    return functions.map(({ FunctionArn }) => {
      const arn = requiredText(FunctionArn, 'the ARN of a function');
      return {
        arn,
        source: 'lambda:GetPolicy',
        async read() {
          const none = 'ResourceNotFoundException';
          const answer = await unlessNone(
            none,
            caller.call('lambda', 'GetPolicy', region, { FunctionName: arn }),
          );
          return { policy: answer === null ? null : required(answer.Policy, 'the policy of a function') };
        },
      };
    });
  },
};
