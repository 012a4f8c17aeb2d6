import type { Request } from '../../service.ts';
import type { Document, WorldRole } from '../../world.ts';
import { awsPolicies, localPolicies } from './policy-shapes.ts';

/** The services whose use is tracked here, by namespace; those that policies of simulated accounts speak of. */
const TRACKED: Readonly<Record<string, string>> = {
  'access-analyzer': 'AWS IAM Access Analyzer',
  account: 'AWS Account Management',
  bedrock: 'Amazon Bedrock',
  budgets: 'AWS Budget Service',
  ce: 'AWS Cost Explorer Service',
  cloudformation: 'AWS CloudFormation',
  cloudtrail: 'AWS CloudTrail',
  cloudwatch: 'Amazon CloudWatch',
  config: 'AWS Config',
  cur: 'AWS Cost and Usage Report',
  dynamodb: 'Amazon DynamoDB',
  ec2: 'Amazon EC2',
  glue: 'AWS Glue',
  iam: 'AWS Identity and Access Management',
  kms: 'AWS Key Management Service',
  lambda: 'AWS Lambda',
  logs: 'Amazon CloudWatch Logs',
  organizations: 'AWS Organizations',
  rds: 'Amazon RDS',
  s3: 'Amazon S3',
  secretsmanager: 'AWS Secrets Manager',
  sns: 'Amazon SNS',
  sqs: 'Amazon SQS',
  ssm: 'AWS Systems Manager',
  sts: 'AWS Security Token Service',
  tag: 'Amazon Resource Group Tagging API',
};

/** The tracked services that Allow statements of a role's inline and attached policies name, in order; a Deny counts for nothing. */
export function allowedNamespaces(
  request: Request,
  role: WorldRole,
): Array<[namespace: string, name: string]> {
  const managed = new Map(
    [...localPolicies(request), ...awsPolicies(request)].map(({ arn, versions }) => [arn, versions.at(-1)]),
  );
  const documents = [
    ...Object.values(role.inlinePolicies ?? {}),
    ...(role.attachedPolicies ?? []).map((arn) => managed.get(arn)),
  ];
  const patterns = documents.flatMap((document) => (document === undefined ? [] : allowedPatterns(document)));
  return Object.entries(TRACKED).filter(([namespace]) =>
    patterns.some((pattern) => pattern === '*' || pattern.startsWith(`${namespace}:`)),
  );
}

/** The actions of Allow statements in lower case; `*` for all that NotAction leaves. */
function allowedPatterns(document: Document): string[] {
  const statements = typeof document === 'string' ? [] : [document.Statement].flat();
  return statements.flatMap((statement) => {
    if (typeof statement !== 'object' || statement === null || Array.isArray(statement)) return [];
    if (statement.Effect !== 'Allow') return [];
    if (statement.NotAction !== undefined) return ['*'];
    return [statement.Action].flat().flatMap((one) => (typeof one === 'string' ? one.toLowerCase() : []));
  });
}
