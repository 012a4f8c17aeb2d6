/** The calls of whoever makes the queries. */
export const ATHENA_ACTIONS = [
  'athena:GetQueryExecution',
  'athena:GetQueryResults',
  'athena:StartQueryExecution',
  'athena:StopQueryExecution',
] as const;

/**
 * What Athena does in the caller's name: it looks the table up, reads its log files and puts the results away. Buckets are
 * none that the configuration names, so that whoever writes the policy narrows it to them.
 * https://docs.aws.amazon.com/athena/latest/ug/managed-policies.html
 */
export const ATHENA_ON_BEHALF = [
  'glue:GetDatabase',
  'glue:GetPartition',
  'glue:GetPartitions',
  'glue:GetTable',
  's3:AbortMultipartUpload',
  's3:GetBucketLocation',
  's3:GetObject',
  's3:ListBucket',
  's3:ListBucketMultipartUploads',
  's3:ListMultipartUploadParts',
  's3:PutObject',
] as const;
