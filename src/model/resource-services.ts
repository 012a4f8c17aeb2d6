/** The services whose resource policies can be looked at, by the prefix of their actions. */
export const RESOURCE_SERVICES = [
  's3',
  'kms',
  'sns',
  'sqs',
  'secretsmanager',
  'lambda',
  'ecr',
  'events',
  'backup',
] as const;

/** The type of their resources, by its name in CloudFormation. */
export const RESOURCE_TYPES = {
  s3: 'AWS::S3::Bucket',
  kms: 'AWS::KMS::Key',
  sns: 'AWS::SNS::Topic',
  sqs: 'AWS::SQS::Queue',
  secretsmanager: 'AWS::SecretsManager::Secret',
  lambda: 'AWS::Lambda::Function',
  ecr: 'AWS::ECR::Repository',
  events: 'AWS::Events::EventBus',
  backup: 'AWS::Backup::BackupVault',
} satisfies Record<ResourceService, string>;

export type ResourceService = (typeof RESOURCE_SERVICES)[number];

/** The service that a resource belongs to, by its ARN. */
export function serviceOf(arn: string): ResourceService | undefined {
  return RESOURCE_SERVICES.find((one) => one === arn.split(':', 3)[2]);
}
