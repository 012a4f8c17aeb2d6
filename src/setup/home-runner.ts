import { EXTERNAL_ID } from './entry.ts';
import { noticeStatements } from './notice-statements.ts';
import { allow, policyDocument, type Statement, trustPolicy } from './policy-document.ts';
import {
  type Call,
  equals,
  getAtt,
  type Parameter,
  type Resource,
  ref,
  sub,
  type Value,
  when,
} from './template.ts';
import type { SetupValues, TrailReader } from './values.ts';

/** The name of the secret that hands the external ID to a build. */
export const EXTERNAL_ID_SECRET = 'countersign/external-id';

export function runnerParameters({ auditor, organizationReader }: SetupValues) {
  return {
    RunnerHome: {
      label: 'Where it runs',
      description:
        'What may take the role: builds of CodeBuild, tasks of ECS, instances of EC2, or workflows of a GitHub repository.',
      default: 'CodeBuild',
      allowed: ['CodeBuild', 'ECS', 'EC2', 'GitHub'],
    },
    RunnerRoleName: {
      label: 'Runner role',
      description: 'The name of the role that runs Countersign.',
      default: 'CountersignRunner',
      ...A_NAME,
    },
    CodeBuildProjectName: {
      label: 'CodeBuild project',
      description: 'CodeBuild only: the one project that may take the role; ProjectName of schedule.yaml.',
      default: PROJECT_NAME,
      pattern: '^[A-Za-z0-9][\\w-]{1,149}$',
      constraint: 'The name of a CodeBuild project',
    },
    GitHubSubject: {
      label: 'GitHub workflow',
      description:
        'GitHub only: the sub claim of the one workflow that may take the role, for example repo:our-company/countersign:ref:refs/heads/main.',
      default: 'repo:OWNER/REPOSITORY:ref:refs/heads/main',
      pattern: '^repo:[\\w.-]+/[\\w.-]+:[\\w:/.-]+$',
      constraint: 'A sub claim without wildcards, such as repo:our-company/countersign:ref:refs/heads/main',
    },
    AuditorRolePathAndName: {
      label: 'Auditor role',
      description:
        'Path and name of the role to assume in every account: auditor.roleName of the configuration, with a slash before it.',
      default: `${auditor.path}${auditor.name}`,
      ...A_PATH_AND_NAME,
    },
    OrganizationReaderPathAndName: {
      label: 'Organization reader',
      description:
        'Path and name of the role that lists the accounts: organization.roleArn of the configuration, from the slash on.',
      default: `${organizationReader.path}${organizationReader.name}`,
      ...A_PATH_AND_NAME,
    },
    ExternalId: EXTERNAL_ID,
  } satisfies Record<string, Parameter>;
}

/** The name of the CodeBuild project, in both templates that speak of it. */
export const PROJECT_NAME = 'countersign';

const A_NAME = {
  pattern: '^[\\w+=,.@-]{1,64}$',
  constraint: 'The name of an IAM role: up to 64 letters, digits or characters of _ + = , . @ -',
};

const A_PATH_AND_NAME = {
  pattern: '^/([\\w+=,.@-]{1,128}/){0,4}[\\w+=,.@-]{1,64}$',
  constraint: 'Path and name of an IAM role, such as /CountersignAuditor or /audit/CountersignAuditor',
};

export function runnerConditions(): Record<string, Call> {
  return {
    RunsOnCodeBuild: equals(ref('RunnerHome'), 'CodeBuild'),
    RunsOnEcs: equals(ref('RunnerHome'), 'ECS'),
    RunsOnEc2: equals(ref('RunnerHome'), 'EC2'),
    RunsOnGitHub: equals(ref('RunnerHome'), 'GitHub'),
  };
}

/**
 * The runner's role: into the auditor roles and the organization reader, to the evidence and its keys, and nowhere else.
 * Its policy stands beside it, since keys and bucket name the role and the policy names keys and bucket.
 */
export function runner({
  runnerActions: actions,
  otherAuditors,
  trailReader,
  notices,
}: SetupValues): Record<string, Resource> {
  return {
    RunnerRole: {
      type: 'AWS::IAM::Role',
      properties: {
        RoleName: ref('RunnerRoleName'),
        Description: 'Runs Countersign.',
        // As long as a job of GitHub may last, whose credentials nobody renews.
        MaxSessionDuration: 21_600,
        AssumeRolePolicyDocument: trustPolicy(
          when('RunsOnCodeBuild', { ...BUILDS }),
          when('RunsOnEcs', { ...TASKS }),
          when('RunsOnEc2', { ...INSTANCES }),
          when('RunsOnGitHub', { ...WORKFLOWS }),
        ),
      },
    },
    RunnerInstanceProfile: {
      type: 'AWS::IAM::InstanceProfile',
      condition: 'RunsOnEc2',
      properties: { InstanceProfileName: ref('RunnerRoleName'), Roles: [ref('RunnerRole')] },
    },
    RunnerPolicy: {
      type: 'AWS::IAM::Policy',
      properties: {
        PolicyName: 'CountersignRuns',
        Roles: [ref('RunnerRole')],
        PolicyDocument: policyDocument(
          allow(
            'EnterTheAccounts',
            ['sts:AssumeRole'],
            [
              sub('arn:${AWS::Partition}:iam::*:role${AuditorRolePathAndName}'),
              sub('arn:${AWS::Partition}:iam::*:role${OrganizationReaderPathAndName}'),
              ...otherAuditors,
              ...(trailReader === undefined ? [] : [entered(trailReader)]),
            ],
          ),
          // Without a condition on the prefix: S3 answers "not there" only to who may list.
          allow('SeeTheBucket', actions.bucket, getAtt('EvidenceBucket', 'Arn')),
          allow('KeepTheEvidence', actions.evidence, sub('${EvidenceBucket.Arn}/${EvidencePrefix}/*')),
          allow(
            'ReadTheConfiguration',
            ['s3:GetObject'],
            sub('${EvidenceBucket.Arn}/${ConfigurationPrefix}/*'),
          ),
          allow('SignTheManifest', actions.signingKey, getAtt('SigningKey', 'Arn')),
          allow('MakeFingerprints', actions.fingerprintKey, getAtt('FingerprintKey', 'Arn')),
          allow('EncryptTheEvidence', actions.encryptionKey, getAtt('EncryptionKey', 'Arn')),
          ...noticeStatements(notices),
          allow(
            'ReadTheExternalId',
            ['secretsmanager:GetSecretValue'],
            // Secrets Manager puts six characters of its own behind a name.
            sub(
              `arn:\${AWS::Partition}:secretsmanager:\${AWS::Region}:\${AWS::AccountId}:secret:${EXTERNAL_ID_SECRET}-??????`,
            ),
          ),
        ),
      },
    },
    ExternalIdSecret: {
      type: 'AWS::SecretsManager::Secret',
      // It can be made again, under its name.
      keep: false,
      properties: {
        Name: EXTERNAL_ID_SECRET,
        Description: 'The external ID that the roles of Countersign ask for.',
        SecretString: ref('ExternalId'),
      },
    },
  };
}

/** The role that asks the table: the one that is named, or the one of that name wherever the table is. */
function entered({ roleArn, role: { path, name } }: TrailReader): Value {
  return roleArn ?? sub(`arn:\${AWS::Partition}:iam::*:role${path}${name}`);
}

/** AWS services are told on whose behalf they come: they could be talked into using the role for another account. */
const BUILDS = {
  Sid: 'BuildsOfTheProject',
  Effect: 'Allow',
  Principal: { Service: 'codebuild.amazonaws.com' },
  Action: 'sts:AssumeRole',
  Condition: {
    StringEquals: {
      'aws:SourceAccount': ref('AWS::AccountId'),
    },
    ArnEquals: {
      'aws:SourceArn': sub(
        'arn:${AWS::Partition}:codebuild:${AWS::Region}:${AWS::AccountId}:project/${CodeBuildProjectName}',
      ),
    },
  },
} satisfies Statement;

const TASKS = {
  Sid: 'TasksOfTheAccount',
  Effect: 'Allow',
  Principal: { Service: 'ecs-tasks.amazonaws.com' },
  Action: 'sts:AssumeRole',
  Condition: {
    StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') },
    ArnLike: { 'aws:SourceArn': sub('arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:*') },
  },
} satisfies Statement;

/** EC2 sends no source; only who may pass the role starts an instance with it. */
const INSTANCES = {
  Sid: 'InstancesOfTheAccount',
  Effect: 'Allow',
  Principal: { Service: 'ec2.amazonaws.com' },
  Action: 'sts:AssumeRole',
} satisfies Statement;

const WORKFLOWS = {
  Sid: 'OneWorkflow',
  Effect: 'Allow',
  Principal: {
    Federated: sub(
      'arn:${AWS::Partition}:iam::${AWS::AccountId}:oidc-provider/token.actions.githubusercontent.com',
    ),
  },
  Action: 'sts:AssumeRoleWithWebIdentity',
  Condition: {
    StringEquals: {
      'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
      'token.actions.githubusercontent.com:sub': ref('GitHubSubject'),
    },
  },
} satisfies Statement;
