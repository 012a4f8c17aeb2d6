import { describe, expect, it, test } from 'vitest';
import { resourcePublic } from '../../../src/checks/resources/resource-public.ts';
import { resourceThirdParty } from '../../../src/checks/resources/resource-third-party.ts';
import { oneIn } from '../../support/thorough.ts';
import { HERE, OWN_ORGANIZATION, STRANGER } from '../support/trust-fixtures.ts';
import {
  block,
  brief,
  bucket,
  delegating,
  judgeThese,
  point,
  policyOf,
  REFUSED,
  reads,
  readsThrough,
} from './support.ts';

type Members = Parameters<typeof judgeThese>[1];
/** What is said of the access point, which comes second. */
const open = (...members: Members) => brief(judgeThese(resourcePublic, members)).slice(1);
const third = (...members: Members) => brief(judgeThese(resourceThirdParty, members)).slice(1);
const on = block({ restrictPublicBuckets: true });
const given = (condition: object) => delegating({ Condition: condition });

describe('an access point that admits anyone', () => {
  const anyone = point([readsThrough('*')]);
  test.each<[string, Members, string]>([
    ['by a bucket that leaves it to access points', [bucket([delegating()]), anyone], 'FAIL anyone'],
    ['by a bucket that admits anyone itself', [bucket([reads('*')]), anyone], 'FAIL anyone'],
    ['by a bucket without a policy', [bucket([]), anyone], 'PASS'],
    ['by a bucket that admits one by name', [bucket([reads({ AWS: STRANGER })]), anyone], 'PASS'],
    [
      'by a bucket that leaves it to those of another account',
      [bucket([given({ StringEquals: { 's3:DataAccessPointAccount': STRANGER } })]), anyone],
      'PASS',
    ],
    [
      'by a bucket that leaves it to this one',
      [
        bucket([given({ ArnLike: { 's3:DataAccessPointArn': `arn:aws:s3:*:${HERE}:accesspoint/read*` } })]),
        anyone,
      ],
      'FAIL anyone',
    ],
    [
      'by a bucket that leaves it to another one',
      [
        bucket([given({ ArnLike: { 's3:DataAccessPointArn': `arn:aws:s3:*:${HERE}:accesspoint/write*` } })]),
        anyone,
      ],
      'PASS',
    ],
    [
      'by a bucket that takes those with a VPC alone',
      [bucket([given({ StringEquals: { 's3:AccessPointNetworkOrigin': 'VPC' } })]), anyone],
      'PASS',
    ],
    [
      'by a bucket that admits the organization through it',
      [
        bucket([
          given({
            StringEquals: {
              's3:DataAccessPointAccount': HERE,
              'aws:PrincipalOrgID': OWN_ORGANIZATION,
            },
          }),
        ]),
        anyone,
      ],
      'PASS',
    ],
    [
      'by a bucket that denies all that comes not through its access points',
      [
        bucket([
          reads('*'),
          {
            ...{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' },
            Condition: { StringNotEquals: { 's3:DataAccessPointAccount': HERE } },
          },
        ]),
        anyone,
      ],
      'FAIL anyone',
    ],
    [
      'by a bucket that denies what comes through them',
      [
        bucket([
          reads('*'),
          {
            ...{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' },
            Condition: { StringEquals: { 's3:DataAccessPointAccount': HERE } },
          },
        ]),
        anyone,
      ],
      'PASS',
    ],
    [
      'one VPC of whom it takes alone',
      [bucket([delegating()]), point([readsThrough('*')], { vpcId: 'vpc-0123456789abcdef0' })],
      'PASS',
    ],
    [
      'to do what the bucket does not give',
      [bucket([delegating({ Action: 's3:PutObject' })]), anyone],
      'PASS',
    ],
    [
      'who is shut out by its own settings',
      [bucket([delegating()]), point([readsThrough('*')], { block: on })],
      'PASS',
    ],
    ['who is shut out by those of the bucket', [bucket([delegating()], { block: on }), anyone], 'PASS'],
    [
      'who may be shut out by settings that were not read',
      [
        bucket([delegating()]),
        point(
          [readsThrough('*')],
          {},
          { missing: [{ resource: 'x', part: 'public access block', ...REFUSED }] },
        ),
      ],
      'UNKNOWN',
    ],
  ])('%s', (_what, members, expected) => expect(open(...members)).toEqual([expected]));
});

describe('an access point that admits a third party', () => {
  const stranger = point([readsThrough({ AWS: STRANGER })]);

  it('does so where the bucket does too, or leaves it to access points', () => {
    expect(third(bucket([delegating()]), stranger)).toEqual([`FAIL ${STRANGER}`]);
    expect(third(bucket([reads({ AWS: STRANGER })]), stranger)).toEqual([`FAIL ${STRANGER}`]);
    expect(third(bucket([reads({ AWS: HERE })]), stranger)).toEqual(['NOT_APPLICABLE']);
    expect(third(bucket([]), stranger)).toEqual(['NOT_APPLICABLE']);
  });

  it('says that both policies give it', () => {
    const [, found] = judgeThese(resourceThirdParty, [bucket([delegating()]), stranger]);
    expect(found).toMatchObject({
      resource: { type: 'AWS::S3::AccessPoint' },
      detail: expect.stringContaining(
        'By statement 1 of the policy, which the policy of the bucket agrees to,',
      ),
      evidence: [{ pointer: '/perResource/1/fact/value/policy/Statement/0' }],
    });
  });

  it('is no answer where the policy of the bucket is not at hand', () => {
    const gap = { resource: 'arn:aws:s3:::ledger', fact: REFUSED };
    const foreign = point([readsThrough({ AWS: STRANGER })], { bucketAccountId: STRANGER });
    const missing = [{ resource: 'x', part: 'policy', ...REFUSED }];
    for (const members of [
      [gap, stranger],
      [bucket([delegating()]), foreign],
      [bucket([], {}, { missing }), stranger],
      [bucket('{'), stranger],
    ]) {
      expect(third(...members)).toEqual(['UNKNOWN']);
    }
    expect(third(gap, point([readsThrough({ AWS: HERE })]))).toEqual(['NOT_APPLICABLE']);
    expect(policyOf()).toContain('2012-10-17');
  });

  oneIn(3)('is no answer where the policies have too many pairs', () => {
    const many = (make: typeof reads) =>
      Array.from({ length: 150 }, (_, index) => make({ AWS: String(200_000_000_000 + index) }));
    expect(third(bucket(many(reads)), point(many(readsThrough))).slice(-1)).toEqual(['UNKNOWN']);
  });
});
