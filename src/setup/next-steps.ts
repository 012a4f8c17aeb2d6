import { type Configured, configurationToAdd } from './configuration.ts';
import { EXTERNAL_ID_SECRET } from './home-runner.ts';
import { shellWord } from './shell-word.ts';
import type { SetupValues, TrailReader } from './values.ts';

/** Something to be done, in words for people, and what to copy for it: commands, or lines of the configuration. */
export interface NextStep {
  what: string;
  commands?: string[];
  configuration?: string;
}

/**
 * From the files to the first run. Every command reads the external ID from the environment, where it is for this
 * session and in no file.
 *
 * @param directory where the files are
 * @param externalId a new one for those who have none yet, or where the one that stands is
 */
export function nextSteps(
  values: SetupValues,
  directory: string,
  configured: Configured,
  externalId: { fresh: string } | 'in the environment' | 'shown before',
): NextStep[] {
  const file = (name: string) => shellWord(`${directory.replace(/\/+$/, '') || '/'}/${name}`);
  const bucket = values.archive.bucket === undefined ? '$BUCKET' : values.archive.bucket;
  const toAdd = configurationToAdd(values, configured);
  const entry = 'RunnerRoleArn="$RUNNER" ExternalId="$COUNTERSIGN_EXTERNAL_ID"';
  return [
    externalIdStep(externalId),
    {
      what: 'The home, with credentials of the account and the Region that Countersign is to live in.',
      commands: [
        ...(values.archive.bucket === undefined
          ? ['BUCKET="countersign-$(aws sts get-caller-identity --query Account --output text)"']
          : []),
        `${deploy('countersign-home', file('home.yaml'))} ExternalId="$COUNTERSIGN_EXTERNAL_ID" BucketName="${bucket}"`,
        `RUNNER="$(aws cloudformation describe-stacks --stack-name countersign-home --query "Stacks[0].Outputs[?OutputKey=='RunnerRoleArn'].OutputValue" --output text)"`,
      ],
    },
    ...(configured.discovers ? organizationSteps(directory, file, entry) : accountSteps(file, entry)),
    ...(values.trailReader === undefined ? [] : [trailStep(values.trailReader, file, entry)]),
    ...(toAdd === undefined
      ? []
      : [{ what: `What ${configured.path} does not say yet.`, configuration: toAdd }]),
    {
      what: 'The configuration and the package that npm pack makes, with credentials of the home.',
      commands: [
        `aws s3 cp ${shellWord(configured.path)} "s3://${bucket}/configuration/config.yaml"`,
        `aws s3 cp countersign-${values.version}.tgz "s3://${bucket}/configuration/"`,
      ],
    },
    {
      what: 'The schedule and its alarms, and a first run now: until there is one, the alarm of silence is on.',
      commands: [
        `${deploy('countersign-schedule', file('schedule.yaml'))} BucketName="${bucket}"`,
        'aws codebuild start-build --project-name countersign',
      ],
    },
  ];
}

/** Whoever copies the steps again must not put another ID where one stands: the roles would shut the runner out. */
function externalIdStep(externalId: Parameters<typeof nextSteps>[3]): NextStep {
  if (externalId === 'in the environment')
    return {
      what: 'The external ID: COUNTERSIGN_EXTERNAL_ID has it already, so that nothing is to be done.',
    };
  if (externalId === 'shown before')
    return {
      what: 'The external ID: the one that was shown when these files were made. Once the home stands, its secret has it, to be read with credentials of the home. Another directory (--out) makes a new one.',
      commands: [
        `export COUNTERSIGN_EXTERNAL_ID="$(aws secretsmanager get-secret-value --secret-id ${EXTERNAL_ID_SECRET} --query SecretString --output text)"`,
      ],
    };
  return {
    what: 'The external ID: the one you have, or this new one, which is shown this once. Keep it where you keep secrets.',
    commands: [`export COUNTERSIGN_EXTERNAL_ID=${externalId.fresh}`],
  };
}

function deploy(stack: string, template: string): string {
  return `aws cloudformation deploy --stack-name ${stack} --template-file ${template} --capabilities CAPABILITY_NAMED_IAM --parameter-overrides`;
}

function fileAddress(directory: string, name: string): string {
  return shellWord(`file://${directory.replace(/\/+$/, '') || '/'}/${name}`);
}

function organizationSteps(directory: string, file: (name: string) => string, entry: string): NextStep[] {
  return [
    {
      what: 'The auditor role in every member account, with credentials of the management account, now and for accounts to come.',
      commands: [
        'aws cloudformation activate-organizations-access',
        `aws cloudformation create-stack-set --stack-set-name countersign-auditor-role --template-body ${fileAddress(directory, 'auditor-role.yaml')} --permission-model SERVICE_MANAGED --auto-deployment Enabled=true,RetainStacksOnAccountRemoval=false --capabilities CAPABILITY_NAMED_IAM --parameters ParameterKey=RunnerRoleArn,ParameterValue="$RUNNER" ParameterKey=ExternalId,ParameterValue="$COUNTERSIGN_EXTERNAL_ID"`,
        `aws cloudformation create-stack-instances --stack-set-name countersign-auditor-role --regions "$(aws configure get region || echo us-east-1)" --deployment-targets OrganizationalUnitIds="$(aws organizations list-roots --query 'Roots[0].Id' --output text)" --operation-preferences MaxConcurrentPercentage=100,FailureTolerancePercentage=20`,
      ],
    },
    {
      what: 'The same in the management account, which StackSets leave out, and the role that lists the accounts.',
      commands: [
        `${deploy('countersign-auditor-role', file('auditor-role-management-account.yaml'))} ${entry}`,
        `${deploy('countersign-organization-reader', file('organization-reader.yaml'))} ${entry}`,
      ],
    },
  ];
}

function accountSteps(file: (name: string) => string, entry: string): NextStep[] {
  return [
    {
      what: 'The auditor role, in each account of the configuration with credentials of that account.',
      commands: [`${deploy('countersign-auditor-role', file('auditor-role.yaml'))} ${entry}`],
    },
  ];
}

/** Where its log files and its results are the table and the work group say. */
function trailStep(
  { region, database, table, workGroup, results }: TrailReader,
  file: (name: string) => string,
  entry: string,
): NextStep {
  const within = `--region ${shellWord(region)}`;
  const location = (name: string, from: string) =>
    `${name}="$(${from} --output text | sed 's|^s3://||; s|^[^/]*$|&/|')"`;
  const logs = `aws glue get-table ${within} --database-name ${shellWord(database)} --name ${shellWord(table)} --query Table.StorageDescriptor.Location`;
  const put = `aws athena get-work-group ${within} --work-group ${shellWord(workGroup)} --query "WorkGroup.Configuration.ResultConfiguration.OutputLocation || ''"`;
  const split = (name: string, as: string) =>
    `${as}BucketName="\${${name}%%/*}" ${as}Prefix="\${${name}#*/}"`;
  return {
    what: 'The role that asks the table of Athena, with credentials of its account. Where log files or results are encrypted by a key of KMS, give TrailKeyArn and ResultsKeyArn too, and let the policies of the keys and of the bucket of the trail admit the role.',
    commands: [
      location('LOGS', logs),
      ...(results === undefined ? [location('RESULTS', put)] : []),
      `${deploy('countersign-trail-reader', file('trail-reader.yaml'))} ${entry} ${split('LOGS', 'Trail')}${results === undefined ? ` ${split('RESULTS', 'Results')}` : ''}`,
    ],
  };
}
