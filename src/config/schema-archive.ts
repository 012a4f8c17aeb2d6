import { z } from 'zod';
import { regionName, wholeNumber } from './schema-values.ts';

/** Where sealed runs are put away. */
export const s3Archive = z
  .strictObject({
    bucket: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, {
        error: 'must be the name of a bucket: 3 to 63 small letters, digits, dots or hyphens',
      })
      .describe('The bucket that sealed runs are put into. Nothing in it is written over.'),
    prefix: z
      .string()
      .regex(/^[\w.-]+(?:\/[\w.-]+)*$/, {
        error: 'must be a path such as "audits/countersign", without a slash at either end',
      })
      .max(512)
      .exactOptional()
      .describe(
        'The path in the bucket below which each run gets a place of its own, named by its id. Left out: the bucket itself.',
      ),
    region: regionName.describe('The Region of the bucket; another one is refused.'),
    objectLock: z
      .strictObject({
        mode: z
          .enum(['governance', 'compliance'])
          .describe(
            'compliance: nobody can delete the evidence before its time, the root user included. governance: only those with s3:BypassGovernanceRetention can.',
          ),
        retainDays: wholeNumber(1, 36_500, 'days').describe(
          'How many days from the upload the evidence is held.',
        ),
      })
      .exactOptional()
      .describe(
        'Holds every object for a time. The bucket must have Object Lock switched on. Left out: the bucket’s own rule holds, if it has one.',
      ),
    kmsKeyId: z
      .string()
      .regex(/^[\w:/-]{1,2048}$/, {
        error:
          'must be a KMS key: its id, its ARN or its alias, such as "alias/evidence" or "arn:aws:kms:eu-west-1:111122223333:key/…"',
      })
      .exactOptional()
      .describe('The KMS key that encrypts the objects. Left out: the bucket’s own encryption.'),
  })
  .describe(
    'The archive in S3 that every sealed run is copied to, with the caller’s own credentials, and whose last run the next one goes on from, on whatever machine. It is tried before anything is scanned. Needs s3:PutObject, s3:GetObject and s3:ListBucket; s3:PutObjectRetention for objectLock; kms:GenerateDataKey and kms:Decrypt for kmsKeyId.',
  );
