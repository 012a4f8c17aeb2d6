/**
 * The IAM actions that keeping evidence calls with the runner's own credentials, by what they are called on. What
 * `docs/permissions.md` and the policy of the runner's role say is made from them.
 */
export const EVIDENCE_ACTIONS = {
  /** On the bucket: reading where it is, and whether it keeps versions and locks. */
  bucket: [
    's3:GetBucketLocation',
    's3:GetBucketObjectLockConfiguration',
    's3:GetBucketVersioning',
    's3:ListBucket',
  ],
  /** On the objects of the evidence; `s3-store.ts`. */
  evidence: ['s3:GetObject', 's3:GetObjectRetention', 's3:PutObject', 's3:PutObjectRetention'],
  /** `kms-signer.ts` */
  signingKey: ['kms:DescribeKey', 'kms:GetPublicKey', 'kms:Sign'],
  /** `kms-mac.ts` */
  fingerprintKey: ['kms:DescribeKey', 'kms:GenerateMac'],
  /** What S3 and SNS call in the runner's name. */
  encryptionKey: ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey'],
} as const;
