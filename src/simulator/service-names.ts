/** The services of the local AWS, by the name that their requests are signed for. */
export const SERVICE_NAMES = [
  'sts',
  'iam',
  'organizations',
  'access-analyzer',
  'cloudformation',
  'account',
  'ram',
  'rolesanywhere',
  'wellarchitected',
  's3',
  's3-control',
  'kms',
  'sns',
  'sqs',
  'secretsmanager',
  'lambda',
  'ecr',
  'events',
  'backup',
  'cloudtrail',
  'config',
  'sso',
  'identitystore',
  'athena',
] as const;

export type ServiceName = (typeof SERVICE_NAMES)[number];
