import { describe, expect, it } from 'vitest';
import { thirdPartyPrivileges } from '../../../src/checks/trust/third-party-privileges.ts';
import type { RegisteredThirdParty } from '../../../src/model/party.ts';
import { allow, deny, type Held, managed } from '../../policy/permissions/roles.ts';
import { judgePermissions, partyRole } from '../support/third-party-permissions.ts';
import {
  ENTRY,
  finding,
  OWN,
  proposedStatements,
  REGISTERED,
  STRANGER,
  statuses,
} from '../support/trust-fixtures.ts';

const IP = { Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } };

function judged(held: Held, accounts: string[] = [STRANGER], entry: RegisteredThirdParty = ENTRY) {
  return judgePermissions(thirdPartyPrivileges, [partyRole(accounts, held)], { entry });
}

function allowed(maxAccess: 'list' | 'read' | 'write' | 'admin', held: Held) {
  return judged(held, [REGISTERED], { ...ENTRY, maxAccess });
}

describe('third-party-privileges', () => {
  it('fails for writing by a party that is not registered: services, levels, statements, a Deny', () => {
    const queue = managed('queue', [allow('sqs:ListQueues'), allow(['sqs:SendMessage', 'sqs:TagQueue'])]);
    const found = finding(
      judged({ inline: allow(['s3:GetBucketLocation', 's3:PutObject']), attached: [queue] }),
    );
    expect(found.detail).toBe(
      `By this role account ${STRANGER} gets more than the read access that holds where the register says nothing: s3 (write) and sqs (write, tagging) (statement 1 of inline policy own and statement 2 of attached policy queue). Service and resource control policies may narrow this and were not evaluated.`,
    );
    expect(found).toMatchObject({ discriminator: STRANGER, thirdParty: { kind: 'unknown' } });
    expect(found.evidence.map(({ pointer }) => pointer)).toEqual([
      '/roles/0/inlinePolicies/0/document/Statement',
      '/policies/1/document/Statement/1',
      '/roles/0/trustPolicy/Statement/0',
    ]);
    expect(proposedStatements(found)).toEqual([
      { Effect: 'Deny', Action: ['s3:PutObject', 'sqs:SendMessage', 'sqs:TagQueue'], Resource: '*' },
    ]);
  });

  it.each([
    ['list', 's3:ListBucket', 'PASS'],
    ['list', 's3:GetBucketLocation', 'FAIL'],
    ['list', 's3:PutObject', 'FAIL'],
    ['read', 's3:ListBucket', 'PASS'],
    ['read', 's3:GetBucketLocation', 'PASS'],
    ['read', 's3:PutObject', 'FAIL'],
    ['read', 's3:PutObjectTagging', 'FAIL'],
    ['read', 's3:PutBucketPolicy', 'FAIL'],
    ['write', 's3:GetBucketLocation', 'PASS'],
    ['write', 's3:PutObject', 'PASS'],
    ['write', 's3:PutObjectTagging', 'PASS'],
    ['write', 's3:PutBucketPolicy', 'FAIL'],
    ['write', 's3:GetObject', 'FAIL'],
    ['admin', 's3:PutBucketPolicy', 'PASS'],
    ['admin', 's3:GetObject', 'PASS'],
  ] as const)('holds %s against %s: %s', (maxAccess, action, status) => {
    expect(statuses(allowed(maxAccess, { inline: allow(action) }))).toEqual([status]);
  });

  it('takes read for a registered party of which the register says nothing', () => {
    expect(statuses(judged({ inline: allow('s3:PutObject') }, [REGISTERED]))).toEqual(['FAIL']);
    expect(statuses(judged({ inline: allow('s3:GetBucketLocation') }, [REGISTERED]))).toEqual(['PASS']);
  });

  it('judges each party by its own entry', () => {
    const outcomes = judged({ inline: allow('s3:PutObject') }, [STRANGER, REGISTERED], {
      ...ENTRY,
      maxAccess: 'write',
    });
    expect(statuses(outcomes)).toEqual(['FAIL', 'PASS']);
  });

  it.each([
    ['s3:GetObject', '*', 'objects in S3'],
    ['s3:GetObject', 'arn:aws:s3:::*', 'objects in S3'],
    ['s3:Get*', 'arn:aws:s3:::*/*', 'objects in S3'],
    ['secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:*:*:secret:*', 'secrets'],
    ['ssm:GetParameter*', 'arn:aws:ssm:*:*:parameter/*', 'parameters'],
    ['kms:Decrypt', '*', 'decryption with KMS keys'],
    ['ebs:GetSnapshotBlock', 'arn:aws:ec2:*::snapshot/*', 'blocks of EBS snapshots'],
    ['dynamodb:*Get*', 'arn:aws:dynamodb:*:*:table/*', 'tables in DynamoDB'],
    ['logs:FilterLogEvents', '*', 'contents of CloudWatch logs'],
    ['athena:GetQueryResults', '*', 'results of Athena queries'],
    ['lambda:GetFunction', 'arn:aws:lambda:*:*:function:*', 'code of Lambda functions'],
    ['acm:ExportCertificate', '*', 'private keys of certificates'],
    ['ec2:Describe*', '*', 'user data of instances and launch templates'],
    ['ec2:DescribeInstanceAttribute', 'arn:aws:ec2:*:*:instance/*', 'user data of instances'],
    ['ec2:DescribeLaunchTemplateVersions', '*', 'user data of instances and launch templates'],
    ['lambda:GetFunctionConfiguration', '*', 'environment variables'],
    ['lambda:ListFunctions', '*', 'environment variables'],
    ['ecs:DescribeTaskDefinition', '*', 'environment variables'],
    ['codebuild:BatchGetProjects', 'arn:aws:codebuild:*:*:project/*', 'environment variables'],
    ['glue:GetJobs', '*', 'environment variables and start-up commands'],
    ['glue:GetJobRun', 'arn:aws:glue:*:*:job/*', 'environment variables and start-up commands'],
    ['xray:BatchGetTraces', '*', 'traces in X-Ray'],
    ['glue:GetConnection', 'arn:aws:glue:*:*:connection/*', 'passwords in connections'],
    ['es:ESHttpGet', 'arn:aws:es:*:*:domain/*', 'documents in OpenSearch'],
    ['es:ESHttpGet', 'arn:aws:es:*:*:domain/*/*', 'documents in OpenSearch'],
    ['aoss:APIAccessAll', '*', 'documents in OpenSearch'],
    ['cassandra:Select', 'arn:aws:cassandra:*:*:/keyspace/*/table/*', 'tables in Keyspaces'],
    ['timestream:Select', 'arn:aws:timestream:*:*:database/*/table/*', 'time series in Timestream'],
    ['neptune-db:ReadDataViaQuery', 'arn:aws:neptune-db:*:*:*/*', 'graphs in Neptune'],
    ['healthlake:ReadResource', 'arn:aws:healthlake:*:*:datastore/fhir/*', 'health records'],
    ['healthlake:SearchWithGet', '*', 'health records'],
    ['eks-auth:AssumeRoleForPodIdentity', 'arn:aws:eks:*:*:cluster/*', 'credentials of databases, clusters'],
    ['logs:GetLogEvents', 'arn:aws:logs:*:*:log-group:*:log-stream:*', 'contents of CloudWatch logs'],
    ['s3express:CreateSession', '*', 'objects in S3'],
    ['connect:GetFederationToken', '*', 'tokens and access codes'],
  ])('names sensitive reads: %s on %s', (action, resource, what) => {
    expect(finding(allowed('read', { inline: allow(action, resource) })).detail).toContain(
      `without being bound to named resources, it reads ${what}`,
    );
  });

  it.each([
    ['s3:GetObject', 'arn:aws:s3:::reports/*'],
    ['secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:*:*:secret:vendor/*'],
    ['dynamodb:GetItem', 'arn:aws:dynamodb:*:*:table/orders'],
    ['logs:GetLogEvents', 'arn:aws:logs:*:*:log-group:vendor:log-stream:*'],
    ['healthlake:ReadResource', 'arn:aws:healthlake:*:*:datastore/fhir/0123'],
    ['kms:Decrypt', 'arn:aws:kms:*:111122223333:key/1234'],
    ['apigateway:GET', 'arn:aws:apigateway:*::/clientcertificates/*'],
  ])('lets %s on %s be', (action, resource) => {
    expect(statuses(judged({ inline: allow(action, resource) }))).toEqual(['PASS']);
  });

  it('tells the resources of one service from those of another in the same statement', () => {
    const statement = allow(
      ['s3:GetObject', 'ssm:GetParameter'],
      ['arn:aws:s3:::reports/*', 'arn:aws:ssm:*:*:parameter/*'],
    );
    const { detail } = finding(judged({ inline: statement }));
    expect(detail).toContain('it reads parameters (');
  });

  it.each([
    [
      'a Deny',
      {
        inline: [
          allow('s3:*', 'arn:aws:s3:::b/*'),
          { Effect: 'Deny', NotAction: 's3:GetObject', Resource: '*' },
        ],
      },
    ],
    [
      'a boundary',
      { inline: allow(['s3:PutObject', 's3:ListBucket']), boundary: managed('b', allow('s3:List*')) },
    ],
    [
      'a Deny of what is sensitive',
      { inline: [allow('s3:Get*'), deny(['s3:GetObject*', 's3:GetDataAccess'])] },
    ],
    [
      'a boundary that leaves data of named resources alone',
      { inline: allow('s3:GetObject'), boundary: managed('b', allow('s3:*', 'arn:aws:s3:::b/*')) },
    ],
    [
      'a Deny of data of all but named resources',
      {
        inline: [allow('s3:GetObject'), { Effect: 'Deny', Action: 's3:*', NotResource: 'arn:aws:s3:::b/*' }],
      },
    ],
    [
      'a boundary on named resources',
      {
        inline: allow('s3:PutObject', 'arn:aws:s3:::a/*'),
        boundary: managed('b', allow('s3:*', 'arn:aws:s3:::b/*')),
      },
    ],
  ] as Array<[string, Held]>)('counts %s', (_says, held) => {
    expect(statuses(judged(held))).toEqual(['PASS']);
  });

  it.each([
    [
      'a boundary that leaves data of named resources and of others',
      {
        inline: allow('s3:GetObject'),
        boundary: managed('b', [allow('s3:*', 'arn:aws:s3:::b/*'), allow('s3:Get*', 'arn:aws:s3:::*')]),
      },
    ],
    [
      'a conditional Deny of data of all but named resources',
      {
        inline: [
          allow('s3:GetObject'),
          { Effect: 'Deny', Action: 's3:*', NotResource: 'arn:aws:s3:::b/*', ...IP },
        ],
      },
    ],
    [
      'a Deny of data of all but everything',
      { inline: [allow('s3:GetObject'), { Effect: 'Deny', Action: 's3:*', NotResource: '*' }] },
    ],
    ['a conditional Allow', { inline: allow('s3:PutObject', '*', IP) }],
    ['a conditional Deny', { inline: [allow('s3:PutObject'), deny('s3:*', '*', IP)] }],
    [
      'NotAction',
      { inline: { Effect: 'Allow', NotAction: ['iam:*', 'sts:*', 's3:*'], Resource: 'arn:aws:sqs:*:*:q' } },
    ],
    [
      'NotResource',
      { inline: { Effect: 'Allow', Action: 's3:GetObject', NotResource: 'arn:aws:s3:::secret/*' } },
    ],
  ] as Array<[string, Held]>)('is not taken in by %s', (_says, held) => {
    expect(statuses(judged(held))).toEqual(['FAIL']);
  });

  it.each([
    'states:GetExecutionHistory',
    'states:DescribeExecution',
    'cloudfront-keyvaluestore:GetKey',
    'cloudfront-keyvaluestore:ListKeys',
    'workmailmessageflow:GetRawMessageContent',
    'connect:GetContactAttributes',
  ])('knows that %s gives data', (action) => {
    expect(statuses(judged({ inline: allow(action) }))).toEqual(['FAIL']);
  });

  it('keeps a long list of services short, and proposes no Deny of half of AWS', () => {
    const found = finding(judged({ inline: allow('*:Tag*') }));
    expect(found.detail).toMatch(/ and \d+ more services \(statement 1 of inline policy own\)/);
    expect(found.detail.length).toBeLessThan(1000);
    expect(found.fixes?.()).toEqual([]);
  });

  it.each([
    [
      'ViewOnlyAccess',
      allow(['ec2:DescribeInstances', 'iam:List*', 's3:ListAllMyBuckets', 's3:ListBucket']),
      'PASS',
    ],
    // ec2:Describe* shows the user data of every instance.
    ['SecurityAudit', allow(['iam:Get*', 'iam:List*', 'ec2:Describe*', 's3:GetBucket*']), 'FAIL'],
    ['ReadOnlyAccess', allow(['s3:Get*', 's3:List*', 'dynamodb:Get*', 'dynamodb:Query']), 'FAIL'],
    ['AmazonS3FullAccess', allow(['s3:*', 's3-object-lambda:*']), 'FAIL'],
  ] as Array<[string, object, string]>)('judges %s by its document', (name, statement, status) => {
    expect(statuses(judged({ attached: [managed(name, [statement])] }))).toEqual([status]);
  });

  it.each([
    ['an administrator', { inline: allow('*') }],
    ['one with a way to administrator', { inline: allow(['iam:PutUserPolicy', 's3:PutObject']) }],
  ] as Array<[string, Held]>)('leaves %s to third-party-admin', (_says, held) => {
    const outcomes = judged(held);
    expect(statuses(outcomes)).toEqual(['NOT_APPLICABLE']);
    expect(outcomes[0]?.detail).toContain('third-party-admin');
  });

  it.each([
    ['an action that no list knows', { inline: allow('s3:MakeCoffee') }, 's3:makecoffee'],
    ['a service that no list knows', { inline: allow('coffee:*') }, 'coffee:*'],
    ['an attached policy that was not collected', { missing: ['lost'] }, 'attached policy lost'],
    ['a document that is not JSON', { inline: 'x' }, 'not JSON'],
  ] as Array<[string, Held, string]>)('is unknown for %s', (_says, held, words) => {
    const outcomes = judged(held);
    expect(statuses(outcomes)).toEqual(['UNKNOWN']);
    expect(outcomes[0]?.detail).toContain(words);
  });

  it('takes an unlisted action for reading by its name, and does not mind one that is denied', () => {
    expect(statuses(judged({ inline: allow('s3:GetCoffee') }))).toEqual(['PASS']);
    expect(statuses(judged({ inline: [allow('s3:MakeCoffee'), deny('s3:Make*')] }))).toEqual(['PASS']);
    expect(statuses(allowed('list', { inline: allow('s3:GetCoffee') }))).toEqual(['UNKNOWN']);
  });

  it('is not applicable for roles of own accounts', () => {
    expect(statuses(judged({ inline: allow('s3:PutObject') }, [OWN]))).toEqual(['NOT_APPLICABLE']);
  });
});
