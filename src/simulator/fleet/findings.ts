import type { WorldArchiveRule, WorldFinding } from '../world.ts';
import type { Place } from './place.ts';
import { APPROVED_VENDORS } from './role-findings.ts';
import { BRACKWATER, FIVETRAN, OTHER_STRANGER, STRANGER } from './vendors.ts';

/** External access to resources that are no roles, by seat. */
export function resourceFindings(place: Place): WorldFinding[] {
  const bucket = (name: string): string => `arn:aws:s3:::quillmarsh-${place.accountId}-${name}`;
  switch (place.index % 25) {
    case 10:
      return [
        finding(place, bucket('exports'), 'AWS::S3::Bucket', 45, {
          principal: { AWS: FIVETRAN.accountId },
          action: ['s3:GetObject', 's3:ListBucket'],
        }),
      ];
    case 11:
      return [
        finding(place, bucket('public-assets'), 'AWS::S3::Bucket', 3, {
          isPublic: true,
          principal: { AWS: '*' },
          action: ['s3:GetObject'],
        }),
        finding(place, bucket('partner-drop'), 'AWS::S3::Bucket', 80, {
          principal: { AWS: STRANGER.accountId },
          action: ['s3:GetObject', 's3:PutObject'],
          condition: { 'aws:SourceIp': '203.0.113.0/24' },
        }),
      ];
    case 16:
      return [
        finding(place, bucket('website'), 'AWS::S3::Bucket', 300, {
          status: 'ARCHIVED',
          isPublic: true,
          principal: { AWS: '*' },
          action: ['s3:GetObject'],
        }),
        finding(place, `arn:aws:sns:us-east-1:${place.accountId}:arrivals`, 'AWS::SNS::Topic', 60, {
          status: 'ARCHIVED',
          principal: { AWS: OTHER_STRANGER.accountId },
          action: ['sns:Subscribe'],
        }),
        finding(place, bucket('old'), 'AWS::S3::Bucket', 500, {
          status: 'RESOLVED',
          principal: { AWS: BRACKWATER.accountId },
          action: ['s3:GetObject'],
        }),
      ];
    case 18:
      return [
        finding(
          place,
          `arn:aws:kms:us-east-1:${place.accountId}:key/5b1c2d3e-0000-4000-8000-000000000018`,
          'AWS::KMS::Key',
          9,
          {
            error: 'ACCESS_DENIED',
          },
        ),
        finding(place, `arn:aws:sqs:us-east-1:${place.accountId}:manifests`, 'AWS::SQS::Queue', 14, {
          principal: { AWS: BRACKWATER.accountId },
          action: ['sqs:SendMessage'],
          resourceControlPolicyRestriction: 'APPLIED',
        }),
      ];
    default:
      return [];
  }
}

/** The rules by which the archived findings were archived. */
export function archiveRules(place: Place): WorldArchiveRule[] {
  const approved: WorldArchiveRule = {
    name: 'ApprovedVendors',
    createdAt: place.daysAgo(650),
    filter: {
      resourceType: { eq: ['AWS::IAM::Role'] },
      'principal.AWS': { contains: APPROVED_VENDORS },
      'condition.sts:ExternalId': { exists: true },
    },
  };
  const website: WorldArchiveRule = {
    name: 'PublicWebsite',
    createdAt: place.daysAgo(299),
    filter: { resourceType: { eq: ['AWS::S3::Bucket'] }, isPublic: { eq: ['true'] } },
  };
  return place.index % 25 === 16 ? [approved, website] : [approved];
}

/** What an unused-access analyzer finds: a role, a key, a password, and a permission. */
export function unusedFindings(place: Place): WorldFinding[] {
  const arn = (resource: string): string => `arn:aws:iam::${place.accountId}:${resource}`;
  const unused = (findingType: string, resource: string, more: Partial<WorldFinding> = {}): WorldFinding =>
    finding(place, arn(resource), resource.startsWith('role') ? 'AWS::IAM::Role' : 'AWS::IAM::User', 30, {
      findingType,
      ...more,
    });
  return [
    unused('UnusedIAMRole', 'role/application/app-batch-retired', { lastAccessed: place.daysAgo(180) }),
    unused('UnusedIAMUserAccessKey', 'user/build-agent', { lastAccessed: place.daysAgo(140) }),
    unused('UnusedIAMUserPassword', 'user/jonas.contractor'),
    unused('UnusedPermission', 'role/DatadogIntegrationRole', {
      unusedActions: { tag: ['tag:GetResources'], cloudwatch: ['cloudwatch:ListMetrics'] },
    }),
    unused('UnusedIAMRole', 'role/application/app-known', { status: 'ARCHIVED' }),
  ];
}

function finding(
  place: Place,
  resource: string,
  resourceType: string,
  days: number,
  more: Partial<WorldFinding>,
): WorldFinding {
  return {
    resource,
    resourceType,
    resourceOwnerAccount: place.accountId,
    createdAt: place.daysAgo(days),
    updatedAt: place.daysAgo(Math.min(days, 2)),
    analyzedAt: place.daysAgo(0.5),
    ...more,
  };
}
