import { expect, test } from 'vitest';
import { partyResourcesOf } from '../../src/evaluate/party-resources.ts';
import type { FactRecord } from '../../src/model/fact.ts';
import { indexFacts } from '../../src/model/fact-index.ts';
import { block, bucket, key, queue, REFUSED, reads, sends } from '../checks/resources/support.ts';
import { contextOf, HERE, OWN, REGISTERED, STRANGER } from '../checks/support/trust-fixtures.ts';

const REGION = 'eu-west-1';

function resourcesOf(...perResource: Array<ReturnType<typeof bucket>>): string[] {
  const record = { status: 'COLLECTED', value: { services: ['s3'], perResource }, fact: 'resource-policies' };
  const { study } = contextOf({ account: { regions: [REGION, 'us-east-1'] } });
  const index = indexFacts([{ ...record, region: REGION } as unknown as FactRecord]);
  return partyResourcesOf(index, study).map(({ party, resource }) => {
    expect(resource).toMatchObject({ accountId: HERE, region: REGION });
    return `${party.key} ${resource.resourceType} ${resource.highestAccess}`;
  });
}

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
  ['what was not read', { resource: 'arn:aws:sqs:eu-west-1:111122223333:*', fact: REFUSED }, []],
])('the resources of third parties: %s', (_what, given, expected) => {
  expect(resourcesOf(given)).toEqual(expected);
});
