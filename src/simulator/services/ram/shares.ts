import { stableUuid } from '../../digest.ts';
import { partitionOf, shareArn } from '../../names.ts';
import { type PageRules, page } from '../../paging.ts';
import type { Request, Result } from '../../service.ts';
import { text, texts } from '../../wire/params.ts';
import type { WorldShareMember } from '../../world.ts';

const PAGES: PageRules = {
  sizeParameter: 'maxResults',
  tokenParameter: 'nextToken',
  usual: 100,
  most: 500,
  badToken: 'InvalidNextTokenException',
};

export function getResourceShares(request: Request): Result {
  const status = text(request.params, 'resourceShareStatus');
  const wanted = texts(request.params, 'resourceShareArns');
  const shares = isOwn(request) ? ownShares(request) : receivedShares(request);
  const { items, next } = page(
    request,
    shares.filter(
      ({ shape }) =>
        (status === undefined || shape.status === status) &&
        (wanted.length === 0 || wanted.includes(shape.resourceShareArn)),
    ),
    PAGES,
  );
  return { resourceShares: items.map(({ shape }) => shape), nextToken: next };
}

/** Of shares of the account's own alone, as in AWS. Which sources a service may act for is nowhere here. */
export function getResourceShareAssociations(request: Request): Result {
  const associationType = text(request.params, 'associationType') ?? '';
  const wanted = texts(request.params, 'resourceShareArns');
  const associations = ownShares(request).flatMap(({ share, shape }) => {
    const { resourceShareArn, name: resourceShareName, creationTime } = shape;
    if (wanted.length > 0 && !wanted.includes(resourceShareArn)) return [];
    return membersOf(share, associationType).map(({ entity, status, since }) => ({
      resourceShareArn,
      resourceShareName,
      associatedEntity: entity,
      associationType,
      status: status ?? 'ASSOCIATED',
      creationTime: since === undefined ? creationTime : seconds(since),
      lastUpdatedTime: since === undefined ? creationTime : seconds(since),
      external: isExternal(request, entity),
    }));
  });
  const { items, next } = page(request, associations, PAGES);
  return { resourceShareAssociations: items, nextToken: next };
}

export function listResources(request: Request): Result {
  const wanted = texts(request.params, 'resourceShareArns');
  const own = ownShares(request).flatMap(({ share, shape }) =>
    (share.resources ?? []).map(({ entity }) => ({ shape, arn: entity, type: undefined })),
  );
  const received = receivedShares(request).flatMap(({ share, shape }) =>
    (share.resources ?? []).map(({ arn, type }) => ({ shape, arn, type })),
  );
  const resources = (isOwn(request) ? own : received).filter(
    ({ shape }) => wanted.length === 0 || wanted.includes(shape.resourceShareArn),
  );
  const { items, next } = page(request, resources, PAGES);
  return {
    resources: items.map(({ shape, arn, type }) => ({
      arn,
      type: type ?? `${arn.split(':')[2]}:${arn.split(':')[5]?.split('/')[0]}`,
      resourceShareArn: shape.resourceShareArn,
      status: 'AVAILABLE',
      creationTime: shape.creationTime,
      lastUpdatedTime: shape.creationTime,
      resourceRegionScope: 'REGIONAL',
    })),
    nextToken: next,
  };
}

export function getResourceShareInvitations(request: Request): Result {
  const { simulation, account, region } = request;
  const here = (account.contents.shareInvitations ?? []).filter((each) => each.region === region);
  const { items, next } = page(request, here, PAGES);
  return {
    resourceShareInvitations: items.map(({ shareName, senderAccountId, status, sentAt }) => ({
      resourceShareInvitationArn: `arn:${partitionOf(simulation.world)}:ram:${region}:${senderAccountId}:resource-share-invitation/${stableUuid('invitation', senderAccountId, account.id, region, shareName)}`,
      resourceShareName: shareName,
      resourceShareArn: shareArn(simulation.world, senderAccountId, { name: shareName, region }),
      senderAccountId,
      receiverAccountId: account.id,
      invitationTimestamp: seconds(sentAt ?? simulation.world.asOf),
      status: status ?? 'PENDING',
    })),
    nextToken: next,
  };
}

function isOwn({ params }: Request): boolean {
  return text(params, 'resourceOwner') === 'SELF';
}

function ownShares(request: Request) {
  const { account, region } = request;
  return (account.contents.shares ?? [])
    .filter((share) => share.region === region)
    .map((share) => ({
      share,
      shape: shapeOf(request, { ...share, owningAccountId: account.id }),
    }));
}

function receivedShares(request: Request) {
  return (request.account.contents.receivedShares ?? [])
    .filter(({ region }) => region === request.region)
    .map((share) => ({ share, shape: shapeOf(request, share) }));
}

function shapeOf(
  { simulation: { world } }: Request,
  share: {
    name: string;
    region: string;
    owningAccountId: string;
    status?: string;
    createdAt?: string;
    allowExternalPrincipals?: boolean;
    featureSet?: string;
  },
) {
  const { name, owningAccountId, status = 'ACTIVE', createdAt = world.asOf } = share;
  return {
    resourceShareArn: shareArn(world, owningAccountId, share),
    name,
    owningAccountId,
    allowExternalPrincipals: share.allowExternalPrincipals ?? true,
    status,
    creationTime: seconds(createdAt),
    lastUpdatedTime: seconds(createdAt),
    featureSet: share.featureSet ?? 'STANDARD',
  };
}

function membersOf(
  { principals = [], resources = [] }: { principals?: WorldShareMember[]; resources?: WorldShareMember[] },
  associationType: string,
): readonly WorldShareMember[] {
  if (associationType === 'PRINCIPAL') return principals;
  return associationType === 'RESOURCE' ? resources : [];
}

/** Whether a principal is an account, or of one, that the organization of the world does not have. */
function isExternal({ simulation }: Request, entity: string): boolean {
  const accountId = /^(?:arn:[^:]*:iam::)?(\d{12})(?::|$)/.exec(entity)?.[1];
  return accountId !== undefined && simulation.account(accountId) === undefined;
}

/** Times in REST JSON are seconds. */
function seconds(time: string): number {
  return Date.parse(time) / 1000;
}
