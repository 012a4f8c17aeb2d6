import type { GetBucketAclCommandOutput } from '@aws-sdk/client-s3';
import { listOf, required, requiredText } from '../../aws/answer.ts';
import {
  type AclGrant,
  accountPublicAccessBlock,
  type PublicAccessBlock,
} from '../../model/facts/resource-policies.ts';
import { type CollectContext, pages } from '../collector.ts';
import { lacking, partOf, someRead, sortedBy } from '../values.ts';
import { ACCESS_POINT_ACTIONS, accessPoints, planAccessPoints } from './access-points.ts';
import { type PolicyOfResource, type PolicyService, unlessNone } from './policy-service.ts';
import { blockOf } from './public-access-block.ts';

const PAGE_SIZE = 1000;

const NEVER_SET = 'NoSuchPublicAccessBlockConfiguration';

/**
 * The buckets of the Region, which S3 lists by Region when asked: for each its policy, Block Public Access and access
 * control list; its access points; and once the Block Public Access of the account.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html
 */
export const s3: PolicyService = {
  service: 's3',
  actions: [
    ...ACCESS_POINT_ACTIONS,
    's3:GetAccountPublicAccessBlock',
    's3:GetBucketAcl',
    's3:GetBucketPolicy',
    's3:GetBucketPublicAccessBlock',
    's3:ListAllMyBuckets',
  ],
  plan: (buckets, others) => [
    { service: 's3-control', operation: 'GetPublicAccessBlock', calls: 1 },
    { service: 's3', operation: 'ListBuckets', calls: pages(buckets, PAGE_SIZE) },
    ...['GetBucketPolicy', 'GetPublicAccessBlock', 'GetBucketAcl'].map((operation) => ({
      service: 's3',
      operation,
      calls: buckets,
    })),
    ...planAccessPoints(others('access-point')),
  ],
  async list(context) {
    const { caller, region, account } = context;
    const buckets = await caller.list(
      's3',
      'ListBuckets',
      region,
      { BucketRegion: region, MaxBuckets: PAGE_SIZE },
      ({ Buckets }) => listOf(Buckets, 'the buckets'),
    );
    const accountBlock = accountBlockOf(context);
    // Whoever waits for it is told; until then nobody need be.
    accountBlock.catch(() => {});
    // What does not say its Region is of the one that was asked for; anywhere else, S3 answers with where it is.
    const own = buckets.filter(({ BucketRegion = region }) => BucketRegion === region);
    const listed = own.map(({ Name }) => {
      const name = requiredText(Name, 'the name of a bucket');
      const arn = `arn:${account.partition}:s3:::${name}`;
      return {
        arn,
        source: 's3:GetBucketPolicy, s3:GetPublicAccessBlock, s3:GetBucketAcl',
        read: () => bucket(context, arn, name, accountBlock),
      };
    });
    const ofAccount = {
      arn: accountPublicAccessBlock(account.partition, region, account.accountId),
      source: 's3-control:GetPublicAccessBlock',
      read: async () => {
        await accountBlock;
        return null;
      },
    };
    return [ofAccount, ...listed, ...(await accessPoints(context, accountBlock))];
  },
};

async function bucket(
  context: CollectContext,
  arn: string,
  name: string,
  accountBlock: Promise<PublicAccessBlock | null>,
): Promise<PolicyOfResource> {
  const { caller, region, account } = context;
  const asked = { Bucket: name, ExpectedBucketOwner: account.accountId };
  const parts = await Promise.all([
    partOf(context, arn, 'policy', async () => {
      const none = 'NoSuchBucketPolicy';
      const answer = await unlessNone(none, caller.call('s3', 'GetBucketPolicy', region, asked));
      return answer === null ? null : required(answer.Policy, 'the policy of a bucket');
    }),
    partOf(context, arn, 'public access block', async () => {
      const answer = await unlessNone(NEVER_SET, caller.call('s3', 'GetPublicAccessBlock', region, asked));
      return answer === null ? null : blockOf(answer.PublicAccessBlockConfiguration);
    }),
    partOf(context, arn, 'access control list', async () => {
      const acl = await caller.call('s3', 'GetBucketAcl', region, asked);
      return { ownerId: acl.Owner?.ID ?? null, acl: aclOf(acl) };
    }),
  ] as const);
  someRead(parts);
  const [policy, block, list] = parts;
  return {
    policy: 'value' in policy ? policy.value : null,
    bucket: {
      ...('value' in list ? list.value : { ownerId: null, acl: [] }),
      block: 'value' in block ? block.value : null,
      // Where it was not read, that is a gap of its own beside the buckets, which judging asks for.
      accountBlock: await accountBlock.catch(() => null),
    },
    ...lacking(parts),
  };
}

async function accountBlockOf({
  caller,
  region,
  account,
}: CollectContext): Promise<PublicAccessBlock | null> {
  const asked = { AccountId: account.accountId };
  const answer = await unlessNone(
    NEVER_SET,
    caller.call('s3-control', 'GetPublicAccessBlock', region, asked),
  );
  return answer === null ? null : blockOf(answer.PublicAccessBlockConfiguration);
}

function aclOf({ Grants }: GetBucketAclCommandOutput): AclGrant[] {
  const grants = listOf(Grants, 'the access control list of a bucket').map(({ Grantee, Permission }) => {
    const { ID, URI, EmailAddress, Type } = required(Grantee, 'a grantee of a bucket');
    return {
      grantee: required(URI ?? ID ?? EmailAddress, 'who a grantee of a bucket is'),
      granteeType: required(Type, 'the type of a grantee of a bucket'),
      permission: required(Permission, 'the permission of a grantee of a bucket'),
    };
  });
  return sortedBy(
    grants,
    ({ grantee }) => grantee,
    ({ permission }) => permission,
  );
}
