import { refusedByRest } from '../../requests/refusals.ts';
import type { Request, Result, Service } from '../../service.ts';
import { pageOfResources, resourceNamed, seconds } from '../resources.ts';
import { SECRETSMANAGER_INPUTS } from './inputs.ts';

function listSecrets(request: Request): Result {
  const { items, next } = pageOfResources(request, 'secretsmanager', {
    sizeParameter: 'MaxResults',
    tokenParameter: 'NextToken',
    usual: 100,
    most: 100,
    badToken: 'InvalidNextTokenException',
  });
  return {
    SecretList: items.map(({ arn, resource, createdAt }) => ({
      ARN: arn,
      Name: resource.name,
      CreatedDate: seconds(createdAt),
    })),
    NextToken: next,
  };
}

function getResourcePolicy(request: Request): Result {
  const { arn, resource, policy } = resourceNamed(request, 'secretsmanager', request.params.SecretId, {
    code: 'ResourceNotFoundException',
  });
  return { ARN: arn, Name: resource.name, ResourcePolicy: policy };
}

/** AWS Secrets Manager: secrets and their policies, and no values. */
export const secretsManager: Service = {
  signingName: 'secretsmanager',
  protocol: 'json',
  targetPrefix: 'secretsmanager',
  regional: true,
  action: (operation) => `secretsmanager:${operation}`,
  resource: () => undefined,
  errors: {
    throttled: { code: 'ThrottlingException', status: 400 },
    internal: { code: 'InternalServiceError', status: 500 },
    denied: { code: 'AccessDeniedException', status: 400 },
  },
  refused: refusedByRest,
  inputs: SECRETSMANAGER_INPUTS,
  operations: { GetResourcePolicy: getResourcePolicy, ListSecrets: listSecrets },
};
