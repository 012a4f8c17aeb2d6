import { type Input, NOT_HONOURED } from '../../requests/shape.ts';

/** From the service model of Amazon ECR, 2015-09-21. */
export const ECR_INPUTS = {
  DescribeRepositories: {
    maxResults: { type: 'integer', min: 1, max: 1000 },
    nextToken: { type: 'string' },
    registryId: NOT_HONOURED,
    repositoryNames: NOT_HONOURED,
  },
  GetRegistryPolicy: {},
  GetRepositoryPolicy: {
    registryId: NOT_HONOURED,
    repositoryName: {
      type: 'string',
      required: true,
      min: 2,
      max: 256,
      pattern: '[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(\\/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*',
    },
  },
} satisfies Record<string, Input>;
