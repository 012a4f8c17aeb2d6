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

export type ResourceService = (typeof RESOURCE_SERVICES)[number];

/** What is counted for planning: resources by service, and those that a service lists beside its own. */
export type CountedResource =
  | ResourceService
  | 'access-point'
  | 'alias'
  | 'layer'
  | 'layer-version'
  | 'registry';

/** The type of a resource, by its name in CloudFormation. */
const TYPES = {
  s3: 'AWS::S3::Bucket',
  kms: 'AWS::KMS::Key',
  sns: 'AWS::SNS::Topic',
  sqs: 'AWS::SQS::Queue',
  secretsmanager: 'AWS::SecretsManager::Secret',
  lambda: 'AWS::Lambda::Function',
  ecr: 'AWS::ECR::Repository',
  events: 'AWS::Events::EventBus',
  backup: 'AWS::Backup::BackupVault',
  'access-point': 'AWS::S3::AccessPoint',
  alias: 'AWS::Lambda::Alias',
  'layer-version': 'AWS::Lambda::LayerVersion',
  registry: 'AWS::ECR::RegistryPolicy',
} satisfies Record<Exclude<CountedResource, 'layer'>, string>;

/** The service that a resource belongs to, by its ARN. */
export function serviceOf(arn: string): ResourceService | undefined {
  return RESOURCE_SERVICES.find((one) => one === arn.split(':', 3)[2]);
}

/** What of a service a resource is, by its ARN. */
export function kindOf(arn: string): keyof typeof TYPES | undefined {
  const service = serviceOf(arn);
  const resource = arn.split(':').slice(5).join(':');
  if (service === 's3' && resource.startsWith('accesspoint/')) return 'access-point';
  if (service === 'lambda' && /^function:[^:]+:./.test(resource)) return 'alias';
  if (service === 'lambda' && resource.startsWith('layer:')) return 'layer-version';
  if (service === 'ecr' && resource === 'registry') return 'registry';
  return service;
}

/** The type of a resource by its ARN: `AWS::S3::Bucket`. */
export function resourceType(arn: string): string {
  return TYPES[kindOf(arn) ?? 's3'];
}

/** The service whose resources are of this type. */
export function serviceOfType(type: string): ResourceService | undefined {
  return RESOURCE_SERVICES.find((service) => type === TYPES[service]);
}

/** Whether an ARN stands for resources that were not listed. */
export function isUnlisted(arn: string): boolean {
  return /[:/]\*$/.test(arn);
}
