import { partitionOfRegion } from '../../model/partitions.ts';
import { type ResourceService, serviceOf } from '../../model/resource-services.ts';
import { command } from './command.ts';
import type { Place } from './in-account.ts';

/** How the AWS CLI puts another policy on a resource, or takes it away. */
export interface PolicyCommands {
  /** Undefined where the service takes no whole policy. */
  put: string | undefined;
  /** Undefined where a resource always has one. */
  remove: string | undefined;
  /** Whether nothing in the commands says whose the resource is. */
  byName?: true;
  /** What the file holds, where it is not the policy itself. */
  inFile?: (policy: unknown) => unknown;
  /** What a CloudFormation template says of it: the policy as a resource, or as a property of the resource that has it. */
  declared?: Declared;
}

/** A resource of a template, with the property that holds the policy. */
interface Declared {
  logicalId: string;
  type: string;
  properties: Readonly<Record<string, unknown>>;
  policyIn: string;
}

type Words = (arn: string, region: string, place: Place) => PolicyCommands;

/** The file that the commands read. */
export const POLICY_FILE = 'policy.json';

const FILE = `file://${POLICY_FILE}`;

/** Its last part, behind a colon or a slash. */
function nameIn(arn: string, before: string): string {
  return arn.slice(arn.indexOf(before) + before.length);
}

/** By service; Lambda takes single statements alone. https://docs.aws.amazon.com/cli/latest/reference/ */
const WORDS: Readonly<Partial<Record<ResourceService, Words>>> = {
  s3: (arn, region, { accountId }) =>
    arn.includes(':accesspoint/')
      ? {
          put: inFile(
            command`aws s3control put-access-point-policy --region ${region} --account-id ${accountId} --name ${nameIn(arn, ':accesspoint/')}`,
            '--policy',
          ),
          remove: command`aws s3control delete-access-point-policy --region ${region} --account-id ${accountId} --name ${nameIn(arn, ':accesspoint/')}`,
        }
      : {
          put: inFile(
            command`aws s3api put-bucket-policy --region ${region} --expected-bucket-owner ${accountId} --bucket ${nameIn(arn, ':::')}`,
            '--policy',
          ),
          remove: command`aws s3api delete-bucket-policy --region ${region} --expected-bucket-owner ${accountId} --bucket ${nameIn(arn, ':::')}`,
          declared: {
            ...{ logicalId: 'BucketPolicy', type: 'AWS::S3::BucketPolicy', policyIn: 'PolicyDocument' },
            properties: { Bucket: nameIn(arn, ':::') },
          },
        },
  kms: (arn, region) => ({
    put: inFile(
      command`aws kms put-key-policy --region ${region} --key-id ${arn} --policy-name default`,
      '--policy',
    ),
    remove: undefined,
    declared: { logicalId: 'Key', type: 'AWS::KMS::Key', properties: {}, policyIn: 'KeyPolicy' },
  }),
  sns: (arn, region) => ({
    put: inFile(
      command`aws sns set-topic-attributes --region ${region} --topic-arn ${arn} --attribute-name Policy`,
      '--attribute-value',
    ),
    remove: undefined,
    declared: {
      ...{ logicalId: 'TopicPolicy', type: 'AWS::SNS::TopicPolicy', policyIn: 'PolicyDocument' },
      properties: { Topics: [arn] },
    },
  }),
  sqs: (arn, region, { accountId }) => {
    const name = nameIn(arn, `:${arn.split(':')[4]}:`);
    const queue = command`--region ${region} --queue-url "$(aws sqs get-queue-url --region ${region} --queue-name ${name} --query QueueUrl --output text)"`;
    const suffix = partitionOfRegion(region)?.dnsSuffix ?? 'amazonaws.com';
    return {
      put: queue === undefined ? undefined : inFile(`aws sqs set-queue-attributes ${queue}`, '--attributes'),
      remove: queue === undefined ? undefined : `aws sqs set-queue-attributes ${queue} --attributes Policy=`,
      byName: true,
      inFile: (policy) => ({ Policy: JSON.stringify(policy) }),
      declared: {
        ...{ logicalId: 'QueuePolicy', type: 'AWS::SQS::QueuePolicy', policyIn: 'PolicyDocument' },
        properties: { Queues: [`https://sqs.${region}.${suffix}/${accountId}/${name}`] },
      },
    };
  },
  secretsmanager: (arn, region) => ({
    put: inFile(
      command`aws secretsmanager put-resource-policy --region ${region} --block-public-policy --secret-id ${arn}`,
      '--resource-policy',
    ),
    remove: command`aws secretsmanager delete-resource-policy --region ${region} --secret-id ${arn}`,
    declared: {
      ...{
        logicalId: 'SecretPolicy',
        type: 'AWS::SecretsManager::ResourcePolicy',
        policyIn: 'ResourcePolicy',
      },
      properties: { SecretId: arn, BlockPublicPolicy: true },
    },
  }),
  ecr: (arn, region, place) =>
    arn.endsWith(':registry') ? registry(region) : repository(arn, region, place),
  events: (arn, region) => ({
    put: inFile(
      command`aws events put-permission --region ${region} --event-bus-name ${nameIn(arn, ':event-bus/')}`,
      '--policy',
    ),
    remove: command`aws events remove-permission --region ${region} --event-bus-name ${nameIn(arn, ':event-bus/')} --remove-all-permissions`,
    byName: true,
    // No template makes the bus that every account has.
    ...(arn.endsWith(':event-bus/default')
      ? {}
      : {
          declared: {
            ...{ logicalId: 'EventBus', type: 'AWS::Events::EventBus', policyIn: 'Policy' },
            properties: { Name: nameIn(arn, ':event-bus/') },
          },
        }),
  }),
  backup: (arn, region) => ({
    put: inFile(
      command`aws backup put-backup-vault-access-policy --region ${region} --backup-vault-name ${nameIn(arn, ':backup-vault:')}`,
      '--policy',
    ),
    remove: command`aws backup delete-backup-vault-access-policy --region ${region} --backup-vault-name ${nameIn(arn, ':backup-vault:')}`,
    declared: {
      ...{ logicalId: 'Vault', type: 'AWS::Backup::BackupVault', policyIn: 'AccessPolicy' },
      properties: { BackupVaultName: nameIn(arn, ':backup-vault:') },
    },
    byName: true,
  }),
};

function repository(arn: string, region: string, { accountId }: Place): PolicyCommands {
  return {
    put: inFile(
      command`aws ecr set-repository-policy --region ${region} --registry-id ${accountId} --repository-name ${nameIn(arn, ':repository/')}`,
      '--policy-text',
    ),
    remove: command`aws ecr delete-repository-policy --region ${region} --registry-id ${accountId} --repository-name ${nameIn(arn, ':repository/')}`,
    declared: {
      ...{ logicalId: 'Repository', type: 'AWS::ECR::Repository', policyIn: 'RepositoryPolicyText' },
      properties: { RepositoryName: nameIn(arn, ':repository/') },
    },
  };
}

function registry(region: string): PolicyCommands {
  return {
    put: inFile(command`aws ecr put-registry-policy --region ${region}`, '--policy-text'),
    remove: command`aws ecr delete-registry-policy --region ${region}`,
    byName: true,
    declared: {
      ...{ logicalId: 'RegistryPolicy', type: 'AWS::ECR::RegistryPolicy', policyIn: 'PolicyText' },
      properties: {},
    },
  };
}

function inFile(line: string | undefined, option: string): string | undefined {
  return line === undefined ? undefined : `${line} ${option} ${FILE}`;
}

/** Undefined for resources whose policy cannot be put as a whole. */
export function policyCommands(arn: string, region: string, place: Place): PolicyCommands | undefined {
  const service = serviceOf(arn);
  return service === undefined ? undefined : WORDS[service]?.(arn, region, place);
}
