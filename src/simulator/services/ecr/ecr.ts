import { refusedByRest } from '../../requests/refusals.ts';
import type { Request, Result, Service } from '../../service.ts';
import { ServiceError } from '../../wire/service-error.ts';
import { documentText } from '../iam/documents.ts';
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

function getRegistryPolicy({ account, region }: Request): Result {
  const found = (account.contents.registryPolicies ?? []).find((one) => one.region === region);
  if (found === undefined) {
    throw new ServiceError(
      'RegistryPolicyNotFoundException',
      `Registry policy does not exist in the registry with id '${account.id}'`,
    );
  }
  return { registryId: account.id, policyText: documentText(found.policy) };
}

/** Amazon ECR: private repositories, their policies and that of the registry, and no images. */
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
  operations: {
    DescribeRepositories: describeRepositories,
    GetRegistryPolicy: getRegistryPolicy,
    GetRepositoryPolicy: getRepositoryPolicy,
  },
};
