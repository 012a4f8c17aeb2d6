import { describe, expect, it, test } from 'vitest';
import { resourceThirdParty } from '../../../src/checks/resources/resource-third-party.ts';
import {
  ENTRY,
  HERE,
  OWN,
  OWN_ORGANIZATION,
  REGISTERED,
  REGISTERED_ORGANIZATION,
  STRANGER,
  VENDOR,
} from '../support/trust-fixtures.ts';
import { block, brief, bucket, judgeThese, key, queue, REFUSED, reads, sends } from './support.ts';

const of = (given: ReturnType<typeof bucket>, more: Parameters<typeof judgeThese>[2] = {}) =>
  brief(judgeThese(resourceThirdParty, [given], more));

describe('who comes', () => {
  test.each<[string, ReturnType<typeof bucket>, string[]]>([
    ['a stranger', bucket([reads({ AWS: STRANGER })]), [`FAIL ${STRANGER}`]],
    ['a known vendor', bucket([reads({ AWS: VENDOR })]), [`FAIL ${VENDOR}`]],
    ['a registered one', bucket([reads({ AWS: REGISTERED })]), ['PASS']],
    ['several', bucket([reads({ AWS: [STRANGER, REGISTERED, OWN] })]), [`FAIL ${STRANGER}`, 'PASS']],
    ['own accounts', bucket([reads({ AWS: [OWN, HERE] })]), ['NOT_APPLICABLE']],
    ['anyone', bucket([reads('*')]), ['NOT_APPLICABLE']],
    [
      'a load balancer of China',
      bucket([reads({ AWS: 'arn:aws-cn:iam::638102146993:root' })]),
      ['NOT_APPLICABLE'],
    ],
    ['a service', queue(sends({ Service: 'sns.amazonaws.com' })), ['NOT_APPLICABLE']],
    [
      'whoever signs in at the provider of a stranger',
      queue(sends({ Federated: `arn:aws:iam::${STRANGER}:saml-provider/okta` })),
      [`FAIL ${STRANGER}`],
    ],
    [
      'whoever signs in at an own provider',
      queue(sends({ Federated: `arn:aws:iam::${HERE}:oidc-provider/id.example.com` })),
      ['NOT_APPLICABLE'],
    ],
    ['whoever signs in at Google', queue(sends({ Federated: 'accounts.google.com' })), ['UNKNOWN']],
    ['nobody', bucket([]), ['NOT_APPLICABLE']],
    [
      'the own organization',
      queue(sends('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': OWN_ORGANIZATION } } })),
      ['NOT_APPLICABLE'],
    ],
    [
      'one of others',
      queue(sends('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-other12345' } } })),
      ['FAIL o-other12345'],
    ],
    [
      'one that is registered',
      queue(sends('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': REGISTERED_ORGANIZATION } } })),
      ['PASS'],
    ],
    [
      'one by a unique id alone',
      bucket([reads('*', { Condition: { StringLike: { 'aws:userid': 'AROAEXAMPLEEXAMPLE12:*' } } })]),
      ['UNKNOWN'],
    ],
    ['one by a grant on a key', key(`arn:aws:iam::${STRANGER}:role/worker`), [`FAIL ${STRANGER}`]],
    ['a service by a grant', key('rds.eu-west-1.amazonaws.com'), ['NOT_APPLICABLE']],
    [
      'one by an access control list',
      bucket([], { acl: [{ grantee: 'f00d', granteeType: 'CanonicalUser', permission: 'READ' }] }),
      ['FAIL f00d'],
    ],
    [
      'a load balancer that writes logs',
      bucket([reads({ AWS: 'arn:aws:iam::156460612806:root' })]),
      ['NOT_APPLICABLE'],
    ],
    [
      'a distribution',
      bucket([reads({ AWS: 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2EXAMPLE' })]),
      ['UNKNOWN'],
    ],
  ])('%s', (_what, given, expected) => expect(of(given)).toEqual(expected));
});

describe('guards that are asked for', () => {
  const entry = { ...ENTRY, allowedSourceIps: ['203.0.113.0/24'] };
  const from = { Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } };
  const overTls = { Condition: { Bool: { 'aws:SecureTransport': 'true' } } };
  const denies = {
    Effect: 'Deny',
    Principal: '*',
    Action: 'sqs:*',
    Resource: '*',
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
  const tls = { parameters: { requireTls: true } };
  const who = { AWS: REGISTERED };
  const lacks = [`FAIL ${REGISTERED} medium`];

  it('are the addresses of the register', () => {
    expect(of(queue(sends(who)), { entry })).toEqual(lacks);
    expect(of(queue(sends(who, from)), { entry })).toEqual(['PASS']);
    expect(of(queue(sends(who, from), sends(who)), { entry })).toEqual(lacks);
    expect(of(queue(sends(who)))).toEqual(['PASS']);
  });

  it('are TLS where the configuration says so, by an Allow or a Deny', () => {
    expect(of(queue(sends(who)), tls)).toEqual(lacks);
    expect(of(queue(sends(who, overTls)), tls)).toEqual(['PASS']);
    expect(of(queue(sends(who), denies), tls)).toEqual(['PASS']);
  });

  it('are named', () => {
    const [found] = judgeThese(resourceThirdParty, [queue(sends(who))], { entry, ...tls });
    expect(found?.detail).toContain('not asked for TLS and the addresses of the register.');
  });
});

it('holds nobody against a bucket that Block Public Access shuts', () => {
  const statements = [reads('*'), reads({ AWS: STRANGER })];
  expect(of(bucket(statements, { block: block({ restrictPublicBuckets: true }) }))).toEqual([
    'NOT_APPLICABLE',
  ]);
  const onlyNamed = [reads({ AWS: STRANGER })];
  expect(of(bucket(onlyNamed, { block: block({ restrictPublicBuckets: true }) }))).toEqual([
    `FAIL ${STRANGER}`,
  ]);
});

it('holds those against it whom an access control list names, which Block Public Access leaves alone', () => {
  const acl = [{ grantee: 'f00d', granteeType: 'CanonicalUser', permission: 'READ' }];
  const statements = [reads('*'), reads({ AWS: STRANGER })];
  expect(of(bucket(statements, { acl, block: block({ restrictPublicBuckets: true }) }))).toEqual([
    'FAIL f00d',
  ]);
});

it('gives no answer where Block Public Access was not read and would decide', () => {
  const missing = [{ resource: 'x', part: 'public access block', ...REFUSED }];
  expect(of(bucket([reads('*'), reads({ AWS: STRANGER })], {}, { missing }))).toEqual(['UNKNOWN']);
  expect(of(bucket([reads({ AWS: STRANGER })], {}, { missing }))).toEqual([`FAIL ${STRANGER}`]);
});

it('gives no answer to what was not read', () => {
  expect(of({ resource: 'arn:aws:sqs:eu-west-1:111122223333:*', fact: REFUSED })).toEqual(['UNKNOWN']);
  expect(of(bucket([], {}, { missing: [{ resource: 'x', part: 'policy', ...REFUSED }] }))).toEqual([
    'UNKNOWN',
  ]);
});
