import { alarmParameters, alarms } from './alarms.ts';
import { buildspec, REPORT_GROUP } from './buildspec.ts';
import { CONFIGURATION_PREFIX } from './home-bucket.ts';
import { EXTERNAL_ID_SECRET, PROJECT_NAME } from './home-runner.ts';
import { allow, policyDocument, type Statement, trustPolicy } from './policy-document.ts';
import {
  getAtt,
  type Parameter,
  type Properties,
  type Resource,
  ref,
  sub,
  type Template,
  type Value,
} from './template.ts';
import type { SetupValues } from './values.ts';

/** EventBridge Scheduler starts a build of CodeBuild; alarms say when it failed, was incomplete, or never came. */
export function schedule(values: SetupValues): Template {
  const builds = buildParameters(values);
  const times = timeParameters();
  const alarmed = alarmParameters();
  return {
    name: 'schedule',
    description: `Runs Countersign on a schedule: EventBridge Scheduler starts a build of CodeBuild as the runner of home.yaml, whose account and Region this belongs to. Alarms go to its topic. Made by countersign setup ${values.version}.`,
    parameters: { ...times, ...builds, ...alarmed },
    groups: {
      When: Object.keys(times),
      'The build': Object.keys(builds),
      'The alarms': Object.keys(alarmed),
    },
    conditions: {},
    resources: {
      // Two runs at once would each be the next of the chain.
      ...build(buildspec(), { ConcurrentBuildLimit: 1 }),
      ...clock(
        getAtt('Project', 'Arn'),
        allow('StartTheBuild', ['codebuild:StartBuild'], getAtt('Project', 'Arn')),
      ),
      ...alarms(values),
    },
    outputs: {
      ProjectName: {
        description: 'Start it by hand: aws codebuild start-build --project-name …',
        value: ref('Project'),
      },
      LogGroupName: { description: 'Where the logs of the builds are.', value: ref('BuildLog') },
    },
  };
}

export function timeParameters() {
  return {
    ScheduleExpression: {
      label: 'Schedule',
      description: 'When a scan starts, as EventBridge Scheduler writes it: every night at 03:15.',
      default: 'cron(15 3 * * ? *)',
      pattern: '^(cron|rate)\\(.+\\)$',
      constraint: 'cron(…) or rate(…)',
    },
    TimeZone: {
      label: 'Time zone',
      description: 'The time zone of the schedule, for example Europe/Berlin.',
      default: 'UTC',
      pattern: '^[A-Za-z0-9_+/-]{1,50}$',
      constraint: 'A time zone such as UTC or Europe/Berlin',
    },
  } satisfies Record<string, Parameter>;
}

export function buildParameters({ archive, version }: SetupValues) {
  return {
    ProjectName: {
      label: 'CodeBuild project',
      description: 'The name of the project; CodeBuildProjectName of home.yaml.',
      default: PROJECT_NAME,
      pattern: '^[A-Za-z0-9][\\w-]{1,149}$',
      constraint: 'The name of a CodeBuild project',
    },
    RunnerRoleName: {
      label: 'Runner role',
      description: 'The role that the build runs as; RunnerRoleName of home.yaml.',
      default: 'CountersignRunner',
      pattern: '^[\\w+=,.@-]{1,64}$',
      constraint: 'The name of an IAM role',
    },
    BucketName: {
      label: 'Bucket',
      description: 'The bucket with configuration and evidence; BucketName of home.yaml.',
      ...(archive.bucket === undefined ? {} : { default: archive.bucket }),
      pattern: '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$',
      constraint: 'The name of a bucket',
    },
    ConfigurationPrefix: {
      label: 'Path of the configuration',
      description:
        'What stands below this path of the bucket is there when the build begins: config.yaml and what it names.',
      default: CONFIGURATION_PREFIX,
      pattern: '^[\\w.-]+(/[\\w.-]+)*$',
      constraint: 'A path without a slash at either end',
    },
    Package: {
      label: 'Package',
      description:
        'What npm installs: a tarball of npm pack beside config.yaml, or name and version of a package in a registry that the build reaches. Always one version.',
      default: `./countersign-${version}.tgz`,
      pattern: '^(\\./[\\w.-]+\\.tgz|(@[\\w.-]+/)?[\\w.-]+@\\d+\\.\\d+\\.\\d+[\\w.-]*)$',
      constraint:
        'A tarball such as ./countersign-1.2.3.tgz, or a package with its version such as countersign@1.2.3',
    },
    Image: {
      label: 'Image',
      description:
        'The image of the build: one of CodeBuild with Node 22 and the AWS CLI, or your own with both.',
      default: 'aws/codebuild/amazonlinux-x86_64-standard:5.0',
      pattern: '^[\\w./:@-]{1,255}$',
      constraint: 'The name of an image',
    },
    TimeoutMinutes: {
      label: 'Longest build',
      description: 'Minutes after which a build is ended; more than limits.runMinutes of the configuration.',
      type: 'Number',
      default: 540,
      least: 5,
      most: 2160,
    },
    LogDays: {
      label: 'Days of logs',
      description:
        'How long the logs of builds are kept. The evidence is kept apart from them, in the bucket.',
      type: 'Number',
      default: 400,
      allowed: [30, 60, 90, 180, 365, 400, 731, 1827, 3653],
    },
  } satisfies Record<string, Parameter>;
}

/** A project of CodeBuild that runs as the runner, with its log. */
export function build(spec: string, more: Properties = {}): Record<string, Resource> {
  return {
    BuildLog: {
      type: 'AWS::Logs::LogGroup',
      keep: false,
      properties: { LogGroupName: sub('/countersign/${ProjectName}'), RetentionInDays: ref('LogDays') },
    },
    Project: {
      type: 'AWS::CodeBuild::Project',
      properties: {
        Name: ref('ProjectName'),
        Description: 'A scan of Countersign.',
        ServiceRole: sub('arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${RunnerRoleName}'),
        Source: { Type: 'NO_SOURCE', BuildSpec: spec },
        Artifacts: { Type: 'NO_ARTIFACTS' },
        Environment: {
          Type: 'LINUX_CONTAINER',
          ComputeType: 'BUILD_GENERAL1_SMALL',
          Image: ref('Image'),
          EnvironmentVariables: [
            variable('EVIDENCE_BUCKET', ref('BucketName')),
            variable('CONFIGURATION_PREFIX', ref('ConfigurationPrefix')),
            variable('COUNTERSIGN_PACKAGE', ref('Package')),
            { ...variable('COUNTERSIGN_EXTERNAL_ID', EXTERNAL_ID_SECRET), Type: 'SECRETS_MANAGER' },
          ],
        },
        LogsConfig: { CloudWatchLogs: { Status: 'ENABLED', GroupName: ref('BuildLog') } },
        TimeoutInMinutes: ref('TimeoutMinutes'),
        ...more,
      },
    },
    BuildReports: {
      type: 'AWS::CodeBuild::ReportGroup',
      properties: {
        Name: sub(`\${ProjectName}-${REPORT_GROUP}`),
        Type: 'TEST',
        ExportConfig: { ExportConfigType: 'NO_EXPORT' },
      },
    },
    BuildPolicy: {
      type: 'AWS::IAM::Policy',
      properties: {
        PolicyName: 'CountersignBuilds',
        Roles: [ref('RunnerRoleName')],
        PolicyDocument: policyDocument(
          allow(
            'WriteTheLog',
            ['logs:CreateLogStream', 'logs:PutLogEvents'],
            sub(
              'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/countersign/${ProjectName}:*',
            ),
          ),
          allow(
            'ReportTheChecks',
            ['codebuild:BatchPutTestCases', 'codebuild:CreateReport', 'codebuild:UpdateReport'],
            sub(
              `arn:\${AWS::Partition}:codebuild:\${AWS::Region}:\${AWS::AccountId}:report-group/\${ProjectName}-${REPORT_GROUP}`,
            ),
          ),
        ),
      },
    },
  };
}

function variable(name: string, value: ReturnType<typeof ref> | string) {
  return { Name: name, Type: 'PLAINTEXT', Value: value };
}

/** Starts something as the schedule says. @param start what its role may do for that */
export function clock(target: Value, start: Statement, more: Properties = {}): Record<string, Resource> {
  return {
    SchedulerRole: {
      type: 'AWS::IAM::Role',
      properties: {
        Description: 'Starts the builds of Countersign.',
        AssumeRolePolicyDocument: trustPolicy({
          Sid: 'SchedulesOfTheAccount',
          Principal: { Service: 'scheduler.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') },
            ArnEquals: {
              'aws:SourceArn': sub(
                'arn:${AWS::Partition}:scheduler:${AWS::Region}:${AWS::AccountId}:schedule-group/default',
              ),
            },
          },
        }),
        Policies: [
          {
            PolicyName: 'CountersignStarts',
            PolicyDocument: policyDocument(start),
          },
        ],
      },
    },
    Schedule: {
      type: 'AWS::Scheduler::Schedule',
      properties: {
        Name: ref('ProjectName'),
        Description: 'Starts a scan of Countersign.',
        ScheduleExpression: ref('ScheduleExpression'),
        ScheduleExpressionTimezone: ref('TimeZone'),
        FlexibleTimeWindow: { Mode: 'OFF' },
        State: 'ENABLED',
        Target: {
          Arn: target,
          RoleArn: getAtt('SchedulerRole', 'Arn'),
          ...more,
          RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 5 },
        },
      },
    },
  };
}
