import { type Input, NOT_HONOURED } from '../../requests/shape.ts';

/** From the service model of S3, 2006-03-01. */
export const S3_INPUTS = {
  GetBucketAcl: {
    Bucket: { type: 'string', required: true },
    ExpectedBucketOwner: { type: 'string' },
  },
  GetBucketPolicy: {
    Bucket: { type: 'string', required: true },
    ExpectedBucketOwner: { type: 'string' },
  },
  GetPublicAccessBlock: {
    Bucket: { type: 'string', required: true },
    ExpectedBucketOwner: { type: 'string' },
  },
  ListBuckets: {
    BucketRegion: { type: 'string' },
    ContinuationToken: { type: 'string' },
    MaxBuckets: { type: 'integer', min: 1, max: 10000 },
    Prefix: NOT_HONOURED,
  },
} satisfies Record<string, Input>;
