import { type Input, NOT_HONOURED } from '../../requests/shape.ts';

/** From the service model of Account Management, 2021-02-01. */
export const ACCOUNT_INPUTS = {
  ListRegions: {
    AccountId: NOT_HONOURED,
    MaxResults: { type: 'integer', min: 1, max: 50 },
    NextToken: { type: 'string', min: 0, max: 1000 },
    RegionOptStatusContains: {
      type: 'list',
      member: {
        type: 'string',
        enum: ['ENABLED', 'ENABLING', 'DISABLING', 'DISABLED', 'ENABLED_BY_DEFAULT'],
      },
    },
  },
} satisfies Record<string, Input>;
