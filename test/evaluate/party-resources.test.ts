import { describe, expect, it, test } from 'vitest';
import { partyResourcesOf } from '../../src/evaluate/party-resources.ts';
import type { FactRecord } from '../../src/model/fact.ts';
import { indexFacts } from '../../src/model/fact-index.ts';
import {
  block,
  bucket,
  delegating,
  key,
  member,
  point,
  queue,
  REFUSED,
  reads,
  readsThrough,
  type Statement,
  sends,
} from '../checks/resources/support.ts';
import { contextOf, HERE, OWN, REGISTERED, STRANGER } from '../checks/support/trust-fixtures.ts';

const REGION = 'eu-west-1';

function missing(part: string) {
  return { ...REFUSED, resource: 'arn:aws:s3:::ledger', part };
}

function resourcesFor(...perResource: Array<ReturnType<typeof bucket>>) {
  const record = { status: 'COLLECTED', value: { services: ['s3'], perResource }, fact: 'resource-policies' };
  const { study } = contextOf({ account: { regions: [REGION, 'us-east-1'] } });
  return partyResourcesOf(indexFacts([{ ...record, region: REGION } as unknown as FactRecord]), study);
}

function resourcesOf(...perResource: Array<ReturnType<typeof bucket>>): string[] {
  return resourcesFor(...perResource).map(({ party, resource }) => {
    expect(resource).toMatchObject({ accountId: HERE, region: REGION });
    const { notKnown = '' } = resource;
    return `${party.key} ${resource.resourceType} ${resource.highestAccess} ${notKnown}`.trim();
  });
}

test('tells by a digest whether what admits a third party is what it was', () => {
  const digestOf = (...perResource: Array<ReturnType<typeof bucket>>) => {
    const last = perResource.at(-1)?.resource;
    const of = resourcesFor(...perResource).map(({ resource }) => resource);
    return of.find(({ resourceArn, admitted }) => resourceArn === last && admitted === STRANGER)?.permissions;
  };
  const theirs = reads({ AWS: STRANGER });
  const was = digestOf(bucket([theirs]));
  expect(was).toMatch(/^[0-9a-f]{64}$/);
  const tls = { Bool: { 'aws:SecureTransport': true } };
  const guarded = digestOf(bucket([{ ...theirs, Condition: tls }]));
  const same: Array<[string | undefined, Statement[]]> = [
    [was, [Object.fromEntries(Object.entries(theirs).reverse())]],
    [was, [{ ...theirs, Sid: 'New' }]],
    [was, [{ ...theirs, Principal: { AWS: [`arn:aws:iam::${STRANGER}:root`] } }]],
    [was, [{ ...theirs, Action: ['S3:ListBucket', 's3:GetObject'] }]],
    [was, [reads({ AWS: OWN }), theirs]],
    [was, [reads({ AWS: [REGISTERED, STRANGER] })]],
    [guarded, [{ ...theirs, Condition: { Bool: { 'AWS:SecureTransport': ['true'] } } }]],
  ];
  for (const [digest, statements] of same) expect(digestOf(bucket(statements))).toBe(digest);
  const forbids = { ...theirs, Effect: 'Deny', Principal: '*', Resource: 'arn:aws:s3:::ledger/one/*' };
  const others = [
    [{ ...theirs, Action: 's3:GetObjectVersion' }],
    [{ ...theirs, Resource: 'arn:aws:s3:::ledger/one/*' }],
    [{ ...theirs, Principal: { AWS: `arn:aws:iam::${STRANGER}:role/x` } }],
    [theirs, forbids],
    [theirs, { ...theirs, Action: 's3:PutObject' }],
  ].map((statements) => digestOf(bucket(statements)));
  expect(new Set([was, guarded, ...others]).size).toBe(7);
  // Whoever has the rest of the policy could try values of an external ID.
  const sent = ['one', 'other'].map((id) =>
    digestOf(bucket([{ ...theirs, Condition: { StringEquals: { 'sts:ExternalId': id } } }])),
  );
  expect(sent[0]).toBe(sent[1]);
  // What was not understood may be anywhere in the policy.
  const unclear = ['s3:GetObject', 's3:PutObject'].map((Action) =>
    digestOf(bucket([theirs, { ...reads({ AWS: 'f00d' }), Action }])),
  );
  expect(new Set([was, ...unclear]).size).toBe(3);
  // Services make and retire grants on keys all the time: those of others change nothing.
  const grant = { id: '1', grantee: STRANGER, operations: ['Decrypt', 'Encrypt'], constrained: false };
  const keyWith = (...grants: Array<typeof grant>) =>
    digestOf(member('arn:aws:kms:eu-west-1:111122223333:key/1', { service: 'kms', policy: null, grants }));
  const once = keyWith(grant);
  expect(once).toEqual(expect.any(String));
  expect(keyWith({ ...grant, grantee: HERE, operations: ['Sign'] }, { ...grant, id: '2' })).toBe(once);
  expect(keyWith({ ...grant, operations: ['Decrypt'] })).not.toBe(once);
  const readers = point([readsThrough({ AWS: STRANGER })]);
  const [all, folder] = [delegating(), delegating({ Resource: 'arn:aws:s3:::ledger/one/*' })].map(
    (statement) => digestOf(bucket([statement]), readers),
  );
  expect(all).toEqual(expect.any(String));
  expect(folder).not.toBe(all);
});

test.each<[string, ReturnType<typeof bucket>, string[]]>([
  [
    'a registered one and a stranger',
    bucket([reads({ AWS: [REGISTERED, STRANGER] })]),
    ['registered:Auditors Ltd AWS::S3::Bucket read', `unknown:${STRANGER} AWS::S3::Bucket read`],
  ],
  ['one that writes', queue(sends({ AWS: STRANGER })), [`unknown:${STRANGER} AWS::SQS::Queue write`]],
  ['one by a grant', key(`arn:aws:iam::${STRANGER}:root`), [`unknown:${STRANGER} AWS::KMS::Key write`]],
  ['own accounts', bucket([reads({ AWS: [OWN, HERE] })]), []],
  ['anyone', bucket([reads('*')]), ['public:anyone AWS::S3::Bucket read']],
  [
    'anyone, and one who may do more',
    bucket([reads('*'), { ...reads({ AWS: STRANGER }), Action: 's3:PutObject' }]),
    [`unknown:${STRANGER} AWS::S3::Bucket write`, 'public:anyone AWS::S3::Bucket read'],
  ],
  [
    'anyone from a network of few addresses',
    bucket([reads('*', { Condition: { IpAddress: { 'aws:SourceIp': '198.51.100.0/24' } } })], {
      block: block({ restrictPublicBuckets: true }),
    }),
    ['public:anyone AWS::S3::Bucket read'],
  ],
  [
    'anyone in a bucket that Block Public Access shuts',
    bucket([reads('*')], { block: block({ restrictPublicBuckets: true }) }),
    [],
  ],
  [
    'one whom Block Public Access shuts out',
    bucket([reads('*'), reads({ AWS: STRANGER })], { block: block({ restrictPublicBuckets: true }) }),
    [],
  ],
  [
    'one of whom it is not known whether Block Public Access shuts it out',
    bucket([reads('*'), reads({ AWS: STRANGER })], {}, { missing: [missing('public access block')] }),
    [
      `unknown:${STRANGER} AWS::S3::Bucket null whether Block Public Access keeps it out was not read`,
      'public:anyone AWS::S3::Bucket null whether Block Public Access keeps it out was not read',
    ],
  ],
  [
    'one at a bucket whose list was not read',
    bucket([reads({ AWS: STRANGER })], {}, { missing: [missing('access control list')] }),
    [`unknown:${STRANGER} AWS::S3::Bucket read the access control list was not read (It was refused.)`],
  ],
  [
    'one that may do what is not published',
    bucket([{ ...reads({ AWS: STRANGER }), Action: ['s3:GetObject', 's3:Unheard'] }]),
    [`unknown:${STRANGER} AWS::S3::Bucket read what s3:Unheard does is published nowhere`],
  ],
  ['what was not read', { resource: 'arn:aws:sqs:eu-west-1:111122223333:*', fact: REFUSED }, []],
])('the resources of third parties: %s', (_what, given, expected) => {
  expect(resourcesOf(given)).toEqual(expected);
});

describe('by what a resource admits a party', () => {
  const told = (...given: Parameters<typeof resourcesFor>) =>
    resourcesFor(...given).map(({ resource: { admitted, ways } }) => ({ admitted, ways }));
  const TLS = { Bool: { 'aws:SecureTransport': 'true' } };
  const ADDRESS = { IpAddress: { 'aws:SourceIp': '198.51.100.0/24' } };
  const both = { principals: [STRANGER], actions: ['s3:GetObject', 's3:ListBucket'], moreActions: 0 };
  const role = `arn:aws:iam::${STRANGER}:role/x`;

  it.each<[string, Statement[], object[]]>([
    ['nothing is asked', [reads({ AWS: STRANGER })], [{ ...both, by: 'policy', guards: [] }]],
    [
      'TLS and addresses are',
      [reads({ AWS: STRANGER }, { Condition: { ...TLS, ...ADDRESS } })],
      [{ ...both, by: 'policy', guards: ['source IP', 'TLS'] }],
    ],
    [
      'a Deny asks for TLS',
      [
        reads({ AWS: STRANGER }),
        reads('*', { Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      ],
      [{ ...both, by: 'policy', guards: ['TLS'] }],
    ],
    [
      'many addresses are asked for, and a user agent',
      [
        reads(
          { AWS: STRANGER },
          {
            Condition: {
              IpAddress: { 'aws:SourceIp': '198.0.0.0/8' },
              StringEquals: { 'aws:UserAgent': 'me' },
            },
          },
        ),
      ],
      [{ ...both, by: 'policy', guards: ['source IP (weak)'] }],
    ],
    [
      'two statements do not ask for the same',
      [
        reads({ AWS: STRANGER }, { Condition: TLS }),
        reads({ AWS: [role, STRANGER] }, { Action: 's3:PutObject', Resource: 'arn:aws:s3:::ledger/in/*' }),
      ],
      [
        { ...both, by: 'policy', guards: ['TLS'] },
        {
          ...{ by: 'policy', principals: [STRANGER, role], actions: ['s3:PutObject'], moreActions: 0 },
          ...{ on: ['arn:aws:s3:::ledger/in/*'], guards: [] },
        },
      ],
    ],
    [
      'a part is left out',
      [
        {
          ...{ Effect: 'Allow', Principal: { AWS: STRANGER }, Action: 's3:GetObject' },
          NotResource: 'arn:aws:s3:::ledger/out/*',
        },
      ],
      [
        {
          ...{ by: 'policy', principals: [STRANGER], actions: ['s3:GetObject'], moreActions: 0 },
          ...{ exceptOn: ['arn:aws:s3:::ledger/out/*'], guards: [] },
        },
      ],
    ],
  ])('where %s', (_what, statements, ways) => {
    expect(told(bucket(statements))).toEqual([{ admitted: STRANGER, ways }]);
  });

  it('knows whose an endpoint or a VPC is, where the policy says it', () => {
    const from = (id: string) => reads('*', { Condition: { StringEquals: { 'aws:VpceAccount': id } } });
    expect(told(bucket([from(STRANGER), from(OWN)]))).toMatchObject([
      { admitted: STRANGER, ways: [{ principals: ['*'], guards: ['VPC endpoint account'] }] },
    ]);
  });

  it('says of anyone from where, and who is left out', () => {
    const fromThere = reads('*', { Condition: ADDRESS });
    const { Principal: _, ...allBut } = reads('*', { NotPrincipal: { AWS: [STRANGER, OWN] } });
    expect(told(bucket([fromThere, allBut]))).toMatchObject([
      {
        admitted: 'anyone',
        ways: [
          { principals: ['*'], guards: ['source IP'] },
          { principals: [`all but ${[OWN, STRANGER].sort().join(', ')}`], guards: [] },
        ],
      },
    ]);
  });

  it('names the first of many actions, and counts the others', () => {
    const [all] = told(queue(sends({ AWS: STRANGER }, { Action: 'sqs:*' })));
    const [way] = all?.ways ?? [];
    expect(way?.actions).toHaveLength(10);
    expect(way?.moreActions).toBeGreaterThan(5);
  });

  it('tells grants on a key and entries of a list apart from the policy', () => {
    expect(told(key(`arn:aws:iam::${STRANGER}:root`))).toEqual([
      {
        admitted: STRANGER,
        ways: [
          {
            ...{ by: 'grants', principals: [`arn:aws:iam::${STRANGER}:root`], guards: [] },
            ...{ actions: ['kms:Decrypt', 'kms:Encrypt'], moreActions: 0 },
          },
        ],
      },
    ]);
    const acl = [{ grantee: 'f00d', granteeType: 'CanonicalUser' as const, permission: 'WRITE' }];
    expect(told(bucket([], { acl }))).toMatchObject([{ admitted: 'f00d', ways: [{ by: 'acl' }] }]);
  });

  it('counts the VPC of an access point and the context of a grant for guards', () => {
    const through = point([readsThrough({ AWS: STRANGER })], { vpcId: 'vpc-1' });
    const [ofPoint] = told(bucket([delegating()]), through);
    expect(ofPoint?.ways).toMatchObject([{ by: 'policy', guards: ['source VPC'] }]);
    const grant = { id: '1', grantee: STRANGER, operations: ['Decrypt'], constrained: true };
    const [ofKey] = told(
      member('arn:aws:kms:eu-west-1:111122223333:key/1', { service: 'kms', policy: null, grants: [grant] }),
    );
    expect(ofKey?.ways).toMatchObject([{ by: 'grants', guards: ['encryption context'] }]);
  });

  it('knows each account of a party, and organizations by their ids', () => {
    const other = '777766665555';
    const asks = { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-acme123456' } } };
    const found = resourcesFor(bucket([reads({ AWS: [REGISTERED, other] }), reads('*', asks)]));
    expect(found.map(({ resource }) => resource.admitted)).toEqual([REGISTERED, other, 'o-acme123456']);
    expect(found.map(({ organizationIds }) => organizationIds)).toEqual([[], [], ['o-acme123456']]);
  });
});
