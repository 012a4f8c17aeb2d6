import type { PolicyDocument } from '../policy-document.ts';
import { Call, type Properties, type Value } from '../template.ts';
import { type Expressions, type Json, literal, type Naming, snakeCase } from './expressions.ts';

/** A resource of Terraform; `name` where it is not that of the resource it is made from. */
export interface Block {
  type: string;
  name?: string;
  body: { [name: string]: Json };
}

/** How a type of CloudFormation is written in Terraform. */
export interface Form extends Naming {
  write(properties: Properties, writing: Writing): Block[];
}

export interface Writing extends Expressions {
  /** The resource's name. */
  name: string;
  /** The address of this very resource. */
  self: string;
  /** Keeps a policy document as a data source, and gives what refers to it. */
  policy(document: PolicyDocument, part?: string): string;
  /** The members in snake case, or as they are renamed; what is renamed to nothing is left out. */
  body(properties: Properties, renamed?: Readonly<Record<string, string>>): { [name: string]: Json };
}

const ARN = { Arn: 'arn' };

export const FORMS: Readonly<Record<string, Form>> = {
  'AWS::IAM::Role': {
    type: 'aws_iam_role',
    ref: 'name',
    attributes: ARN,
    write: (
      { AssumeRolePolicyDocument, Policies = [], Tags = [], ...rest },
      { self, value, body, policy },
    ) => [
      {
        type: 'aws_iam_role',
        body: {
          ...body(rest, { RoleName: 'name' }),
          ...tags(Tags, value),
          assume_role_policy: policy(documentOf(AssumeRolePolicyDocument), 'trust'),
        },
      },
      ...listOf(Policies).map(({ PolicyName, PolicyDocument: document }) => ({
        type: 'aws_iam_role_policy',
        body: { name: String(PolicyName), role: `\${${self}.id}`, policy: policy(documentOf(document)) },
      })),
    ],
  },
  'AWS::IAM::Policy': {
    type: 'aws_iam_role_policy',
    ref: 'id',
    write: ({ PolicyName = '', Roles = [], PolicyDocument: document }, { value, policy }) => [
      {
        type: 'aws_iam_role_policy',
        body: { name: value(PolicyName), role: value(first(Roles)), policy: policy(documentOf(document)) },
      },
    ],
  },
  'AWS::IAM::RolePolicy': {
    type: 'aws_iam_role_policy',
    ref: 'id',
    write: ({ PolicyName = '', RoleName = '', PolicyDocument: document = {} }, { value }) => [
      {
        type: 'aws_iam_role_policy',
        body: { name: value(PolicyName), role: value(RoleName), policy: plainJson(document) },
      },
    ],
  },
  'AWS::IAM::ManagedPolicy': {
    type: 'aws_iam_policy',
    ref: 'arn',
    write: ({ PolicyDocument: document = {}, ...rest }, { name, body }) => [
      {
        type: 'aws_iam_policy',
        body: { name_prefix: `${name}-`, ...body(rest), policy: plainJson(document) },
      },
    ],
  },
  'AWS::IAM::InstanceProfile': {
    type: 'aws_iam_instance_profile',
    ref: 'name',
    write: ({ InstanceProfileName = '', Roles = [] }, { value }) => [
      {
        type: 'aws_iam_instance_profile',
        body: { name: value(InstanceProfileName), role: value(first(Roles)) },
      },
    ],
  },
  'AWS::S3::Bucket': { type: 'aws_s3_bucket', ref: 'id', attributes: ARN, write: bucket },
  'AWS::S3::BucketPolicy': {
    type: 'aws_s3_bucket_policy',
    ref: 'id',
    write: ({ Bucket = '', PolicyDocument: document }, { value, policy }) => [
      { type: 'aws_s3_bucket_policy', body: { bucket: value(Bucket), policy: policy(documentOf(document)) } },
    ],
  },
  'AWS::KMS::Key': {
    type: 'aws_kms_key',
    ref: 'key_id',
    attributes: ARN,
    write: ({ KeyPolicy, ...rest }, { body, policy }) => [
      {
        type: 'aws_kms_key',
        body: {
          ...body(rest, {
            KeySpec: 'customer_master_key_spec',
            PendingWindowInDays: 'deletion_window_in_days',
          }),
          policy: policy(documentOf(KeyPolicy)),
        },
      },
    ],
  },
  'AWS::KMS::Alias': form('aws_kms_alias', 'name', { AliasName: 'name' }),
  'AWS::SNS::Topic': form('aws_sns_topic', 'arn', { TopicName: 'name' }),
  'AWS::SNS::TopicPolicy': {
    type: 'aws_sns_topic_policy',
    ref: 'id',
    write: ({ Topics = [], PolicyDocument: document }, { value, policy }) => [
      {
        type: 'aws_sns_topic_policy',
        body: { arn: value(first(Topics)), policy: policy(documentOf(document)) },
      },
    ],
  },
  'AWS::SNS::Subscription': form('aws_sns_topic_subscription', 'arn'),
  'AWS::SecretsManager::Secret': {
    type: 'aws_secretsmanager_secret',
    ref: 'arn',
    write: ({ SecretString = '', ...rest }, { self, value, body }) => [
      { type: 'aws_secretsmanager_secret', body: body(rest) },
      {
        type: 'aws_secretsmanager_secret_version',
        body: { secret_id: `\${${self}.id}`, secret_string: value(SecretString) },
      },
    ],
  },
  'AWS::Logs::LogGroup': form('aws_cloudwatch_log_group', 'name', { LogGroupName: 'name' }),
  'AWS::Logs::MetricFilter': {
    type: 'aws_cloudwatch_log_metric_filter',
    ref: 'id',
    write: ({ MetricTransformations = [], ...rest }, { name, body }) => [
      {
        type: 'aws_cloudwatch_log_metric_filter',
        body: {
          name,
          ...body(rest, { FilterPattern: 'pattern' }),
          metric_transformation: body(listOf(MetricTransformations)[0] ?? {}, {
            MetricNamespace: 'namespace',
            MetricName: 'name',
            MetricValue: 'value',
          }),
        },
      },
    ],
  },
  'AWS::CloudWatch::Alarm': {
    type: 'aws_cloudwatch_metric_alarm',
    ref: 'alarm_name',
    attributes: ARN,
    write: ({ Metrics = [], ...rest }, { body }) => [
      {
        type: 'aws_cloudwatch_metric_alarm',
        body: {
          ...body(rest),
          metric_query: listOf(Metrics).map(({ MetricStat, ...query }) => ({
            ...body(query),
            ...(MetricStat === undefined ? {} : { metric: metric(MetricStat as Properties, body) }),
          })),
        },
      },
    ],
  },
  'AWS::CodeBuild::Project': form('aws_codebuild_project', 'name', {
    BuildSpec: 'buildspec',
    CloudWatchLogs: 'cloudwatch_logs',
    EnvironmentVariables: 'environment_variable',
    TimeoutInMinutes: 'build_timeout',
  }),
  'AWS::CodeBuild::ReportGroup': form('aws_codebuild_report_group', 'arn', { ExportConfigType: 'type' }),
  'AWS::Scheduler::Schedule': form('aws_scheduler_schedule', 'name'),
};

/** A type that is written member by member. */
function form(type: string, ref: string, renamed: Readonly<Record<string, string>> = {}): Form {
  return {
    type,
    ref,
    attributes: ARN,
    write: (properties, { body }) => [{ type, body: body(properties, renamed) }],
  };
}

/** In Terraform each setting of a bucket is a resource. */
function bucket(properties: Properties, { self, value, body }: Writing): Block[] {
  const { BucketName = '', ObjectLockEnabled = false } = properties;
  const of = { bucket: `\${${self}.id}` };
  const [encryption = {}] = listOf(
    member(properties, 'BucketEncryption', 'ServerSideEncryptionConfiguration'),
  );
  const [ownership = {}] = listOf(member(properties, 'OwnershipControls', 'Rules'));
  return [
    {
      type: 'aws_s3_bucket',
      body: { bucket: value(BucketName), object_lock_enabled: value(ObjectLockEnabled) },
    },
    {
      type: 'aws_s3_bucket_versioning',
      body: { ...of, ...body({ VersioningConfiguration: properties.VersioningConfiguration ?? {} }) },
    },
    {
      type: 'aws_s3_bucket_object_lock_configuration',
      body: { ...of, ...body({ Rule: member(properties, 'ObjectLockConfiguration', 'Rule') }) },
    },
    {
      type: 'aws_s3_bucket_server_side_encryption_configuration',
      body: {
        ...of,
        rule: body(encryption, {
          ServerSideEncryptionByDefault: 'apply_server_side_encryption_by_default',
          KMSMasterKeyID: 'kms_master_key_id',
          SSEAlgorithm: 'sse_algorithm',
        }),
      },
    },
    { type: 'aws_s3_bucket_ownership_controls', body: { ...of, rule: body(ownership) } },
    {
      type: 'aws_s3_bucket_public_access_block',
      body: { ...of, ...body((properties.PublicAccessBlockConfiguration ?? {}) as Properties) },
    },
    {
      type: 'aws_s3_bucket_lifecycle_configuration',
      body: {
        ...of,
        rule: listOf(member(properties, 'LifecycleConfiguration', 'Rules')).map(
          ({ Prefix = '', ...rule }) => ({
            ...body(rule, { Transitions: 'transition', TransitionInDays: 'days' }),
            filter: { prefix: value(Prefix) },
          }),
        ),
      },
    },
  ];
}

function metric({ Metric, ...stat }: Properties, body: Writing['body']): Json {
  const { Dimensions = [], ...named } = Metric as Properties;
  const dimensions = listOf(Dimensions).map(({ Name, Value: value = '' }) => [String(Name), value] as const);
  return {
    ...body(stat),
    ...body(named),
    ...(dimensions.length === 0
      ? {}
      : {
          dimensions: Object.fromEntries(
            dimensions.map(([key, value]) => [key, body({ value }).value ?? '']),
          ),
        }),
  };
}

/** A map, where CloudFormation has a list. */
function tags(list: Value, value: Writing['value']): { [name: string]: Json } {
  const members = listOf(list).map(({ Key = '', Value: given = '' }) => [literal(String(Key)), value(given)]);
  return members.length === 0 ? {} : { tags: Object.fromEntries(members) };
}

function member(properties: Properties, ...[name, below]: [string, string]): Value {
  const value = properties[name];
  return value === undefined || typeof value !== 'object' || value instanceof Call || Array.isArray(value)
    ? {}
    : (value[below] ?? {});
}

function listOf(value: Value): Properties[] {
  return Array.isArray(value) ? (value as Properties[]) : [];
}

function first(value: Value): Value {
  return Array.isArray(value) ? (value[0] ?? '') : value;
}

function documentOf(value: Value | undefined): PolicyDocument {
  return value as PolicyDocument;
}

/** Members in snake case, nested ones too; a map of values is left to who knows that it is one. */
export function bodyOf(
  properties: Properties,
  renamed: Readonly<Record<string, string>>,
  expressions: Expressions,
): { [name: string]: Json } {
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [
      renamed[key] ?? snakeCase(key),
      written(value, renamed, expressions),
    ]),
  );
}

function written(value: Value, renamed: Readonly<Record<string, string>>, expressions: Expressions): Json {
  if (Array.isArray(value)) return value.map((item) => written(item, renamed, expressions));
  if (typeof value !== 'object' || value instanceof Call) return expressions.value(value);
  return bodyOf(value, renamed, expressions);
}

/** A document that is nobody's template: what looks like a function in it is a variable of IAM. */
function plainJson(document: Value): string {
  return literal(JSON.stringify(document));
}
