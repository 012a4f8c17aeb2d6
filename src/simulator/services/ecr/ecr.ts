import { refusedByRest } from '../../requests/refusals.ts';
import type { Request, Result, Service } from '../../service.ts';
import { ServiceError } from '../../wire/service-error.ts';
import { pageOfResources, resourceNamed, seconds } from '../resources.ts';
import { ECR_INPUTS } from './inputs.ts';

function describeRepositories(request: Request): Result {
  const { items, next } = pageOfResources(request, 'ecr', {
    sizeParameter: 'maxResults',
    tokenParameter: 'nextToken',
    usual: 100,
    most: 1000,
    badToken: 'InvalidParameterException',
  });
  return {
    repositories: items.map(({ arn, resource, createdAt }) => ({
      repositoryArn: arn,
      registryId: request.account.id,
      repositoryName: resource.name,
      createdAt: seconds(createdAt),
    })),
    nextToken: next,
  };
}

function getRepositoryPolicy(request: Request): Result {
  const { repositoryName } = request.params;
  const { resource, policy } = resourceNamed(request, 'ecr', repositoryName, {
    code: 'RepositoryNotFoundException',
  });
  if (policy === undefined) {
    throw new ServiceError(
      'RepositoryPolicyNotFoundException',
      `Repository policy does not exist for the repository with name '${resource.name}' in the registry with id '${request.account.id}'`,
    );
  }
  return { registryId: request.account.id, repositoryName: resource.name, policyText: policy };
}

/** Amazon ECR: private repositories and their policies, and no images. */
export const ecr: Service = {
  signingName: 'ecr',
  protocol: 'json',
  targetPrefix: 'AmazonEC2ContainerRegistry_V20150921',
  regional: true,
  action: (operation) => `ecr:${operation}`,
  resource: () => undefined,
  errors: {
    throttled: { code: 'ThrottlingException', status: 400 },
    internal: { code: 'ServerException', status: 500 },
    denied: { code: 'AccessDeniedException', status: 400 },
  },
  refused: refusedByRest,
  inputs: ECR_INPUTS,
  operations: { DescribeRepositories: describeRepositories, GetRepositoryPolicy: getRepositoryPolicy },
};
