import { describe, expect, it, test } from 'vitest';
import { resourcePublic } from '../../../src/checks/resources/resource-public.ts';
import { HERE, OWN_ORGANIZATION, STRANGER } from '../support/trust-fixtures.ts';
import {
  ACCOUNT_BLOCK,
  block,
  brief,
  bucket,
  judgeThese,
  key,
  policyOf,
  queue,
  REFUSED,
  reads,
  sends,
} from './support.ts';

const of = (...members: Parameters<typeof judgeThese>[1]) => brief(judgeThese(resourcePublic, members));
const OPEN = 'FAIL anyone';
const anyone = (condition: object) => queue(sends('*', { Condition: condition }));
const grant = (name: string, permission = 'READ') => ({
  grantee: `http://acs.amazonaws.com/groups/global/${name}`,
  granteeType: 'Group',
  permission,
});

describe('whom a policy admits', () => {
  test.each<[string, ReturnType<typeof bucket>, string]>([
    ['anyone', bucket([reads('*')]), OPEN],
    ['anyone of AWS', bucket([reads({ AWS: '*' })]), OPEN],
    ['all but a few', queue({ ...sends(null), Principal: undefined, NotPrincipal: { AWS: STRANGER } }), OPEN],
    ['a third party by name', bucket([reads({ AWS: STRANGER })]), 'PASS'],
    ['the own account', bucket([reads({ AWS: HERE })]), 'PASS'],
    ['a service', queue(sends({ Service: 's3.amazonaws.com' })), 'PASS'],
    ['whoever signs in at Google', queue(sends({ Federated: 'accounts.google.com' })), 'UNKNOWN'],
    ['nobody', bucket([]), 'PASS'],
    [
      'nobody after a Deny',
      queue(sends('*'), { Effect: 'Deny', Principal: '*', Action: 'sqs:*', Resource: '*' }),
      'PASS',
    ],
  ])('%s', (_what, given, expected) => expect(of(given)).toEqual([expected]));
});

describe('what shuts strangers out', () => {
  test.each<[object, string]>([
    [{ StringEquals: { 'aws:PrincipalOrgID': 'o-own1234567' } }, 'PASS'],
    [{ StringEquals: { 'aws:SourceAccount': HERE } }, 'PASS'],
    [{ StringEquals: { 'AWS:SourceOwner': HERE } }, 'PASS'],
    [{ ArnEquals: { 'aws:SourceArn': `arn:aws:sns:eu-west-1:${HERE}:orders` } }, 'PASS'],
    [{ IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, 'PASS'],
    [{ StringEquals: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' } }, 'PASS'],
    [{ ArnLike: { 'aws:SourceArn': 'arn:aws:s3:*:*:ledger' } }, 'PASS'],
    [{ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }, OPEN],
    [{ IpAddress: { 'aws:SourceIp': '::ffff:0:0/96' } }, OPEN],
    [{ IpAddress: { 'aws:SourceIp': '10.0.0.0/1' } }, OPEN],
    [{ StringLike: { 'aws:SourceVpce': 'vpce-*' } }, OPEN],
    [{ Bool: { 'aws:SecureTransport': 'true' } }, OPEN],
    [{ StringLike: { 'aws:Referer': 'https://example.com/*' } }, OPEN],
    [{ StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } }, OPEN],
    [{ StringEqualsIfExists: { 'aws:SourceAccount': HERE } }, OPEN],
    [{ Bool: { 'aws:SecureTransport': 'false' } }, OPEN],
    [{ StringLike: { 'sns:Endpoint': '*@example.com' } }, OPEN],
    [{ DateLessThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } }, 'PASS'],
  ])('%j: %s', (condition, expected) => expect(of(anyone(condition))).toEqual([expected]));
});

describe('Block Public Access', () => {
  const on = block({ restrictPublicBuckets: true });
  test.each<[string, Parameters<typeof bucket>[1], string]>([
    ['of the bucket', { block: on }, 'PASS'],
    ['of the account', { accountBlock: on }, 'PASS'],
    ['that refuses new public policies alone', { block: block({ blockPublicPolicy: true }) }, OPEN],
    ['that ignores public lists alone', { block: block({ ignorePublicAcls: true }) }, OPEN],
    ['that is off', { block: block(), accountBlock: block() }, OPEN],
  ])('%s', (_what, given, expected) => expect(of(bucket([reads('*')], given))).toEqual([expected]));

  it('shuts nobody out by what S3 does not call public: a network, however large', () => {
    const large = { Condition: { IpAddress: { 'aws:SourceIp': '8.0.0.0/9' } } };
    expect(of(bucket([reads('*', large)], { block: on }))).toEqual([OPEN]);
    const keyed = { StringEquals: { 's3:x-amz-server-side-encryption-aws-kms-key-id': 'arn:aws:kms:x' } };
    expect(of(bucket([reads('*', { Condition: keyed })], { block: on }))).toEqual([OPEN]);
  });

  it('shuts nobody out of what is no bucket', () => expect(of(queue(sends('*')))).toEqual([OPEN]));

  it('of which it is not known whether it is on leaves the question open', () => {
    const missing = [{ resource: 'x', part: 'public access block', ...REFUSED }];
    expect(of(bucket([reads('*')], {}, { missing }))).toEqual(['UNKNOWN']);
    expect(of(bucket([reads('*')], { accountBlock: on }, { missing }))).toEqual(['PASS']);
    expect(of(bucket([reads({ AWS: STRANGER })], {}, { missing }))).toEqual(['PASS']);
    const account = { resource: ACCOUNT_BLOCK, fact: REFUSED };
    expect(of(account, bucket([reads('*')]))).toEqual(['UNKNOWN', 'UNKNOWN']);
    expect(of(account, bucket([reads('*')], { block: on }))).toEqual(['UNKNOWN', 'PASS']);
  });
});

describe('access control lists', () => {
  test.each<[string, Parameters<typeof bucket>[1], string]>([
    ['for everyone', { acl: [grant('AllUsers')] }, OPEN],
    ['for whoever has an account', { acl: [grant('AuthenticatedUsers', 'WRITE')] }, OPEN],
    [
      'that are ignored',
      { acl: [grant('AllUsers')], accountBlock: block({ ignorePublicAcls: true }) },
      'PASS',
    ],
    [
      'for the owner',
      { acl: [{ grantee: 'own', granteeType: 'CanonicalUser', permission: 'READ' }] },
      'PASS',
    ],
  ])('%s', (_what, given, expected) => expect(of(bucket([], given))).toEqual([expected]));
});

describe('what was not read', () => {
  it('never passes', () => {
    expect(of({ resource: 'arn:aws:sqs:eu-west-1:111122223333:*', fact: REFUSED })).toEqual(['UNKNOWN']);
    for (const part of ['policy', 'access control list'])
      expect(of(bucket([], {}, { missing: [{ resource: 'x', part, ...REFUSED }] }))).toEqual(['UNKNOWN']);
    expect(of(bucket('{'))).toEqual(['UNKNOWN']);
  });

  it('hides nothing that was', () => {
    const missing = [{ resource: 'x', part: 'access control list', ...REFUSED }];
    expect(of(bucket([reads('*')], {}, { missing }))).toEqual([OPEN]);
    expect(of(queue(sends('*'), { Effect: 'Maybe' }))).toEqual([OPEN]);
  });
});

it('says what anyone may do, and marks whom to blame', () => {
  const [found] = judgeThese(resourcePublic, [
    queue(sends('*', { Condition: { StringEqualsIfExists: { 'aws:SourceAccount': HERE } } })),
  ]);
  expect(found).toMatchObject({
    detail: expect.stringContaining('By statement 1 of the policy anyone may use it: sqs:SendMessage.'),
    evidence: [
      {
        pointer: '/perResource/0/fact/value/policy/Statement/0',
        marks: ['/Principal', '/Condition/StringEqualsIfExists'],
      },
    ],
  });
  expect(judgeThese(resourcePublic, [key('dynamodb.eu-west-1.amazonaws.com')])).toMatchObject([
    { status: 'PASS' },
  ]);
  expect(policyOf()).toContain('Statement');
});

it.each([
  { BoolIfExists: { 'aws:SourceIp': 'true' } },
  { Bool: { 'aws:SourceVpce': 'true' } },
  { DateLessThan: { 'aws:SourceIp': '2020-01-01' } },
  { NumericNotEquals: { 'aws:SourceVpc': '5' } },
])('takes a Deny that compares a network with what is none for no guard: %j', (Condition) => {
  expect(of(queue(sends('*'), { ...sends('*', { Condition }), Effect: 'Deny' }))).toEqual([OPEN]);
});

it('takes a distribution of CloudFront for nobody but itself', () => {
  const identity = 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2EXAMPLE';
  expect(of(bucket([reads({ AWS: identity })]))).toEqual(['PASS']);
});

it('holds a list against nobody whom a Deny of the policy shuts out', () => {
  const acl = [grant('AllUsers')];
  const deny = (Condition: object) => ({ ...reads('*', { Action: 's3:*', Condition }), Effect: 'Deny' });
  const unlessOwn = { StringNotEquals: { 'aws:PrincipalOrgID': OWN_ORGANIZATION } };
  expect(of(bucket([deny(unlessOwn)], { acl }))).toEqual(['PASS']);
  expect(of(bucket([deny({ Bool: { 'aws:SecureTransport': 'false' } })], { acl }))).toEqual([OPEN]);
});

it('offers to shut a bucket', () => {
  const [found] = judgeThese(resourcePublic, [bucket([reads('*')])]);
  const fixes = found?.status === 'FAIL' ? found.fixes?.() : [];
  expect(fixes?.at(-1)?.text).toContain("put-public-access-block --bucket 'ledger'");
});
