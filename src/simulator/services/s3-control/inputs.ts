import { type Input, NOT_HONOURED } from '../../requests/shape.ts';

const AccountId = { type: 'string', required: true, max: 64, pattern: '^\\d{12}$' } as const;
const Name = { type: 'string', required: true, min: 3, max: 255 } as const;

/** From the service model of S3 Control, 2018-08-20. */
export const S3_CONTROL_INPUTS = {
  GetAccessPoint: { AccountId, Name },
  GetAccessPointPolicy: { AccountId, Name },
  GetPublicAccessBlock: { AccountId },
  ListAccessPoints: {
    AccountId,
    Bucket: NOT_HONOURED,
    DataSourceId: NOT_HONOURED,
    DataSourceType: NOT_HONOURED,
    MaxResults: { type: 'integer', min: 0, max: 1000 },
    NextToken: { type: 'string', min: 1, max: 1024 },
  },
} satisfies Record<string, Input>;
