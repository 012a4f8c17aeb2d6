import { resourceArn } from '../../names.ts';
import { page } from '../../paging.ts';
import { refusedByRest } from '../../requests/refusals.ts';
import type { Request, Result, Route, Service } from '../../service.ts';
import { ServiceError } from '../../wire/service-error.ts';
import type { WorldAccessPoint, WorldResource } from '../../world.ts';
import { documentText } from '../iam/documents.ts';
import { resourcesOf } from '../resources.ts';
import { publicAccessBlock, S3_ERRORS } from '../s3/s3.ts';
import { S3_CONTROL_INPUTS } from './inputs.ts';

function getPublicAccessBlock(request: Request): Result {
  ofAccount(request);
  return publicAccessBlock(request.account.contents.publicAccessBlock);
}

function ofAccount({ account, params }: Request): void {
  if (params.AccountId !== account.id) throw new ServiceError('AccessDenied', 'Access Denied', 403);
}

function listAccessPoints(request: Request): Result {
  ofAccount(request);
  const { items, next } = page(request, pointsOf(request), {
    sizeParameter: 'MaxResults',
    tokenParameter: 'NextToken',
    usual: 1000,
    most: 1000,
    badToken: 'InvalidRequest',
  });
  const AccessPoint = items.map((found) => shown(request, found));
  return { ListAccessPointsResult: { AccessPointList: { AccessPoint }, NextToken: next } };
}

function getAccessPoint(request: Request): Result {
  const found = pointNamed(request);
  const settings = found.point.publicAccessBlock ?? ALL_ON;
  return { GetAccessPointResult: { ...shown(request, found), ...publicAccessBlock(settings) } };
}

const ALL_ON = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

function getAccessPointPolicy(request: Request): Result {
  const { policy } = pointNamed(request).point;
  if (policy === undefined) {
    throw new ServiceError('NoSuchAccessPointPolicy', 'The specified accesspoint policy does not exist', 404);
  }
  return { GetAccessPointPolicyResult: { Policy: documentText(policy) } };
}

interface FoundPoint {
  point: WorldAccessPoint;
  bucket: WorldResource;
}

function pointsOf(request: Request): FoundPoint[] {
  return resourcesOf(request, 's3').flatMap(({ resource: bucket }) =>
    (bucket.accessPoints ?? []).map((point) => ({ point, bucket })),
  );
}

function pointNamed(request: Request): FoundPoint {
  ofAccount(request);
  const found = pointsOf(request).find(({ point }) => point.name === request.params.Name);
  if (found === undefined)
    throw new ServiceError('NoSuchAccessPoint', 'The specified accesspoint does not exist', 404);
  return found;
}

function shown({ simulation, account, region }: Request, { point, bucket }: FoundPoint): Result {
  const { vpcId, name } = point;
  const [partition] = resourceArn(simulation.world, account, bucket).split(':').slice(1);
  return {
    Name: name,
    NetworkOrigin: vpcId === undefined ? 'Internet' : 'VPC',
    ...(vpcId === undefined ? {} : { VpcConfiguration: { VpcId: vpcId } }),
    Bucket: bucket.name,
    AccessPointArn: `arn:${partition}:s3:${region}:${account.id}:accesspoint/${name}`,
    BucketAccountId: account.id,
  };
}

const ACCOUNT = { 'x-amz-account-id': 'AccountId' };

function route(operation: string, path: string, query: Route['query'] = {}): Route {
  return { method: 'GET', path: `/v20180820/${path}`, operation, headers: ACCOUNT, query };
}

/** Amazon S3 Control: Block Public Access of an account, and access points. */
export const s3Control: Service = {
  signingName: 's3-control',
  signsAs: { name: 's3', under: '/v20180820/' },
  protocol: 'rest-xml',
  namespace: 'http://awss3control.amazonaws.com/doc/2018-08-20/',
  wrapsErrors: true,
  routes: [
    route('GetPublicAccessBlock', 'configuration/publicAccessBlock'),
    route('ListAccessPoints', 'accesspoint', { maxResults: 'MaxResults', nextToken: 'NextToken' }),
    route('GetAccessPoint', 'accesspoint/{Name}'),
    route('GetAccessPointPolicy', 'accesspoint/{Name}/policy'),
  ],
  regional: true,
  action: (operation) =>
    operation === 'GetPublicAccessBlock' ? 's3:GetAccountPublicAccessBlock' : `s3:${operation}`,
  resource: () => undefined,
  errors: S3_ERRORS,
  refused: refusedByRest,
  inputs: S3_CONTROL_INPUTS,
  operations: {
    GetAccessPoint: getAccessPoint,
    GetAccessPointPolicy: getAccessPointPolicy,
    GetPublicAccessBlock: getPublicAccessBlock,
    ListAccessPoints: listAccessPoints,
  },
};
