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
import {
  block,
  brief,
  bucket,
  judgeThese,
  key,
  member,
  policyOf,
  queue,
  REFUSED,
  reads,
  type Statement,
  sends,
} from './support.ts';

const of = (given: ReturnType<typeof bucket>, more: Parameters<typeof judgeThese>[2] = {}) =>
  brief(judgeThese(resourceThirdParty, [given], more));

const DISTRIBUTION = 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2EXAMPLE';

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
    ['a distribution', bucket([reads({ AWS: DISTRIBUTION })]), ['UNKNOWN']],
    [
      'a distribution beside one that is registered',
      bucket([reads({ AWS: [REGISTERED, DISTRIBUTION] })]),
      ['PASS', 'UNKNOWN'],
    ],
    ...(
      [
        [{ StringEquals: { 'aws:SourceAccount': STRANGER } }, [`FAIL ${STRANGER}`]],
        [{ ArnLike: { 'aws:SourceArn': `arn:aws:sns:*:${STRANGER}:t` } }, [`FAIL ${STRANGER}`]],
        [{ StringEquals: { 'aws:SourceOrgID': 'o-other12345' } }, ['FAIL o-other12345']],
        [{ StringEquals: { 'aws:SourceAccount': [HERE, OWN] } }, ['NOT_APPLICABLE']],
        [{ ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::a-bucket' } }, ['NOT_APPLICABLE']],
      ] satisfies Array<[object, string[]]>
    ).map(([Condition, expected]): [string, ReturnType<typeof bucket>, string[]] => [
      `a service by ${JSON.stringify(Condition)}`,
      queue(sends({ Service: 'sns.amazonaws.com' }, { Condition })),
      expected,
    ]),
    ...(
      [
        [{ StringEquals: { 'aws:VpceAccount': STRANGER } }, [`FAIL ${STRANGER}`]],
        [{ StringEquals: { 'aws:VpceOrgID': 'o-other12345' } }, ['FAIL o-other12345']],
        [
          { ArnLike: { 'aws:SourceVpcArn': `arn:aws:ec2:eu-west-1:${STRANGER}:vpc/*` } },
          [`FAIL ${STRANGER}`],
        ],
        [
          { StringEquals: { 'aws:VpceAccount': HERE, 'aws:PrincipalAccount': STRANGER } },
          [`FAIL ${STRANGER}`],
        ],
        [{ StringEquals: { 'aws:VpceAccount': HERE } }, ['NOT_APPLICABLE']],
        [{ StringEquals: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' } }, ['NOT_APPLICABLE']],
      ] satisfies Array<[object, string[]]>
    ).map(([Condition, expected]): [string, ReturnType<typeof bucket>, string[]] => [
      `anyone from ${JSON.stringify(Condition)}`,
      bucket([reads('*', { Condition })]),
      expected,
    ]),
  ])('%s', (_what, given, expected) => expect(of(given)).toEqual(expected));
});

describe('whom conditions shut out', () => {
  const owns = { 'aws:PrincipalOrgID': OWN_ORGANIZATION };
  const unless = (Condition: object) => ({ ...sends('*', { Condition }), Effect: 'Deny' });
  test.each<[string, ReturnType<typeof queue>, string[]]>([
    [
      'all but the own organization',
      queue(sends({ AWS: STRANGER }, { Condition: { StringEquals: owns } })),
      [],
    ],
    [
      'all but the own organization, by its variable',
      queue(
        sends(
          { AWS: STRANGER },
          { Condition: { StringEquals: { 'aws:PrincipalOrgID': '${aws:ResourceOrgID}' } } },
        ),
      ),
      [],
    ],
    [
      'all but the own organization and services, by a Deny',
      queue(
        sends({ AWS: STRANGER }),
        unless({
          StringNotEqualsIfExists: owns,
          BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
        }),
      ),
      [],
    ],
    [
      'all but other accounts',
      queue(sends({ AWS: STRANGER }), unless({ StringNotEquals: { 'aws:PrincipalAccount': [HERE, OWN] } })),
      [],
    ],
    [
      'nobody who may be among those who are named',
      queue(
        sends(
          { AWS: STRANGER },
          { Condition: { StringEquals: { 'aws:PrincipalOrgID': [OWN_ORGANIZATION, 'o-other12345'] } } },
        ),
      ),
      [`FAIL ${STRANGER}`],
    ],
    [
      'nobody who may leave the key out',
      queue(sends({ AWS: STRANGER }, { Condition: { StringEqualsIfExists: owns } })),
      [`FAIL ${STRANGER}`],
    ],
    [
      'not one that is registered, which may be in the own organization',
      queue(sends({ AWS: REGISTERED }, { Condition: { StringEquals: owns } })),
      ['PASS'],
    ],
  ])('%s', (_what, given, expected) =>
    expect(of(given)).toEqual(expected.length === 0 ? ['NOT_APPLICABLE'] : expected),
  );
});

describe('a Deny of the policy', () => {
  const worker = `arn:aws:iam::${STRANGER}:role/worker`;
  const deny = (more: object) => ({ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*', ...more });
  const keyWith = (...statements: Statement[]) => {
    const { resource, fact } = key(worker);
    return fact.status === 'COLLECTED'
      ? member(resource, { ...fact.value, policy: policyOf(...statements) })
      : queue();
  };
  const acl = [{ grantee: 'f00d', granteeType: 'CanonicalUser', permission: 'READ' }];
  test.each<[string, ReturnType<typeof bucket>, string[]]>([
    [
      'goes over a grant on a key',
      keyWith(deny({ Action: ['kms:Decrypt', 'kms:Encrypt'] })),
      ['NOT_APPLICABLE'],
    ],
    [
      'goes over a grant on a key by its conditions',
      keyWith(deny({ Condition: { StringNotEquals: { 'kms:CallerAccount': HERE } } })),
      ['NOT_APPLICABLE'],
    ],
    [
      'leaves of a grant what it does not speak of',
      keyWith(deny({ Action: 'kms:Decrypt' })),
      [`FAIL ${STRANGER}`],
    ],
    ['goes over an access control list', bucket([deny({})], { acl }), ['NOT_APPLICABLE']],
    [
      'leaves of a list what it does not speak of',
      bucket([deny({ Action: 's3:Put*' })], { acl }),
      ['FAIL f00d'],
    ],
    [
      'takes nothing from a permission that nobody knows',
      bucket([deny({})], { acl: [{ ...acl[0], permission: 'TOMORROW' }] as typeof acl }),
      ['FAIL f00d'],
    ],
  ])('%s', (_what, given, expected) => expect(of(given)).toEqual(expected));

  it('that asks for TLS asks it of a list too', () => {
    const tls = { parameters: { requireTls: true } };
    const entry = { ...ENTRY, accountIds: [REGISTERED] };
    const { resource, fact } = key(`arn:aws:iam::${REGISTERED}:role/worker`);
    const value = fact.status === 'COLLECTED' ? fact.value : undefined;
    const overTls = deny({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
    expect(value).toBeDefined();
    if (value === undefined) return;
    const judged = (policy: string) => of(member(resource, { ...value, policy }), { entry, ...tls });
    expect(judged(policyOf())).toEqual([`FAIL ${REGISTERED} medium`]);
    expect(judged(policyOf(overTls))).toEqual(['PASS']);
  });
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

it('holds those against it for whom services come, which Block Public Access leaves alone', () => {
  const forThem = reads(
    { Service: 'cloudfront.amazonaws.com' },
    { Condition: { StringEquals: { 'aws:SourceAccount': STRANGER } } },
  );
  expect(of(bucket([reads('*'), forThem], { block: block({ restrictPublicBuckets: true }) }))).toEqual([
    `FAIL ${STRANGER}`,
  ]);
});

it('says through which service they come', () => {
  const Condition = { StringEquals: { 'aws:SourceAccount': STRANGER } };
  const [found] = judgeThese(resourceThirdParty, [
    queue(sends({ Service: 'sns.amazonaws.com' }, { Condition })),
  ]);
  expect(found?.detail).toContain(
    `By statement 1 of the policy, through sns.amazonaws.com, account ${STRANGER} may use it`,
  );
});

it('asks what a service does for a third party for TLS alone', () => {
  const entry = { ...ENTRY, allowedSourceIps: ['203.0.113.0/24'] };
  const given = {
    entry,
    parameters: { requireTls: true, requireOrganization: true, requireEncryption: true },
  };
  const statement = reads(
    { Service: 'cloudtrail.amazonaws.com' },
    { Action: 's3:PutObject', Condition: { StringEquals: { 'aws:SourceAccount': REGISTERED } } },
  );
  const [found] = judgeThese(resourceThirdParty, [bucket([statement])], given);
  expect(found?.detail).toContain('not asked for TLS.');
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
