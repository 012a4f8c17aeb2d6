import { entryParameters, guardedTrust } from './entry.ts';
import { allow, policyDocument } from './policy-document.ts';
import { equals, getAtt, not, type Parameter, ref, sub, type Template, when } from './template.ts';
import type { SetupValues, TrailReader } from './values.ts';

/** The role that asks a table of Athena who came in, in the account and Region of the table. */
export function trailReader({ version }: SetupValues, reader: TrailReader): Template {
  const entry = entryParameters(reader.role, 3600);
  const places = placeParameters(reader);
  const { actions, region } = reader;
  const glue = (what: string) => sub(`arn:\${AWS::Partition}:glue:${region}:\${AWS::AccountId}:${what}`);
  return {
    name: 'trail-reader',
    description: `The role by which Countersign asks a table of Athena over the log files of CloudTrail who came in from outside: it makes queries in one work group, and reads that table alone. For the account of the table. Made by countersign setup ${version}.`,
    parameters: { ...entry.parameters, ...places },
    groups: { ...entry.groups, 'The table': Object.keys(places) },
    conditions: {
      ...entry.conditions,
      LogsHaveAKey: not(equals(ref('TrailKeyArn'), '')),
      ResultsHaveABucket: not(equals(ref('ResultsBucketName'), '')),
      ResultsHaveAKey: not(equals(ref('ResultsKeyArn'), '')),
    },
    resources: {
      TrailReader: {
        type: 'AWS::IAM::Role',
        properties: {
          ...entry.roleProperties,
          Description: 'Read by Countersign: who from outside came into which role, by CloudTrail.',
          AssumeRolePolicyDocument: guardedTrust(),
          Policies: [
            {
              PolicyName: 'CountersignAsksTheTrail',
              PolicyDocument: policyDocument(
                allow(
                  'MakeQueries',
                  actions.queries,
                  sub(`arn:\${AWS::Partition}:athena:${region}:\${AWS::AccountId}:workgroup/\${WorkGroup}`),
                ),
                allow('FindTheTable', actions.table, [
                  glue('catalog'),
                  glue('database/${DatabaseName}'),
                  glue('table/${DatabaseName}/${TableName}'),
                ]),
                allow('AskLakeFormation', actions.lake, '*'),
                allow('SeeTheLogs', actions.buckets, sub('arn:${AWS::Partition}:s3:::${TrailBucketName}')),
                allow(
                  'ReadTheLogs',
                  actions.logs,
                  sub('arn:${AWS::Partition}:s3:::${TrailBucketName}/${TrailPrefix}*'),
                ),
                when('LogsHaveAKey', allow('DecryptTheLogs', actions.logKey, ref('TrailKeyArn'))),
                when(
                  'ResultsHaveABucket',
                  allow(
                    'SeeTheResults',
                    [...actions.buckets, ...actions.resultsBucket],
                    sub('arn:${AWS::Partition}:s3:::${ResultsBucketName}'),
                  ),
                ),
                when(
                  'ResultsHaveABucket',
                  allow(
                    'KeepTheResults',
                    actions.results,
                    sub('arn:${AWS::Partition}:s3:::${ResultsBucketName}/${ResultsPrefix}*'),
                  ),
                ),
                when('ResultsHaveAKey', allow('EncryptTheResults', actions.resultsKey, ref('ResultsKeyArn'))),
              ),
            },
          ],
        },
      },
    },
    outputs: {
      TrailReaderArn: {
        description: 'What activity.athena.roleArn of the configuration names.',
        value: getAtt('TrailReader', 'Arn'),
      },
    },
  };
}

function placeParameters({ workGroup, database, table, results }: TrailReader) {
  const name = { pattern: '^[a-z0-9_]{1,255}$', constraint: 'A name in small letters, digits and _' };
  return {
    WorkGroup: {
      label: 'Work group',
      description: 'activity.athena.workGroup of the configuration.',
      default: workGroup,
      pattern: '^[\\w.-]{1,128}$',
      constraint: 'The name of a work group of Athena',
    },
    DatabaseName: {
      label: 'Database',
      description: 'activity.athena.database of the configuration, as Glue keeps it.',
      default: database.toLowerCase(),
      ...name,
    },
    TableName: {
      label: 'Table',
      description: 'activity.athena.table of the configuration, as Glue keeps it.',
      default: table.toLowerCase(),
      ...name,
    },
    TrailBucketName: {
      label: 'Bucket of the trail',
      description: 'The bucket that holds the log files of the table.',
      pattern: BUCKET,
      constraint: 'The name of a bucket',
    },
    TrailPrefix: {
      label: 'Prefix of the trail',
      description: 'What the keys of its log files begin with, such as AWSLogs/. Empty: the whole bucket.',
      default: '',
      ...A_PREFIX,
    },
    TrailKeyArn: {
      label: 'Key of the trail',
      description: 'The ARN of the KMS key that its log files are encrypted with. Empty: none.',
      default: '',
      ...A_KEY,
    },
    ResultsBucketName: {
      label: 'Bucket of the results',
      description:
        'Where Athena puts the results: that of activity.athena.outputLocation, or of the work group. Empty: Athena keeps them itself.',
      default: results?.bucket ?? '',
      pattern: `^$|${BUCKET}`,
      constraint: 'Empty, or the name of a bucket',
    },
    ResultsPrefix: {
      label: 'Prefix of the results',
      description: 'What the keys of results begin with. Empty: the whole bucket.',
      default: results?.prefix ?? '',
      ...A_PREFIX,
    },
    ResultsKeyArn: {
      label: 'Key of the results',
      description: 'The ARN of the KMS key that results are encrypted with. Empty: none.',
      default: '',
      ...A_KEY,
    },
  } satisfies Record<string, Parameter>;
}

const BUCKET = '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$';

const A_PREFIX = {
  pattern: "^[\\w!.'()/-]{0,800}$",
  constraint: 'Empty, or the beginning of keys, such as AWSLogs/',
};

const A_KEY = {
  pattern: '^$|^arn:aws[a-z-]*:kms:[a-z0-9-]+:\\d{12}:key/[\\w-]+$',
  constraint: 'Empty, or the ARN of a KMS key',
};
