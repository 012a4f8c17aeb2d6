import type { Input } from '../../requests/shape.ts';

/** From the service model of S3 Control, 2018-08-20. */
export const S3_CONTROL_INPUTS = {
  GetPublicAccessBlock: {
    AccountId: { type: 'string', required: true, max: 64, pattern: '^\\d{12}$' },
  },
} satisfies Record<string, Input>;
