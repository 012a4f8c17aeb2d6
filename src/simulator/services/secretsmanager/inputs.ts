import { type Input, NOT_HONOURED } from '../../requests/shape.ts';

/** From the service model of Secrets Manager, 2017-10-17. */
export const SECRETSMANAGER_INPUTS = {
  GetResourcePolicy: {
    PolicyName: NOT_HONOURED,
    SecretId: { type: 'string', required: true, min: 1, max: 2048 },
  },
  ListSecrets: {
    Filters: NOT_HONOURED,
    IncludePlannedDeletion: NOT_HONOURED,
    MaxResults: { type: 'integer', min: 1, max: 100 },
    NextToken: { type: 'string', min: 1, max: 4096 },
    SortBy: NOT_HONOURED,
    SortOrder: NOT_HONOURED,
  },
} satisfies Record<string, Input>;
