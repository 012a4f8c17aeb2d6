import { CLOSED, deny, onlyByTls } from './bucket.ts';
import { policyDocument } from './policy-document.ts';
import { getAtt, type Parameter, type Resource, ref, sub, type Value, when } from './template.ts';
import type { SetupValues } from './values.ts';

/** Below this prefix of the bucket stands what a scan is configured by. */
export const CONFIGURATION_PREFIX = 'configuration';

export function bucketParameters({ archive }: SetupValues) {
  const { bucket, prefix, objectLock } = archive;
  return {
    BucketName: {
      label: 'Bucket',
      description:
        'The name of the bucket to make for the evidence: evidence.s3.bucket of the configuration.',
      ...(bucket === undefined ? {} : { default: bucket }),
      pattern: '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$',
      constraint: 'The name of a bucket: 3 to 63 small letters, digits, dots or hyphens',
    },
    EvidencePrefix: {
      label: 'Path of the evidence',
      description: 'The path below which only the runner may write: evidence.s3.prefix of the configuration.',
      default: prefix,
      ...A_PREFIX,
    },
    ConfigurationPrefix: {
      label: 'Path of the configuration',
      description:
        'The path below which config.yaml stands, with the files that it names and the package to install. The runner may only read it.',
      default: CONFIGURATION_PREFIX,
      ...A_PREFIX,
    },
    RetentionMode: {
      label: 'Object Lock',
      description:
        'COMPLIANCE: nobody can delete evidence before its time, the root user included. GOVERNANCE: nobody but who may bypass it, which the policy of this bucket denies to all.',
      default: objectLock.mode.toUpperCase(),
      allowed: ['GOVERNANCE', 'COMPLIANCE'],
    },
    RetentionDays: {
      label: 'Days of Object Lock',
      description:
        'How long an object is held where its upload says nothing else. It cannot be shortened for what is held already.',
      type: 'Number',
      default: objectLock.retainDays,
      least: 1,
      most: 36_500,
    },
    ColdAfterDays: {
      label: 'Days until cold storage',
      description:
        'When evidence moves to Glacier Instant Retrieval, where it costs less and is read as before.',
      type: 'Number',
      default: 90,
      least: 30,
      most: 36_500,
    },
    EvidenceAdministratorArn: {
      label: 'Administrator of the bucket',
      description:
        'The ARN of the role, * allowed, that alone may change versioning, Object Lock, lifecycle and policy of the bucket: the one that deploys this stack. Empty: whoever IAM lets.',
      default: '',
      pattern: '^$|^arn:aws[a-z-]*:(iam|sts)::\\d{12}:[\\x21-\\x7e]+$',
      constraint: 'Empty, or an ARN such as arn:aws:iam::111122223333:role/Deployer',
    },
    ReviewerArn: {
      label: 'Reviewers',
      description:
        'The ARN of the role, * allowed, of those who close reviews and countersign runs in the archive: beside the runner they alone may put these there, and nothing else. Empty: nobody.',
      default: '',
      pattern: '^$|^arn:aws[a-z-]*:(iam|sts)::\\d{12}:[\\x21-\\x7e]+$',
      constraint: 'Empty, or an ARN such as arn:aws:iam::111122223333:role/Reviewer',
    },
  } satisfies Record<string, Parameter>;
}

const A_PREFIX = {
  pattern: '^[\\w.-]+(/[\\w.-]+)*$',
  constraint: 'A path such as audits/countersign, without a slash at either end',
};

/** Versions, Object Lock, encryption, no public access, TLS alone; nobody deletes, and the runner alone writes evidence. */
export function evidenceBucket(): Record<string, Resource> {
  return {
    EvidenceBucket: {
      type: 'AWS::S3::Bucket',
      keep: true,
      properties: {
        BucketName: ref('BucketName'),
        VersioningConfiguration: { Status: 'Enabled' },
        ObjectLockEnabled: true,
        ObjectLockConfiguration: {
          ObjectLockEnabled: 'Enabled',
          Rule: { DefaultRetention: { Mode: ref('RetentionMode'), Days: ref('RetentionDays') } },
        },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            {
              BucketKeyEnabled: true,
              ServerSideEncryptionByDefault: {
                SSEAlgorithm: 'aws:kms',
                KMSMasterKeyID: getAtt('EncryptionKey', 'Arn'),
              },
            },
          ],
        },
        ...CLOSED,
        LifecycleConfiguration: {
          Rules: [
            {
              Id: 'EvidenceGrowsCold',
              Status: 'Enabled',
              Prefix: sub('${EvidencePrefix}/'),
              Transitions: [{ StorageClass: 'GLACIER_IR', TransitionInDays: ref('ColdAfterDays') }],
            },
            {
              Id: 'UnfinishedUploadsGo',
              Status: 'Enabled',
              Prefix: '',
              AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
            },
          ],
        },
      },
    },
    EvidenceBucketPolicy: {
      type: 'AWS::S3::BucketPolicy',
      properties: {
        Bucket: ref('EvidenceBucket'),
        PolicyDocument: policyDocument(
          ...onlyByTls(EVERYWHERE),
          deny(
            'NobodyDeletes',
            [
              's3:BypassGovernanceRetention',
              's3:DeleteObject',
              's3:DeleteObjectVersion',
              's3:PutObjectAcl',
              's3:PutObjectVersionAcl',
            ],
            OBJECTS,
          ),
          deny('NobodyDeletesTheBucket', ['s3:DeleteBucket'], getAtt('EvidenceBucket', 'Arn')),
          deny(
            'OnlyTheRunnerWritesEvidence',
            ['s3:PutObject'],
            sub('${EvidenceBucket.Arn}/${EvidencePrefix}/*'),
            {
              ArnNotEquals: { 'aws:PrincipalArn': RUNNER },
              ArnNotLike: { 'aws:PrincipalArn': when('ReviewersWrite', ref('ReviewerArn'), RUNNER) },
            },
          ),
          when('ReviewersWrite', {
            Sid: 'ReviewersWriteWhatTheySayAlone',
            Effect: 'Deny',
            Principal: '*',
            Action: ['s3:PutObject'],
            NotResource: [
              sub('${EvidenceBucket.Arn}/${EvidencePrefix}/reviews/*'),
              sub('${EvidenceBucket.Arn}/${EvidencePrefix}/*/attestations/*'),
            ],
            Condition: {
              ArnLike: { 'aws:PrincipalArn': ref('ReviewerArn') },
              ArnNotEquals: { 'aws:PrincipalArn': RUNNER },
            },
          }),
          when('SettingsHaveAnAdministrator', {
            ...deny(
              'OnlyTheAdministratorChangesSettings',
              [
                's3:DeleteBucketPolicy',
                's3:PutBucketObjectLockConfiguration',
                's3:PutBucketPolicy',
                's3:PutBucketVersioning',
                's3:PutEncryptionConfiguration',
                's3:PutLifecycleConfiguration',
                's3:PutReplicationConfiguration',
              ],
              getAtt('EvidenceBucket', 'Arn'),
              { ArnNotLike: { 'aws:PrincipalArn': ref('EvidenceAdministratorArn') } },
            ),
          }),
        ),
      },
    },
  };
}

const RUNNER = getAtt('RunnerRole', 'Arn');
const OBJECTS = sub('${EvidenceBucket.Arn}/*');
const EVERYWHERE: Value = [getAtt('EvidenceBucket', 'Arn'), OBJECTS];
