import { alarmParameters, alarms } from './alarms.ts';
import { CLOSED, onlyByTls } from './bucket.ts';
import { buildspec, STEP } from './buildspec.ts';
import { MACHINE_NAME, RESULTS, steps } from './fan-out-steps.ts';
import { allow, policyDocument, trustPolicy } from './policy-document.ts';
import { build, buildParameters, clock, timeParameters } from './schedule.ts';
import { getAtt, type Parameter, type Resource, ref, sub, type Template } from './template.ts';
import type { SetupValues } from './values.ts';

/** In the place of the schedule, for fleets that one process takes too long for: a state machine deals a run out. */
export function fanOut(values: SetupValues): Template {
  const times = timeParameters();
  const shards = shardParameters();
  const builds = buildParameters(values);
  const alarmed = alarmParameters();
  return {
    name: 'fan-out',
    description: `Runs Countersign on a schedule in shards, instead of schedule.yaml: a state machine plans a run, lets builds of CodeBuild scan its shards, and merges them, as the runner of home.yaml, whose account and Region this belongs to. Made by countersign setup ${values.version}.`,
    parameters: { ...times, ...shards, ...builds, ...alarmed },
    groups: {
      When: Object.keys(times),
      'The shards': Object.keys(shards),
      'The builds': Object.keys(builds),
      'The alarms': Object.keys(alarmed),
    },
    conditions: {},
    resources: {
      ...shardsBucket(),
      ...build(buildspec(STEP)),
      ...machine(),
      ...clock(ref('Machine'), allow('StartTheRun', ['states:StartExecution'], ref('Machine'))),
      ...alarms(values, {
        namespace: 'AWS/States',
        failed: 'ExecutionsFailed',
        started: 'ExecutionsStarted',
        dimension: { Name: 'StateMachineArn', Value: ref('Machine') },
      }),
    },
    outputs: {
      MachineArn: {
        description:
          'Start it by hand: aws stepfunctions start-execution --state-machine-arn …; go on with one that failed: aws stepfunctions redrive-execution --execution-arn …',
        value: ref('Machine'),
      },
      ShardsBucketName: { description: 'Where shards wait for the merge.', value: ref('ShardsBucket') },
      LogGroupName: { description: 'Where the logs of the builds are.', value: ref('BuildLog') },
    },
  };
}

function shardParameters() {
  return {
    Shards: {
      label: 'Shards',
      description: 'Into how many shards a run is dealt out; docs/scaling.md says how many serve.',
      type: 'Number',
      default: 10,
      least: 1,
      most: 10_000,
    },
    MaxConcurrency: {
      label: 'Shards at once',
      description: 'How many are scanned at the same time: no more than CodeBuild lets build at once.',
      type: 'Number',
      default: 10,
      least: 1,
      most: 10_000,
    },
    ToleratedFailurePercentage: {
      label: 'Shards that may fail',
      description:
        'So many of a hundred may fail, and the rest is merged all the same: the run is incomplete then, and says so. 0: none may; the run waits to be redriven.',
      type: 'Number',
      default: 0,
      least: 0,
      most: 100,
    },
    ShardDays: {
      label: 'Days of shards',
      description:
        'How long shards are kept after they are merged, or wait to be redriven. They are no evidence.',
      type: 'Number',
      default: 14,
      least: 1,
      most: 365,
    },
    MergeComputeType: {
      label: 'Machine of the merge',
      description: 'The compute type of the build that merges.',
      default: 'BUILD_GENERAL1_MEDIUM',
      allowed: ['BUILD_GENERAL1_SMALL', 'BUILD_GENERAL1_MEDIUM', 'BUILD_GENERAL1_LARGE'],
    },
  } satisfies Record<string, Parameter>;
}

/** A bucket of their own: that of the evidence holds for years whatever comes in. */
function shardsBucket(): Record<string, Resource> {
  return {
    ShardsBucket: {
      type: 'AWS::S3::Bucket',
      keep: false,
      properties: {
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
        ...CLOSED,
        LifecycleConfiguration: {
          Rules: [
            {
              Id: 'ShardsGo',
              Status: 'Enabled',
              Prefix: '',
              ExpirationInDays: ref('ShardDays'),
              AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
            },
          ],
        },
      },
    },
    ShardsBucketPolicy: {
      type: 'AWS::S3::BucketPolicy',
      properties: {
        Bucket: ref('ShardsBucket'),
        PolicyDocument: policyDocument(
          ...onlyByTls([getAtt('ShardsBucket', 'Arn'), sub('${ShardsBucket.Arn}/*')]),
        ),
      },
    },
    ShardsPolicy: {
      type: 'AWS::IAM::Policy',
      properties: {
        PolicyName: 'CountersignShards',
        Roles: [ref('RunnerRoleName')],
        PolicyDocument: policyDocument(
          allow('SeeTheShards', ['s3:ListBucket'], getAtt('ShardsBucket', 'Arn')),
          allow('HandOverShards', ['s3:GetObject', 's3:PutObject'], sub('${ShardsBucket.Arn}/*')),
        ),
      },
    },
  };
}

function machine(): Record<string, Resource> {
  const executions = `arn:\${AWS::Partition}:states:\${AWS::Region}:\${AWS::AccountId}:execution:${MACHINE_NAME}`;
  return {
    MachineRole: {
      type: 'AWS::IAM::Role',
      properties: {
        Description: 'Lets a state machine run Countersign in shards.',
        AssumeRolePolicyDocument: trustPolicy({
          Sid: 'TheMachine',
          Principal: { Service: 'states.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') },
            ArnLike: {
              'aws:SourceArn': sub(
                `arn:\${AWS::Partition}:states:\${AWS::Region}:\${AWS::AccountId}:stateMachine:${MACHINE_NAME}`,
              ),
            },
          },
        }),
        Policies: [
          {
            PolicyName: 'CountersignDealsOut',
            // https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html and codebuild-iam.html
            PolicyDocument: policyDocument(
              allow(
                'RunTheBuilds',
                ['codebuild:BatchGetBuilds', 'codebuild:StartBuild', 'codebuild:StopBuild'],
                getAtt('Project', 'Arn'),
              ),
              allow(
                'HearOfTheBuilds',
                ['events:DescribeRule', 'events:PutRule', 'events:PutTargets'],
                sub(
                  'arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/StepFunctionsGetEventForCodeBuildStartBuildRule',
                ),
              ),
              allow(
                'StartTheShards',
                ['states:StartExecution'],
                sub(
                  `arn:\${AWS::Partition}:states:\${AWS::Region}:\${AWS::AccountId}:stateMachine:${MACHINE_NAME}`,
                ),
              ),
              allow(
                'FollowTheShards',
                ['states:DescribeExecution', 'states:RedriveExecution', 'states:StopExecution'],
                [sub(`${executions}:*`), sub(`${executions}/*`)],
              ),
              allow('ReadThePlan', ['s3:GetObject'], sub('${ShardsBucket.Arn}/*/shards.jsonl')),
              allow(
                'WriteTheResults',
                ['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'],
                sub(`\${ShardsBucket.Arn}/*/${RESULTS}/*`),
              ),
            ),
          },
        ],
      },
    },
    Machine: {
      type: 'AWS::StepFunctions::StateMachine',
      // It knows no MaxConcurrency but a number; that may be an expression, and parameters are texts here.
      metadata: { 'cfn-lint': { config: { ignore_checks: ['W1031'] } } },
      properties: {
        StateMachineName: sub(MACHINE_NAME),
        StateMachineType: 'STANDARD',
        RoleArn: getAtt('MachineRole', 'Arn'),
        Definition: steps(),
      },
    },
  };
}
