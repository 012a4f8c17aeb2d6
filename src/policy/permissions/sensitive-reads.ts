/** A kind of data that reading alone gives away. */
export interface SensitiveRead {
  /** The data in words: `objects in S3`. */
  what: string;
  actions: readonly string[];
  /** Why reading it is more than looking. */
  why: string;
}

/** What should be read by third parties from named resources only, never by wildcard. */
export const SENSITIVE_READS: readonly SensitiveRead[] = [
  {
    what: 'objects in S3',
    actions: ['s3:GetObject', 's3:GetObjectVersion'],
    why: 'buckets hold backups, exports and documents of every kind',
  },
  {
    what: 'secrets',
    actions: ['secretsmanager:GetSecretValue', 'secretsmanager:BatchGetSecretValue'],
    why: 'a secret opens another system',
  },
  {
    what: 'parameters',
    actions: ['ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath', 'ssm:GetParameterHistory'],
    why: 'parameters hold passwords and connection strings',
  },
  {
    what: 'decryption with KMS keys',
    actions: ['kms:Decrypt'],
    why: 'it makes readable what encryption protects',
  },
  {
    what: 'blocks of EBS snapshots',
    actions: ['ebs:GetSnapshotBlock'],
    why: 'a snapshot is a whole disk',
  },
  {
    what: 'tables in DynamoDB',
    actions: [
      'dynamodb:GetItem',
      'dynamodb:BatchGetItem',
      'dynamodb:Query',
      'dynamodb:Scan',
      'dynamodb:PartiQLSelect',
      'dynamodb:GetRecords',
    ],
    why: 'tables hold the data of applications',
  },
  {
    what: 'RDS database logs',
    actions: ['rds:DownloadDBLogFilePortion', 'rds:DownloadCompleteDBLogFile'],
    why: 'database logs quote statements with their values',
  },
  {
    what: 'SQL queries by the data APIs',
    actions: [
      'rds-data:ExecuteStatement',
      'rds-data:BatchExecuteStatement',
      'redshift-data:ExecuteStatement',
      'redshift-data:GetStatementResult',
    ],
    why: 'any table of the database can be asked for',
  },
  {
    what: 'results of Athena queries',
    actions: ['athena:GetQueryResults', 'athena:GetQueryResultsStream'],
    why: 'results repeat the data asked for',
  },
  {
    what: 'contents of CloudWatch logs',
    actions: [
      'logs:GetLogEvents',
      'logs:FilterLogEvents',
      'logs:GetLogRecord',
      'logs:GetQueryResults',
      'logs:StartLiveTail',
      'logs:Unmask',
    ],
    why: 'applications log personal data and, at times, credentials',
  },
  {
    what: 'contents of CloudTrail event data stores',
    actions: ['cloudtrail:GetQueryResults', 'cloudtrail:LookupEvents'],
    why: 'they tell who does what, when and from where',
  },
  {
    what: 'code of Lambda functions',
    actions: ['lambda:GetFunction', 'lambda:GetLayerVersion'],
    why: 'code and environment variables hold business logic and credentials',
  },
  {
    what: 'code in repositories',
    actions: ['codecommit:GetFile', 'codecommit:GitPull', 'codecommit:GetBlob'],
    why: 'source code and what was once checked in with it',
  },
  {
    what: 'container images',
    actions: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
    why: 'images hold code and what was built into it',
  },
  {
    what: 'messages in queues and streams',
    actions: ['sqs:ReceiveMessage', 'kinesis:GetRecords'],
    why: 'messages carry the data of applications',
  },
  {
    what: 'console output and user data of instances',
    actions: ['ec2:GetConsoleOutput', 'ec2:GetConsoleScreenshot', 'ec2:GetPasswordData'],
    why: 'start-up scripts print credentials, and password data opens Windows instances',
  },
  {
    what: 'credentials of databases, clusters and registries',
    actions: [
      'redshift:GetClusterCredentials',
      'redshift:GetClusterCredentialsWithIAM',
      'codeartifact:GetAuthorizationToken',
      'cognito-identity:GetCredentialsForIdentity',
    ],
    why: 'they open another system',
  },
];
