import type { PublicAccessBlockConfiguration } from '@aws-sdk/client-s3-control';
import { required } from '../../aws/answer.ts';
import type { PublicAccessBlock } from '../../model/facts/resource-policies.ts';

/** The four settings of Block Public Access, of a bucket, an access point or an account. */
export function blockOf(given: PublicAccessBlockConfiguration | undefined): PublicAccessBlock {
  const block = required(given, 'the settings of Block Public Access');
  return {
    blockPublicAcls: block.BlockPublicAcls ?? false,
    ignorePublicAcls: block.IgnorePublicAcls ?? false,
    blockPublicPolicy: block.BlockPublicPolicy ?? false,
    restrictPublicBuckets: block.RestrictPublicBuckets ?? false,
  };
}
