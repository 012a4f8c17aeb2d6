import { listOf, requiredText } from '../../aws/answer.ts';
import { pages } from '../collector.ts';
import type { PolicyService } from './policy-service.ts';

const PAGE_SIZE = 100;

/** The secrets of the Region, without those that are to be deleted. Their values are never asked for. */
export const secretsmanager: PolicyService = {
  service: 'secretsmanager',
  actions: ['secretsmanager:GetResourcePolicy', 'secretsmanager:ListSecrets'],
  plan: (secrets) => [
    { service: 'secretsmanager', operation: 'ListSecrets', calls: pages(secrets, PAGE_SIZE) },
    { service: 'secretsmanager', operation: 'GetResourcePolicy', calls: secrets },
  ],
  async list({ caller, region }) {
    const secrets = await caller.list(
      'secretsmanager',
      'ListSecrets',
      region,
      { MaxResults: PAGE_SIZE },
      ({ SecretList }) => listOf(SecretList, 'the secrets'),
    );
    return secrets.map(({ ARN }) => {
      const arn = requiredText(ARN, 'the ARN of a secret');
      return {
        arn,
        source: 'secretsmanager:GetResourcePolicy',
        async read() {
          const asked = { SecretId: arn };
          const answer = await caller.call('secretsmanager', 'GetResourcePolicy', region, asked);
          return { policy: answer.ResourcePolicy ?? null };
        },
      };
    });
  },
};
