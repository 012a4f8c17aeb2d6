import { refusedByRest } from '../../requests/refusals.ts';
import type { Request, Result, Service } from '../../service.ts';
import { ServiceError } from '../../wire/service-error.ts';
import { pageOfResources, resourcesOf } from '../resources.ts';
import { SQS_INPUTS } from './inputs.ts';

function listQueues(request: Request): Result {
  const { items, next } = pageOfResources(request, 'sqs', {
    sizeParameter: 'MaxResults',
    tokenParameter: 'NextToken',
    usual: 1000,
    most: 1000,
    badToken: 'InvalidParameterValue',
  });
  const urls = items.map(({ resource }) => addressOf(request, resource.name));
  return { QueueUrls: urls.length === 0 ? undefined : urls, NextToken: next };
}

function getQueueAttributes(request: Request): Result {
  const url = String(request.params.QueueUrl);
  const queue = resourcesOf(request, 'sqs').find(({ resource }) => addressOf(request, resource.name) === url);
  if (queue === undefined) {
    throw new ServiceError(
      'AWS.SimpleQueueService.NonExistentQueue',
      'The specified queue does not exist or you do not have access to it.',
    );
  }
  return { Attributes: queue.policy === undefined ? undefined : { Policy: queue.policy } };
}

function addressOf({ account, region }: Request, name: string): string {
  return `https://sqs.${region}.amazonaws.com/${account.id}/${name}`;
}

/** Amazon SQS: queues and their policies, and no messages. */
export const sqs: Service = {
  signingName: 'sqs',
  protocol: 'json',
  targetPrefix: 'AmazonSQS',
  regional: true,
  action: (operation) => `sqs:${operation}`,
  resource: () => undefined,
  errors: {
    throttled: { code: 'RequestThrottled', status: 400 },
    internal: { code: 'InternalFailure', status: 500 },
    denied: { code: 'AccessDeniedException', status: 400 },
  },
  refused: refusedByRest,
  inputs: SQS_INPUTS,
  operations: { GetQueueAttributes: getQueueAttributes, ListQueues: listQueues },
};
