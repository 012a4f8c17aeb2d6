import { listOf, required, requiredText } from '../../aws/answer.ts';
import { type CollectContext, pages } from '../collector.ts';
import { arnOf, type ListedResource, type PolicyService, unlessNone } from './policy-service.ts';

const PAGE_SIZE = 1000;

/** The private repositories of the Region, and the registry that they are in, whose policy goes over all of them. */
export const ecr: PolicyService = {
  service: 'ecr',
  actions: ['ecr:DescribeRepositories', 'ecr:GetRegistryPolicy', 'ecr:GetRepositoryPolicy'],
  plan: (repositories) => [
    { service: 'ecr', operation: 'DescribeRepositories', calls: pages(repositories, PAGE_SIZE) },
    { service: 'ecr', operation: 'GetRepositoryPolicy', calls: repositories },
    { service: 'ecr', operation: 'GetRegistryPolicy', calls: 1 },
  ],
  async list(context) {
    const { caller, region } = context;
    const repositories = await caller.list(
      'ecr',
      'DescribeRepositories',
      region,
      { maxResults: PAGE_SIZE },
      (page) => listOf(page.repositories, 'the repositories'),
    );
    const listed = repositories.map(({ repositoryArn, repositoryName }) => ({
      arn: requiredText(repositoryArn, 'the ARN of a repository'),
      source: 'ecr:GetRepositoryPolicy',
      async read() {
        const none = 'RepositoryPolicyNotFoundException';
        const asked = { repositoryName: requiredText(repositoryName, 'the name of a repository') };
        const answer = await unlessNone(none, caller.call('ecr', 'GetRepositoryPolicy', region, asked));
        return { policy: answer === null ? null : required(answer.policyText, 'the policy of a repository') };
      },
    }));
    return [registry(context), ...listed];
  },
};

/**
 * The registry has no ARN; it stands under one that nothing else has, and only where it has a policy.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions.html
 */
function registry(context: CollectContext): ListedResource {
  const { caller, region } = context;
  return {
    arn: arnOf('ecr', context, 'registry'),
    source: 'ecr:GetRegistryPolicy',
    async read() {
      const none = 'RegistryPolicyNotFoundException';
      const answer = await unlessNone(none, caller.call('ecr', 'GetRegistryPolicy', region, {}));
      return answer === null ? null : { policy: required(answer.policyText, 'the policy of a registry') };
    },
  };
}
