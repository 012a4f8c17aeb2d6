import { listOf, required, requiredText } from '../../aws/answer.ts';
import { pages } from '../collector.ts';
import { type PolicyService, unlessNone } from './policy-service.ts';

const PAGE_SIZE = 1000;

/** The private repositories of the Region. */
export const ecr: PolicyService = {
  service: 'ecr',
  actions: ['ecr:DescribeRepositories', 'ecr:GetRepositoryPolicy'],
  plan: (repositories) => [
    { service: 'ecr', operation: 'DescribeRepositories', calls: pages(repositories, PAGE_SIZE) },
    { service: 'ecr', operation: 'GetRepositoryPolicy', calls: repositories },
  ],
  async list({ caller, region }) {
    const repositories = await caller.list(
      'ecr',
      'DescribeRepositories',
      region,
      { maxResults: PAGE_SIZE },
      (page) => listOf(page.repositories, 'the repositories'),
    );
    return repositories.map(({ repositoryArn, repositoryName }) => ({
      arn: requiredText(repositoryArn, 'the ARN of a repository'),
      source: 'ecr:GetRepositoryPolicy',
      async read() {
        const none = 'RepositoryPolicyNotFoundException';
        const asked = { repositoryName: requiredText(repositoryName, 'the name of a repository') };
        const answer = await unlessNone(none, caller.call('ecr', 'GetRepositoryPolicy', region, asked));
        return { policy: answer === null ? null : required(answer.policyText, 'the policy of a repository') };
      },
    }));
  },
};
