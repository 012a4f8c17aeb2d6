/** The calls of whoever makes the queries; each is made in one work group. */
export const ATHENA_ACTIONS = [
  'athena:GetQueryExecution',
  'athena:GetQueryResults',
  'athena:StartQueryExecution',
  'athena:StopQueryExecution',
] as const;

/**
 * What Athena does in the caller's name, by what it is done on: it looks the table up, reads its log files and puts the
 * results away.
 * https://docs.aws.amazon.com/athena/latest/ug/managed-policies.html
 */
export const ATHENA_ON_BEHALF = {
  table: ['glue:GetDatabase', 'glue:GetPartition', 'glue:GetPartitions', 'glue:GetTable'],
  /** Where Lake Formation guards the table; what it hands out it decides itself. */
  lake: ['lakeformation:GetDataAccess'],
  buckets: ['s3:GetBucketLocation', 's3:ListBucket'],
  logs: ['s3:GetObject'],
  results: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'],
  resultsBucket: ['s3:ListBucketMultipartUploads'],
  logKey: ['kms:Decrypt'],
  resultsKey: ['kms:Decrypt', 'kms:GenerateDataKey'],
} as const;
