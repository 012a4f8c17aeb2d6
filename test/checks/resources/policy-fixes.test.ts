import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { parse } from 'yaml';
import { resourcePublic } from '../../../src/checks/resources/resource-public.ts';
import { resourceThirdParty } from '../../../src/checks/resources/resource-third-party.ts';
import type { ResourceService } from '../../../src/model/resource-services.ts';
import { evaluateRequest } from '../../policy/support/request-evaluator.ts';
import { atLeast, tries } from '../../support/thorough.ts';
import {
  ENTRY,
  HERE,
  OWN,
  OWN_ORGANIZATION,
  REGISTERED,
  REGISTERED_ORGANIZATION,
  STRANGER,
} from '../support/trust-fixtures.ts';
import {
  brief,
  bucket,
  delegating,
  fixesOf,
  judgeThese,
  member,
  point,
  policyOf,
  queue,
  reads,
  readsThrough,
  type Statement,
  sends,
} from './support.ts';

type Member = ReturnType<typeof bucket>;
const REGION = 'eu-west-1';
const titles = (outcomes: ReturnType<typeof judgeThese>) => fixesOf(outcomes).map(({ title }) => title);
/** The policies that are offered; those of queues stand in their attributes. */
const offered = (outcomes: ReturnType<typeof judgeThese>): Array<{ Statement: Statement[] }> =>
  fixesOf(outcomes)
    .filter(({ title }) => title.endsWith('the policy as it should read'))
    .map(({ text }) => {
      const parsed = JSON.parse(text);
      return typeof parsed.Policy === 'string' ? JSON.parse(parsed.Policy) : parsed;
    });

describe('what is offered where anyone comes in', () => {
  it('is the policy for the own organization, and the one without the statement', () => {
    const other = sends({ AWS: OWN });
    const [narrowed, without] = offered(judgeThese(resourcePublic, [queue(sends('*'), other)]));
    expect(narrowed?.Statement).toEqual([
      sends('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': OWN_ORGANIZATION } } }),
      other,
    ]);
    expect(without?.Statement).toEqual([other]);
  });

  it('keeps those whom the statement names beside', () => {
    const [, without] = offered(judgeThese(resourcePublic, [queue(sends({ AWS: ['*', OWN] }))]));
    expect(without?.Statement).toEqual([sends({ AWS: OWN })]);
  });

  it('is to take the policy away where nothing is left of it, and not its Deny statements', () => {
    const only = judgeThese(resourcePublic, [queue(sends('*'))]);
    expect(titles(only).at(-1)).toBe(
      'If nobody else is meant: take its policy away with the AWS CLI, and out of the CloudFormation template that declares it, where one does',
    );
    const deny = { ...sends({ AWS: STRANGER }), Effect: 'Deny' };
    expect(offered(judgeThese(resourcePublic, [queue(sends('*'), deny)])).at(-1)?.Statement).toEqual([deny]);
  });

  it('is to take out a statement that leaves out a few', () => {
    const statement = { ...sends(null), Principal: undefined, NotPrincipal: { AWS: STRANGER } };
    const found = judgeThese(resourcePublic, [queue(statement, sends({ AWS: OWN }))]);
    expect(offered(found).map(({ Statement }) => Statement)).toEqual([[sends({ AWS: OWN })]]);
  });

  it('is nothing where the policy was not understood, or a list lets anyone in as well', () => {
    expect(titles(judgeThese(resourcePublic, [queue(sends('*'), { Effect: 'Maybe' })]))).toEqual([]);
    const acl = [
      {
        grantee: 'http://acs.amazonaws.com/groups/global/AllUsers',
        granteeType: 'Group',
        permission: 'READ',
      },
    ];
    const found = judgeThese(resourcePublic, [bucket([reads('*')], { acl })]);
    expect(titles(found)).toEqual([
      'If nothing in it is meant to be public: shut everyone outside the account out',
    ]);
  });

  it('is for an access point too', () => {
    const found = judgeThese(resourcePublic, [bucket([delegating()]), point([readsThrough('*')])]);
    expect(fixesOf(found).map(({ text }) => text)).toContain(
      `aws s3control put-access-point-policy --region '${REGION}' --account-id '${HERE}' --name 'readers' --policy file://policy.json`,
    );
  });
});

describe('the commands', () => {
  const arn = (service: string, name: string) => `arn:aws:${service}:${REGION}:${HERE}:${name}`;
  const found = (service: ResourceService, resource: string, Action: string) => {
    const statement = {
      Effect: 'Allow',
      Principal: '*',
      Action,
      Resource: service === 's3' ? `${resource}/*` : '*',
    };
    const administered = { ...statement, Principal: { AWS: HERE }, Action: `${service}:*` };
    const held: Parameters<typeof member>[1] = { service, policy: policyOf(statement, administered) };
    const settings = { ownerId: null, acl: [], block: null, accountBlock: null };
    return judgeThese(resourcePublic, [
      member(resource, service === 's3' ? { ...held, bucket: settings } : held),
    ]);
  };
  test.each<[ResourceService, string, string, string]>([
    [
      's3',
      'arn:aws:s3:::ledger',
      's3:GetObject',
      "aws s3api put-bucket-policy --region 'eu-west-1' --expected-bucket-owner '111122223333' --bucket 'ledger' --policy file://policy.json",
    ],
    [
      'kms',
      arn('kms', 'key/1'),
      'kms:Decrypt',
      "aws kms put-key-policy --region 'eu-west-1' --key-id 'arn:aws:kms:eu-west-1:111122223333:key/1' --policy-name default --policy file://policy.json",
    ],
    [
      'sns',
      arn('sns', 'orders'),
      'sns:Publish',
      "aws sns set-topic-attributes --region 'eu-west-1' --topic-arn 'arn:aws:sns:eu-west-1:111122223333:orders' --attribute-name Policy --attribute-value file://policy.json",
    ],
    [
      'sqs',
      arn('sqs', 'orders'),
      'sqs:SendMessage',
      `aws sqs set-queue-attributes --region 'eu-west-1' --queue-url "$(aws sqs get-queue-url --region 'eu-west-1' --queue-name 'orders' --query QueueUrl --output text)" --attributes file://policy.json`,
    ],
    [
      'secretsmanager',
      arn('secretsmanager', 'secret:s-AbCdEf'),
      'secretsmanager:GetSecretValue',
      "aws secretsmanager put-resource-policy --region 'eu-west-1' --block-public-policy --secret-id 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:s-AbCdEf' --resource-policy file://policy.json",
    ],
    [
      'ecr',
      arn('ecr', 'repository/a/b'),
      'ecr:BatchGetImage',
      "aws ecr set-repository-policy --region 'eu-west-1' --registry-id '111122223333' --repository-name 'a/b' --policy-text file://policy.json",
    ],
    [
      'events',
      arn('events', 'event-bus/orders'),
      'events:PutEvents',
      "aws events put-permission --region 'eu-west-1' --event-bus-name 'orders' --policy file://policy.json",
    ],
    [
      'ecr',
      arn('ecr', 'registry'),
      'ecr:ReplicateImage',
      "aws ecr put-registry-policy --region 'eu-west-1' --policy-text file://policy.json",
    ],
    [
      'backup',
      arn('backup', 'backup-vault:v'),
      'backup:CopyIntoBackupVault',
      "aws backup put-backup-vault-access-policy --region 'eu-west-1' --backup-vault-name 'v' --policy file://policy.json",
    ],
  ])('of %s', (service, resource, Action, expected) => {
    expect(fixesOf(found(service, resource, Action)).map(({ text }) => text.split('\n').at(-1))).toContain(
      expected,
    );
  });

  test.each<[ResourceService, string, string, string, object]>([
    ['s3', 'arn:aws:s3:::ledger', 'AWS::S3::BucketPolicy', 'PolicyDocument', { Bucket: 'ledger' }],
    ['kms', arn('kms', 'key/1'), 'AWS::KMS::Key', 'KeyPolicy', {}],
    ['sns', arn('sns', 't'), 'AWS::SNS::TopicPolicy', 'PolicyDocument', { Topics: [arn('sns', 't')] }],
    [
      ...(['sqs', arn('sqs', 'q.fifo'), 'AWS::SQS::QueuePolicy', 'PolicyDocument'] as const),
      { Queues: [`https://sqs.eu-west-1.amazonaws.com/${HERE}/q.fifo`] },
    ],
    [
      ...(['secretsmanager', arn('secretsmanager', 'secret:s-AbCdEf')] as const),
      ...(['AWS::SecretsManager::ResourcePolicy', 'ResourcePolicy'] as const),
      { SecretId: arn('secretsmanager', 'secret:s-AbCdEf'), BlockPublicPolicy: true },
    ],
    [
      ...([
        'ecr',
        arn('ecr', 'repository/team/app'),
        'AWS::ECR::Repository',
        'RepositoryPolicyText',
      ] as const),
      { RepositoryName: 'team/app' },
    ],
    ['ecr', arn('ecr', 'registry'), 'AWS::ECR::RegistryPolicy', 'PolicyText', {}],
    [
      ...(['events', arn('events', 'event-bus/orders'), 'AWS::Events::EventBus', 'Policy'] as const),
      { Name: 'orders' },
    ],
    [
      ...(['backup', arn('backup', 'backup-vault:v'), 'AWS::Backup::BackupVault', 'AccessPolicy'] as const),
      { BackupVaultName: 'v' },
    ],
  ])('of %s stand in a template too', (service, resource, Type, policyIn, more) => {
    const judged = found(service, resource, `${service}:*`);
    const [policy] = offered(judged);
    const [fragment] = fixesOf(judged).filter(({ title }) => title.includes('CloudFormation template'));
    expect(Object.values(parse(fragment?.text ?? '').Resources)).toEqual([
      { Type, Properties: { ...more, [policyIn]: policy } },
    ]);
  });

  it('stand in no template for the bus that every account has', () => {
    const said = titles(found('events', arn('events', 'event-bus/default'), 'events:PutEvents'));
    expect(said.some((title) => title.includes('AWS CLI'))).toBe(true);
    expect(said.some((title) => title.includes('CloudFormation'))).toBe(false);
  });

  it('stand in no template that would make of the policy another one', () => {
    const text = policyOf(sends('*'), sends({ AWS: OWN }, { Sid: '{{resolve:ssm:a}}' }));
    const queued = queue();
    if (queued.fact.status !== 'COLLECTED') throw new Error('it was read');
    const judged = judgeThese(resourcePublic, [
      member(queued.resource, { ...queued.fact.value, policy: text }),
    ]);
    expect(titles(judged).some((title) => title.includes('AWS CLI'))).toBe(true);
    expect(titles(judged).some((title) => title.includes('CloudFormation'))).toBe(false);
  });

  it('are none for a function, which takes no whole policy', () => {
    const statement = { Effect: 'Allow', Principal: '*', Action: 'lambda:InvokeFunction', Resource: '*' };
    const held = { service: 'lambda' as const, policy: policyOf(statement) };
    expect(titles(judgeThese(resourcePublic, [member(arn('lambda', 'function:f'), held)]))).toEqual([]);
  });
});

describe('what is offered for a third party', () => {
  const who = { AWS: REGISTERED };
  const entry = { ...ENTRY, allowedSourceIps: ['203.0.113.0/24'] };
  const all = { requireTls: true, requireEncryption: true, requireOrganization: true };
  const write = (principal: unknown, more: Statement = {}) =>
    reads(principal, { Action: ['s3:GetObject', 's3:PutObject'], ...more });

  it('that is not registered is the policy without it', () => {
    const found = judgeThese(resourceThirdParty, [queue(sends({ AWS: [STRANGER, OWN] }))]);
    expect(offered(found).map(({ Statement }) => Statement)).toEqual([[sends({ AWS: OWN })]]);
  });

  it('is all that is asked for, and passes when it is judged again', () => {
    const found = judgeThese(resourceThirdParty, [bucket([write(who)])], { entry, parameters: all });
    expect(brief(found)).toEqual([`FAIL ${REGISTERED} medium`]);
    expect(found[0]?.detail).toContain(
      'not asked for TLS, the addresses of the register, encryption by KMS and the organization of the register.',
    );
    const [proposed] = offered(found);
    expect(proposed?.Statement).toEqual([
      write(who, {
        Condition: {
          Bool: { 'aws:SecureTransport': 'true' },
          IpAddress: { 'aws:SourceIp': '203.0.113.0/24' },
          StringEquals: { 'aws:PrincipalOrgID': REGISTERED_ORGANIZATION },
        },
      }),
      {
        ...{ Effect: 'Deny', Principal: { AWS: REGISTERED }, Action: 's3:PutObject' },
        Resource: 'arn:aws:s3:::ledger/*',
        Condition: { StringNotEquals: { 's3:x-amz-server-side-encryption': ['aws:kms', 'aws:kms:dsse'] } },
      },
    ]);
    const again = bucket(proposed?.Statement ?? []);
    expect(brief(judgeThese(resourceThirdParty, [again], { entry, parameters: all }))).toEqual(['PASS']);
  });

  it('asks nobody for encryption who only reads, and nobody for an organization that the register does not name', () => {
    const parameters = { requireEncryption: true, requireOrganization: true };
    const without = { ...ENTRY, organizationIds: [] };
    expect(
      brief(judgeThese(resourceThirdParty, [bucket([reads(who)])], { entry: without, parameters })),
    ).toEqual(['PASS']);
  });

  test.each<[string, Statement, string]>([
    [
      'a Deny of what is not encrypted',
      { StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } },
      'PASS',
    ],
    [
      'a Deny of what names another key',
      {
        StringNotEquals: {
          's3:x-amz-server-side-encryption-aws-kms-key-id': 'arn:aws:kms:eu-west-1:111122223333:key/1',
        },
      },
      'PASS',
    ],
    [
      'a Deny of what S3 encrypts by itself',
      { StringNotEquals: { 's3:x-amz-server-side-encryption': ['aws:kms', 'AES256'] } },
      `FAIL ${REGISTERED} medium`,
    ],
    [
      'a Deny of what names nothing',
      { Null: { 's3:x-amz-server-side-encryption': 'true' } },
      `FAIL ${REGISTERED} medium`,
    ],
  ])('is held to encryption by %s', (_what, Condition, expected) => {
    const deny = { Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: '*', Condition };
    const given = { parameters: { requireEncryption: true } };
    expect(brief(judgeThese(resourceThirdParty, [bucket([write(who), deny])], given))).toEqual([expected]);
  });

  test.each<[string, Statement, string]>([
    ['its own', { 'aws:PrincipalOrgID': REGISTERED_ORGANIZATION }, 'PASS'],
    [
      'its own or another',
      { 'aws:PrincipalOrgID': [REGISTERED_ORGANIZATION, 'o-other12345'] },
      `FAIL ${REGISTERED} medium`,
    ],
    ['the account', { 'aws:PrincipalAccount': REGISTERED }, `FAIL ${REGISTERED} medium`],
  ])('is held to an organization by a condition on %s', (_what, equals, expected) => {
    const given = { parameters: { requireOrganization: true } };
    const statement = sends(who, { Condition: { StringEquals: equals } });
    expect(brief(judgeThese(resourceThirdParty, [queue(statement)], given))).toEqual([expected]);
  });
});

describe('what is offered against a third party', () => {
  const named = (Condition: object, principal: unknown = '*') =>
    sends(principal, { Sid: 'Feeds', Condition });
  const without = (...statements: Statement[]) =>
    offered(judgeThese(resourceThirdParty, [queue(...statements)])).map(({ Statement }) => Statement);
  test.each<[string, Statement, Statement]>([
    [
      'own accounts',
      named({ StringEquals: { 'aws:PrincipalAccount': [HERE, STRANGER, OWN] } }),
      named({ StringEquals: { 'aws:PrincipalAccount': [HERE, OWN] } }),
    ],
    [
      'the own organization',
      named({
        StringEquals: { 'aws:PrincipalOrgID': ['o-other12345', OWN_ORGANIZATION] },
        Bool: { 'aws:SecureTransport': 'true' },
      }),
      named({
        StringEquals: { 'aws:PrincipalOrgID': [OWN_ORGANIZATION] },
        Bool: { 'aws:SecureTransport': 'true' },
      }),
    ],
    [
      'services that come for own accounts',
      named(
        { ArnLike: { 'aws:SourceArn': [`arn:aws:sns:*:${HERE}:*`, `arn:aws:sns:*:${STRANGER}:*`] } },
        { Service: 'sns.amazonaws.com' },
      ),
      named({ ArnLike: { 'aws:SourceArn': [`arn:aws:sns:*:${HERE}:*`] } }, { Service: 'sns.amazonaws.com' }),
    ],
  ])('leaves in %s whom the same condition names', (_who, before, after) => {
    expect(without(before)).toEqual([[after]]);
  });

  it('takes it out of other statements as well', () => {
    const before = named({ StringEquals: { 'aws:PrincipalAccount': [HERE, STRANGER] } });
    const after = named({ StringEquals: { 'aws:PrincipalAccount': [HERE] } });
    const only = named({ StringEquals: { 'aws:PrincipalAccount': STRANGER } });
    expect(without(before, only, sends({ AWS: [STRANGER, OWN] }))).toEqual([[after, sends({ AWS: OWN })]]);
  });

  it('is nothing where own accounts would be shut out', () => {
    const deny = named({ StringNotEquals: { 'aws:PrincipalAccount': [HERE, STRANGER] } });
    expect(without(sends('*'), { ...deny, Effect: 'Deny' })).toEqual([]);
  });
});

describe('what is offered for a key', () => {
  const KEY = `arn:aws:kms:${REGION}:${HERE}:key/1`;
  const gives = (Action: string, principal: unknown) => ({
    ...{ Effect: 'Allow', Principal: principal, Action, Resource: '*' },
  });
  const of = (check: typeof resourcePublic | typeof resourceThirdParty, ...statements: Statement[]) =>
    offered(
      judgeThese(check, [member(KEY, { service: 'kms', policy: policyOf(...statements), grants: [] })]),
    );

  it('leaves someone of the own account who may change its policy', () => {
    const admin = gives('kms:*', { AWS: HERE });
    expect(of(resourcePublic, gives('kms:Decrypt', '*'), admin).at(-1)?.Statement).toEqual([admin]);
    expect(of(resourceThirdParty, gives('kms:*', { AWS: [HERE, STRANGER] }))[0]?.Statement).toEqual([admin]);
    expect(
      of(resourceThirdParty, gives('kms:*', { AWS: STRANGER }), gives('kms:Decrypt', { AWS: HERE })),
    ).toEqual([]);
    const narrowed = of(resourcePublic, gives('kms:*', '*'), gives('kms:Decrypt', { AWS: HERE }));
    expect(narrowed).toHaveLength(1);
  });
});

describe('what a service would not take is not offered', () => {
  const many = (count: number, size: number) =>
    Array.from({ length: count }, (_, index) => sends({ AWS: OWN }, { Sid: `S${index}${'x'.repeat(size)}` }));
  test.each<[string, number, Member]>([
    ['as long as it was', 2, queue(sends('*'), ...many(10, 10))],
    ['longer than a queue takes', 1, queue(sends('*'), ...many(1, 8192 - 320))],
    [
      'with more conditions than a queue takes',
      1,
      queue(
        sends('*'),
        ...many(10, 10).map((one) => ({ ...one, Condition: { Bool: { 'aws:SecureTransport': 'true' } } })),
      ),
    ],
  ])('%s', (_what, expected, given) =>
    expect(offered(judgeThese(resourcePublic, [given]))).toHaveLength(expected),
  );

  it('with more statements than a queue takes', () => {
    const both = sends({ AWS: [REGISTERED, OWN] });
    const given = { parameters: { requireTls: true } };
    const count = (...more: Statement[]) =>
      offered(judgeThese(resourceThirdParty, [queue(both, ...more)], given)).length;
    expect([count(...many(18, 10)), count(...many(19, 10))]).toEqual([1, 0]);
  });
});

const conditions = fc.constantFrom<Statement>(
  {},
  { Bool: { 'aws:SecureTransport': 'false' } },
  { Bool: { 'aws:SecureTransport': 'true' } },
  { StringLike: { 'aws:PrincipalOrgID': 'o-*' } },
  { StringNotEquals: { 'aws:PrincipalOrgID': OWN_ORGANIZATION } },
  { StringEqualsIfExists: { 'aws:PrincipalOrgID': [OWN_ORGANIZATION, 'o-other12345'] } },
  { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } },
  { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
  { StringEquals: { 'aws:PrincipalAccount': [OWN, STRANGER] } },
  { StringNotEquals: { 'aws:PrincipalAccount': [HERE, OWN, STRANGER] } },
);
const statements = fc.array(
  fc.record({
    effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
    principal: fc.constantFrom<unknown>(
      '*',
      { AWS: ['*', OWN] },
      { AWS: [STRANGER, REGISTERED] },
      { AWS: REGISTERED },
    ),
    condition: conditions,
  }),
  { minLength: 1, maxLength: 4 },
);
const requests = fc.record({
  accountId: fc.constantFrom(HERE, OWN, STRANGER, REGISTERED, '777777777777'),
  context: fc.record(
    {
      'aws:PrincipalOrgID': fc.constantFrom(OWN_ORGANIZATION, REGISTERED_ORGANIZATION, 'o-other12345'),
      'aws:SecureTransport': fc.constantFrom('true', 'false'),
      'aws:SourceIp': fc.constantFrom('203.0.113.9', '198.51.100.9'),
    },
    { requiredKeys: ['aws:SecureTransport'] },
  ),
});

it('never lets in anyone who could not come before, and for a third party shuts out no own account', () => {
  const seen = { offered: 0, entered: 0, kept: 0 };
  fc.assert(
    fc.property(statements, fc.array(requests, { minLength: 12, maxLength: 12 }), (given, asked) => {
      const all = given.map(({ effect, principal, condition }) =>
        sends(principal, { Effect: effect, Condition: condition }),
      );
      const subject: Member = queue(...all);
      const before = policyOf(...all);
      const entry = { ...ENTRY, allowedSourceIps: ['203.0.113.0/24'] };
      const againstAnyone = offered(judgeThese(resourcePublic, [subject]));
      const againstThem = offered(
        judgeThese(resourceThirdParty, [subject], {
          entry,
          parameters: { requireTls: true, requireOrganization: true },
        }),
      );
      for (const proposed of [...againstAnyone, ...againstThem]) {
        seen.offered += 1;
        for (const { accountId, context: given } of asked) {
          const caller = { kind: 'aws' as const, arn: `arn:aws:iam::${accountId}:user/u`, accountId };
          const context = { ...(given as Record<string, string>), 'aws:PrincipalAccount': accountId };
          const request = { action: 'sqs:SendMessage', caller, context };
          const isLetIn = (policy: string) => evaluateRequest(policy, request) === 'ALLOW';
          const comes = isLetIn(JSON.stringify(proposed));
          if (comes) seen.entered += 1;
          if (comes) expect(isLetIn(before)).toBe(true);
          else if ([HERE, OWN].includes(accountId) && againstThem.includes(proposed)) {
            seen.kept += 1;
            expect(isLetIn(before)).toBe(false);
          }
        }
      }
    }),
    tries(1500, 11),
  );
  expect(seen.offered).toBeGreaterThanOrEqual(atLeast(1));
  expect(seen.entered).toBeGreaterThanOrEqual(atLeast(1));
  expect(seen.kept).toBeGreaterThanOrEqual(atLeast(1));
});
