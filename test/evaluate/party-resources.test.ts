import { expect, test } from 'vitest';
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
  sends,
} from '../checks/resources/support.ts';
import { contextOf, HERE, OWN, REGISTERED, STRANGER } from '../checks/support/trust-fixtures.ts';

const REGION = 'eu-west-1';

function missing(part: string) {
  return { ...REFUSED, resource: 'arn:aws:s3:::ledger', part };
}

function resourcesOf(...perResource: Array<ReturnType<typeof bucket>>): string[] {
  const record = { status: 'COLLECTED', value: { services: ['s3'], perResource }, fact: 'resource-policies' };
  const { study } = contextOf({ account: { regions: [REGION, 'us-east-1'] } });
  const index = indexFacts([{ ...record, region: REGION } as unknown as FactRecord]);
  return partyResourcesOf(index, study).map(({ party, resource }) => {
    expect(resource).toMatchObject({ accountId: HERE, region: REGION });
    const { notKnown = '' } = resource;
    return `${party.key} ${resource.resourceType} ${resource.highestAccess} ${notKnown}`.trim();
  });
}

test('tells by a digest whether what admits a third party is what it was', () => {
  const digestOf = (...perResource: Array<ReturnType<typeof bucket>>) => {
    const value = { services: ['s3'], perResource };
    const record = { status: 'COLLECTED', value, fact: 'resource-policies', region: REGION };
    const { study } = contextOf({ account: { regions: [REGION] } });
    const found = partyResourcesOf(indexFacts([record as unknown as FactRecord]), study);
    const last = perResource.at(-1)?.resource;
    return found.find(({ resource }) => resource.resourceArn === last)?.resource.permissions;
  };
  const theirs = reads({ AWS: STRANGER });
  const was = digestOf(bucket([theirs]));
  expect(was).toMatch(/^[0-9a-f]{64}$/);
  expect(digestOf(bucket([Object.fromEntries(Object.entries(theirs).reverse())]))).toBe(was);
  const others = [
    { Condition: { Bool: { 'aws:SecureTransport': 'true' } } },
    { Action: 's3:GetObjectVersion' },
    { Resource: 'arn:aws:s3:::ledger/one/*' },
  ].map((more) => digestOf(bucket([{ ...theirs, ...more }])));
  expect(new Set([was, ...others]).size).toBe(4);
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
  ['anyone', bucket([reads('*')]), []],
  [
    'one whom Block Public Access shuts out',
    bucket([reads('*'), reads({ AWS: STRANGER })], { block: block({ restrictPublicBuckets: true }) }),
    [],
  ],
  [
    'one of whom it is not known whether Block Public Access shuts it out',
    bucket([reads('*'), reads({ AWS: STRANGER })], {}, { missing: [missing('public access block')] }),
    [`unknown:${STRANGER} AWS::S3::Bucket null whether Block Public Access keeps it out was not read`],
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
