import type { Document, Json } from '../../world.ts';

function allow(action: Json): Document {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] };
}

/** Policies of AWS that simulated roles attach, by path and name. The large ones are cut down to what tells them apart. */
const DOCUMENTS: Record<string, Document> = {
  AdministratorAccess: allow('*'),
  PowerUserAccess: {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
      {
        Effect: 'Allow',
        Action: ['account:GetAccountInformation', 'iam:CreateServiceLinkedRole', 'iam:ListRoles'],
        Resource: '*',
      },
    ],
  },
  ReadOnlyAccess: allow([
    'ec2:Describe*',
    'iam:Get*',
    'iam:List*',
    's3:Get*',
    's3:List*',
    'dynamodb:GetItem',
  ]),
  SecurityAudit: allow([
    'access-analyzer:List*',
    'cloudtrail:Describe*',
    'ec2:Describe*',
    'iam:Get*',
    'iam:List*',
  ]),
  IAMFullAccess: allow(['iam:*', 'organizations:DescribeAccount']),
  AmazonS3ReadOnlyAccess: allow(['s3:Get*', 's3:List*', 's3:Describe*']),
  CloudWatchReadOnlyAccess: allow([
    'cloudwatch:Describe*',
    'cloudwatch:Get*',
    'cloudwatch:List*',
    'logs:Get*',
  ]),
  AmazonSSMManagedInstanceCore: allow(['ssm:UpdateInstanceInformation', 'ssmmessages:*', 'ec2messages:*']),
  'job-function/Billing': allow(['budgets:ViewBudget', 'ce:*', 'cur:DescribeReportDefinitions']),
  'job-function/ViewOnlyAccess': allow([
    'ec2:Describe*',
    'iam:List*',
    's3:ListAllMyBuckets',
    's3:ListBucket',
  ]),
  'service-role/AWSLambdaBasicExecutionRole': allow([
    'logs:CreateLogGroup',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
  ]),
};

/** The document of an AWS managed policy, or undefined when the simulator does not know it. */
export function awsManagedPolicy(arn: string): Document | undefined {
  const [, name] = /^arn:[a-z-]+:iam::aws:policy\/(.+)$/.exec(arn) ?? [];
  if (name === undefined) return undefined;
  if (Object.hasOwn(DOCUMENTS, name)) return DOCUMENTS[name];
  // Service-linked policies and the like: a harmless reading permission stands for the real text.
  return name.startsWith('aws-service-role/') ? allow('ec2:DescribeRegions') : undefined;
}
