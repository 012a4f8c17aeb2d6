import type { AccessPoint } from '@aws-sdk/client-s3-control';
import { listOf, required, requiredText } from '../../aws/answer.ts';
import type { PublicAccessBlock } from '../../model/facts/resource-policies.ts';
import { type CollectContext, type PlannedCall, pages } from '../collector.ts';
import { lacking, partOf, someRead } from '../values.ts';
import { arnOf, type ListedResource, orGap, type PolicyOfResource, unlessNone } from './policy-service.ts';
import { blockOf } from './public-access-block.ts';

const PAGE_SIZE = 1000;

export const ACCESS_POINT_ACTIONS = ['s3:GetAccessPoint', 's3:GetAccessPointPolicy', 's3:ListAccessPoints'];

export function planAccessPoints(points: number): PlannedCall[] {
  const service = 's3-control';
  return [
    { service, operation: 'ListAccessPoints', calls: pages(points, PAGE_SIZE) },
    { service, operation: 'GetAccessPoint', calls: points },
    { service, operation: 'GetAccessPointPolicy', calls: points },
  ];
}

/**
 * The access points that the account has in the Region, also those on buckets of others, each with its policy and its Block
 * Public Access, of which the listing says nothing.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_ListAccessPoints.html
 */
export function accessPoints(
  context: CollectContext,
  accountBlock: Promise<PublicAccessBlock | null>,
): Promise<ListedResource[]> {
  const { caller, region, account } = context;
  return orGap(arnOf('s3', context, 'accesspoint/*'), async () => {
    const asked = { AccountId: account.accountId, MaxResults: PAGE_SIZE };
    const points = await caller.list('s3-control', 'ListAccessPoints', region, asked, (page) =>
      listOf(page.AccessPointList, 'the access points'),
    );
    return points.map((point) => {
      const arn = arnOf(
        's3',
        context,
        `accesspoint/${requiredText(point.Name, 'the name of an access point')}`,
      );
      return {
        arn,
        source: 's3-control:GetAccessPoint, s3-control:GetAccessPointPolicy',
        read: () => accessPoint(context, arn, point, accountBlock),
      };
    });
  });
}

async function accessPoint(
  context: CollectContext,
  arn: string,
  { Name, Bucket, BucketAccountId, VpcConfiguration, NetworkOrigin }: AccessPoint,
  accountBlock: Promise<PublicAccessBlock | null>,
): Promise<PolicyOfResource> {
  const { caller, region, account } = context;
  const asked = { AccountId: account.accountId, Name };
  const parts = await Promise.all([
    partOf(context, arn, 'policy', async () => {
      const none = 'NoSuchAccessPointPolicy';
      const answer = await unlessNone(none, caller.call('s3-control', 'GetAccessPointPolicy', region, asked));
      return answer === null ? null : required(answer.Policy, 'the policy of an access point');
    }),
    partOf(context, arn, 'public access block', async () => {
      const answer = await caller.call('s3-control', 'GetAccessPoint', region, asked);
      return blockOf(answer.PublicAccessBlockConfiguration);
    }),
  ] as const);
  someRead(parts);
  const [policy, block] = parts;
  return {
    policy: 'value' in policy ? policy.value : null,
    accessPoint: {
      bucket: requiredText(Bucket, 'the bucket of an access point'),
      bucketAccountId: BucketAccountId ?? null,
      vpcId: NetworkOrigin === 'VPC' ? required(VpcConfiguration?.VpcId, 'the VPC of an access point') : null,
      block: 'value' in block ? block.value : null,
      // Where it was not read, that is a gap of its own beside the buckets, which judging asks for.
      accountBlock: await accountBlock.catch(() => null),
    },
    ...lacking(parts),
  };
}
