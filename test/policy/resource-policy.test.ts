import { describe, expect, it, test } from 'vitest';
import { narrowingOf } from '../../src/policy/narrowing.ts';
import { readResourcePolicy } from '../../src/policy/resource-policy.ts';
import { oneIn } from '../support/thorough.ts';

const BUCKET = 'arn:aws:s3:::ledger';
const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:orders';
const VENDOR = '999988887777';

type Json = Record<string, unknown>;

function read(statement: Json | Json[], service = 's3', arn = BUCKET) {
  const document = JSON.stringify({ Version: '2012-10-17', Statement: statement });
  return readResourcePolicy(document, service, arn);
}

const allow = (more: Json = {}): Json => ({
  Effect: 'Allow',
  Principal: { AWS: VENDOR },
  Action: ['s3:GetObject', 's3:ListBucket'],
  Resource: [BUCKET, `${BUCKET}/*`],
  ...more,
});
const tls = (resource: string | string[]): Json => ({
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: resource,
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});
/** Each grant in a line: who, what, and the keys that are required. */
function lines({ grants }: ReturnType<typeof read>): string[] {
  return grants.map(({ principal, actions, conditions }) => {
    const keys = conditions.filter(({ required }) => required).map(({ keyLower }) => keyLower);
    return [principal.value, actions.toSorted().join(' '), ...keys].join(' | ');
  });
}

describe('what the policy of a bucket gives', () => {
  test.each<[string, Json[], string[]]>([
    ['both kinds of actions', [allow()], [`${VENDOR} | s3:GetObject s3:ListBucket`]],
    ['those on objects alone', [allow({ Resource: `${BUCKET}/*` })], [`${VENDOR} | s3:GetObject`]],
    ['those on the bucket alone', [allow({ Resource: BUCKET })], [`${VENDOR} | s3:ListBucket`]],
    ['nothing on another bucket', [allow({ Resource: `${BUCKET}-other/*` })], []],
    [
      'a Deny on objects, not on the bucket',
      [allow(), tls(`${BUCKET}/*`)],
      [`${VENDOR} | s3:ListBucket`, `${VENDOR} | s3:GetObject`],
    ],
    [
      'what a Deny without conditions leaves',
      [allow(), { Effect: 'Deny', Principal: '*', Action: 's3:List*', Resource: '*' }],
      [`${VENDOR} | s3:GetObject`],
    ],
    [
      'a Deny on some objects, which takes none away for sure',
      [
        allow({ Resource: `${BUCKET}/*` }),
        { Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: `${BUCKET}/private/*` },
      ],
      [`${VENDOR} | s3:GetObject`],
    ],
    [
      'nobody whom a Deny with NotPrincipal leaves out',
      [
        allow({ Principal: '*' }),
        { Effect: 'Deny', NotPrincipal: { AWS: VENDOR }, Action: 's3:*', Resource: [BUCKET, `${BUCKET}/*`] },
      ],
      [`${VENDOR} | s3:GetObject s3:ListBucket`],
    ],
    [
      'an action that nobody published',
      [allow({ Action: 's3:GetTomorrow', Resource: '*' })],
      [`${VENDOR} | s3:GetTomorrow`],
    ],
  ])('%s', (_what, statements, expected) => {
    const found = read(statements);
    expect(found.problems).toEqual([]);
    expect(lines(found).map((line) => line.replace(' | aws:securetransport', ''))).toEqual(expected);
  });

  it('says under which conditions, also those of a Deny', () => {
    const [grant] = read([allow(), tls([BUCKET, `${BUCKET}/*`])]).grants;
    expect(grant?.conditions).toMatchObject([
      { keyLower: 'aws:securetransport', operator: 'BoolIfExists', values: ['true'], origin: 'deny' },
    ]);
  });

  it('gives an access level a name: all that S3 publishes by s3:*', () => {
    const [grant] = read(allow({ Action: 's3:*' })).grants;
    expect(grant?.actions).toContain('s3:PutBucketPolicy');
    expect(grant?.actions).toContain('s3:GetObject');
  });
});

describe('whom services themselves name', () => {
  const anyone = (condition: Json): Json => ({
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: ['SNS:Publish', 'SNS:Subscribe', 'SNS:Receive'],
    Resource: TOPIC,
    Condition: condition,
  });
  test.each<[Json, string[] | null]>([
    [{ StringEquals: { 'AWS:SourceOwner': '111122223333' } }, ['111122223333']],
    [{ StringEquals: { 'kms:CallerAccount': '111122223333' } }, ['111122223333']],
    [{ StringEquals: { 's3:DataAccessPointAccount': '111122223333' } }, ['111122223333']],
    [{ StringLike: { 'AWS:SourceOwner': '1111*' } }, null],
    [{ StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } }, null],
    [{ Bool: { 'aws:SecureTransport': 'true' } }, null],
    [{ BoolIfExists: { 'aws:PrincipalIsAWSService': 'true' } }, null],
  ])('%j', (condition, expected) => {
    const { grants, problems } = read(anyone(condition), 'sns', TOPIC);
    expect(problems).toEqual([]);
    expect(grants).toHaveLength(1);
    for (const grant of grants) expect(narrowingOf(grant)?.accountIds ?? null).toEqual(expected);
  });

  it('takes no key of the service for one that no request carries', () => {
    const deny: Json = {
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: '*',
      Condition: {
        StringNotEquals: { 'aws:PrincipalAccount': VENDOR, 's3:x-amz-acl': 'bucket-owner-full-control' },
      },
    };
    const { grants } = read([allow({ Principal: '*' }), deny]);
    expect(grants.map((grant) => narrowingOf(grant))).toEqual([null]);
  });

  it('reads a policy without resources, as repositories have', () => {
    const { grants } = read(
      { Effect: 'Allow', Principal: { AWS: VENDOR }, Action: 'ecr:BatchGetImage' },
      'ecr',
      'x',
    );
    expect(grants).toMatchObject([{ actions: ['ecr:BatchGetImage'] }]);
  });
});

describe('what a statement says of another resource', () => {
  const arnOf = (service: string, resource: string) =>
    `arn:aws:${service}:eu-west-1:111122223333:${resource}`;
  test.each<[string, string, string, number]>([
    ['sqs', 'orders', 'others', 0],
    ['sqs', 'orders', 'ord*', 1],
    ['sns', 'orders', 'others', 0],
    ['kms', 'key/1', 'key/2', 0],
    ['kms', 'key/1', 'alias/one', 0],
    ['events', 'event-bus/b', 'rule/b/nightly', 1],
    ['backup', 'backup-vault:v', 'recovery-point:*', 1],
    ['ecr', 'registry', 'repository/*', 1],
  ])('%s: %s, of %s', (service, itself, named, expected) => {
    const statement = {
      ...{ Effect: 'Allow', Principal: { AWS: VENDOR }, Action: `${service}:*` },
      Resource: arnOf(service, named),
    };
    expect(read(statement, service, arnOf(service, itself)).grants).toHaveLength(expected);
  });

  it('counts where it is no ARN, as of old in queues', () => {
    const statement = allow({ Action: 'sqs:SendMessage', Resource: '/111122223333/orders' });
    expect(read(statement, 'sqs', arnOf('sqs', 'orders')).grants).toHaveLength(1);
  });
});

describe('what nobody can read', () => {
  it.each([
    ['no JSON', '{'],
    ['no object', '[]'],
    ['no statement', '{}'],
    [
      'a principal that is none',
      JSON.stringify({ Statement: [{ ...allow(), Principal: { AWS: 'nobody' } }] }),
    ],
    ['a resource that is none', JSON.stringify({ Statement: [{ ...allow(), Resource: [5] }] })],
  ])('%s is a problem', (_what, document) => {
    expect(readResourcePolicy(document, 's3', BUCKET).problems).not.toEqual([]);
  });

  oneIn(3)('a policy that was made to take long ends, and says so', () => {
    const principals = Array.from({ length: 400 }, (_, index) => String(100_000_000_000 + index));
    const resources = Array.from({ length: 200 }, (_, index) => `${BUCKET}/${index}/*`);
    const denies = Array.from({ length: 100 }, (_, index) => ({
      Effect: 'Deny',
      Principal: '*',
      Action: [`s3:Get*`, `s3:*Object${'?'.repeat(index % 20)}`],
      Resource: resources.filter((_one, at) => (at * 31 + index) % 3 !== 0).slice(0, 8),
      Condition: { StringNotEquals: { 'aws:PrincipalTag/x': String(index) } },
    }));
    const found = read([
      allow({ Principal: { AWS: principals }, Action: 's3:*', Resource: resources }),
      ...denies,
    ]);
    expect(found.problems).toEqual(['it has more combinations of statements than are worked out']);
  });
});
