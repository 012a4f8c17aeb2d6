import { digest } from '../../digest.ts';
import { refusedByRest } from '../../requests/refusals.ts';
import type { Request, Result, Route, Service } from '../../service.ts';
import { ServiceError } from '../../wire/service-error.ts';
import type { WorldPublicAccessBlock } from '../../world.ts';
import { type FoundResource, pageOfResources, resourceNamed } from '../resources.ts';
import { S3_INPUTS } from './inputs.ts';

/** Those whose actions have other names. */
const ACTIONS: Readonly<Record<string, string>> = {
  GetPublicAccessBlock: 's3:GetBucketPublicAccessBlock',
  ListBuckets: 's3:ListAllMyBuckets',
};

export const S3_ERRORS: Service['errors'] = {
  throttled: { code: 'SlowDown', status: 503 },
  internal: { code: 'InternalError', status: 500 },
  denied: { code: 'AccessDenied', status: 403 },
};

function listBuckets(request: Request): Result {
  const asked = request.params.BucketRegion;
  if (asked !== undefined && asked !== request.region) {
    throw new ServiceError('InvalidArgument', 'Argument value is not that of the endpoint.');
  }
  const { items, next } = pageOfResources(request, 's3', {
    sizeParameter: 'MaxBuckets',
    tokenParameter: 'ContinuationToken',
    usual: 10_000,
    most: 10_000,
    badToken: 'InvalidArgument',
  });
  const Bucket = items.map(({ resource, createdAt }) => ({
    Name: resource.name,
    CreationDate: createdAt,
    BucketRegion: resource.region,
  }));
  return {
    ListAllMyBucketsResult: { Owner: ownerOf(request), Buckets: { Bucket }, ContinuationToken: next },
  };
}

function getBucketPolicy(request: Request): Result {
  const { policy } = bucketOf(request);
  if (policy === undefined) {
    throw new ServiceError('NoSuchBucketPolicy', 'The bucket policy does not exist', 404);
  }
  return { document: policy };
}

function getPublicAccessBlock(request: Request): Result {
  return publicAccessBlock(bucketOf(request).resource.publicAccessBlock);
}

/** The settings of a bucket or an account, or that there are none. */
export function publicAccessBlock(settings: WorldPublicAccessBlock | undefined): Result {
  if (settings === undefined) {
    throw new ServiceError(
      'NoSuchPublicAccessBlockConfiguration',
      'The public access block configuration was not found',
      404,
    );
  }
  const off = { BlockPublicAcls: false, IgnorePublicAcls: false, BlockPublicPolicy: false };
  return { PublicAccessBlockConfiguration: { ...off, RestrictPublicBuckets: false, ...settings } };
}

function getBucketAcl(request: Request): Result {
  const { resource } = bucketOf(request);
  const own = { id: ownerOf(request).ID, permission: 'FULL_CONTROL' };
  const Grant = [own, ...(resource.acl ?? [])].map((grant) => ({
    Grantee: {
      '@xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
      ...('group' in grant
        ? { '@xsi:type': 'Group', URI: `http://acs.amazonaws.com/groups/${grant.group}` }
        : { '@xsi:type': 'CanonicalUser', ID: grant.id }),
    },
    Permission: grant.permission,
  }));
  return { AccessControlPolicy: { Owner: ownerOf(request), AccessControlList: { Grant } } };
}

function bucketOf(request: Request): FoundResource {
  const { Bucket, ExpectedBucketOwner = request.account.id } = request.params;
  if (ExpectedBucketOwner !== request.account.id)
    throw new ServiceError('AccessDenied', 'Access Denied', 403);
  return resourceNamed(request, 's3', Bucket, { code: 'NoSuchBucket', status: 404 });
}

/** The canonical id of an account has 64 digits. */
function ownerOf({ account }: Request): { ID: string } {
  return { ID: `${digest('owner', account.id)}${digest('canonical', account.id)}`.slice(0, 64) };
}

const OWNER = { 'x-amz-expected-bucket-owner': 'ExpectedBucketOwner' };

function ofBucket(operation: string, flag: string): Route {
  return { method: 'GET', path: '/{Bucket}', operation, flag, headers: OWNER };
}

/** Amazon S3: buckets, what their policies and lists say, and no objects. */
export const s3: Service = {
  signingName: 's3',
  protocol: 'rest-xml',
  namespace: 'http://s3.amazonaws.com/doc/2006-03-01/',
  wrapsErrors: false,
  routes: [
    {
      method: 'GET',
      path: '/',
      operation: 'ListBuckets',
      query: {
        'bucket-region': 'BucketRegion',
        'continuation-token': 'ContinuationToken',
        'max-buckets': 'MaxBuckets',
      },
    },
    ofBucket('GetBucketPolicy', 'policy'),
    ofBucket('GetPublicAccessBlock', 'publicAccessBlock'),
    ofBucket('GetBucketAcl', 'acl'),
  ],
  regional: true,
  action: (operation) => ACTIONS[operation] ?? `s3:${operation}`,
  resource: ({ params }) => (typeof params.Bucket === 'string' ? `arn:aws:s3:::${params.Bucket}` : undefined),
  errors: S3_ERRORS,
  refused: refusedByRest,
  inputs: S3_INPUTS,
  operations: {
    GetBucketAcl: getBucketAcl,
    GetBucketPolicy: getBucketPolicy,
    GetPublicAccessBlock: getPublicAccessBlock,
    ListBuckets: listBuckets,
  },
};
