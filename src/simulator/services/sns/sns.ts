import { refusedByQuery } from '../../requests/refusals.ts';
import type { Request, Result, Service } from '../../service.ts';
import { pageOfResources, resourceNamed } from '../resources.ts';
import { SNS_INPUTS } from './inputs.ts';

function listTopics(request: Request): Result {
  const { items, next } = pageOfResources(request, 'sns', {
    tokenParameter: 'NextToken',
    usual: 100,
    most: 100,
    badToken: 'InvalidParameter',
  });
  return { Topics: items.map(({ arn }) => ({ TopicArn: arn })), NextToken: next };
}

/** A topic has the policy of its own account where nobody has set another. */
function getTopicAttributes(request: Request): Result {
  const { arn, policy = ownAccountOnly(arn, request) } = resourceNamed(
    request,
    'sns',
    request.params.TopicArn,
    { code: 'NotFound', status: 404 },
  );
  const attributes = { Owner: request.account.id, Policy: policy, TopicArn: arn };
  return { Attributes: { entry: Object.entries(attributes).map(([key, value]) => ({ key, value })) } };
}

function ownAccountOnly(arn: string, { account }: Request): string {
  return JSON.stringify({
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: ['SNS:GetTopicAttributes', 'SNS:SetTopicAttributes', 'SNS:Subscribe', 'SNS:Publish'],
        Resource: arn,
        Condition: { StringEquals: { 'AWS:SourceOwner': account.id } },
      },
    ],
  });
}

/** Amazon SNS: topics and their policies, and no messages. */
export const sns: Service = {
  signingName: 'sns',
  protocol: 'query',
  namespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
  regional: true,
  action: (operation) => `sns:${operation}`,
  resource: () => undefined,
  errors: {
    throttled: { code: 'Throttled', status: 400 },
    internal: { code: 'InternalError', status: 500 },
    denied: { code: 'AuthorizationError', status: 403 },
  },
  refused: refusedByQuery,
  inputs: SNS_INPUTS,
  operations: { GetTopicAttributes: getTopicAttributes, ListTopics: listTopics },
};
