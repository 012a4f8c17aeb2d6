import type { Resource, ResourceShare, ResourceShareInvitation } from '@aws-sdk/client-ram';
import { required, requiredText, time } from '../../aws/answer.ts';
import type {
  OwnShare,
  ReceivedShare,
  ShareAssociation,
  ShareInvitation,
} from '../../model/facts/resource-shares.ts';
import { groupedBy } from '../../model/grouped-by.ts';
import { type CollectContext, type Collector, pages } from '../collector.ts';
import { sortedBy } from '../values.ts';

/** The most that a page may hold. */
const PAGE = 500;

/**
 * The resource shares of a Region: three listings, and for all shares together, where there are any, what belongs to
 * them. Associations are asked for instead of ListPrincipals, which does not say who has yet to accept; whether a
 * principal is outside is judged from who it is, since the references disagree on what `external` means.
 */
export const resourceShares: Collector<'resource-shares'> = {
  fact: 'resource-shares',
  requires: [],
  actions: () => [
    'ram:GetResourceShareAssociations',
    'ram:GetResourceShareInvitations',
    'ram:GetResourceShares',
    'ram:ListResources',
  ],
  plan: (population) => {
    const { ownShares, receivedShares, sharePrincipals, shareResources } = population;
    const associations = ownShares === 0 ? 0 : pages(sharePrincipals, PAGE) + pages(shareResources, PAGE);
    return [
      {
        service: 'ram',
        operation: 'GetResourceShares',
        calls: pages(ownShares, PAGE) + pages(receivedShares, PAGE),
      },
      { service: 'ram', operation: 'GetResourceShareAssociations', calls: associations },
      {
        service: 'ram',
        operation: 'ListResources',
        calls: receivedShares === 0 ? 0 : pages(population.receivedResources, PAGE),
      },
      {
        service: 'ram',
        operation: 'GetResourceShareInvitations',
        calls: pages(population.shareInvitations, PAGE),
      },
    ];
  },
  async collect(context) {
    const [own, received, invitations] = await Promise.all([
      ownShares(context),
      receivedShares(context),
      context.caller.list(
        'ram',
        'GetResourceShareInvitations',
        context.region,
        { maxResults: PAGE },
        (page) => page.resourceShareInvitations,
      ),
    ]);
    return { own, received, invitations: sortedBy(invitations.map(toInvitation), ({ arn }) => arn) };
  },
};

async function ownShares(context: CollectContext): Promise<OwnShare[]> {
  const shares = await sharesOf(context, 'SELF');
  if (shares.length === 0) return [];
  const [principals, resources] = await Promise.all([
    associations(context, 'PRINCIPAL'),
    associations(context, 'RESOURCE'),
  ]);
  const own = shares.map((share): OwnShare => {
    const arn = requiredText(share.resourceShareArn, 'the ARN of a resource share');
    return {
      arn,
      name: required(share.name, 'the name of a resource share'),
      allowExternalPrincipals: required(
        share.allowExternalPrincipals,
        'whether a resource share allows external principals',
      ),
      status: required(share.status, 'the status of a resource share'),
      featureSet: share.featureSet ?? null,
      createdAt: time(share.creationTime, 'the creation time of a resource share'),
      updatedAt: time(share.lastUpdatedTime, 'the last change of a resource share'),
      principals: principals.get(arn) ?? [],
      resources: resources.get(arn) ?? [],
    };
  });
  return sortedBy(own, ({ arn }) => arn);
}

async function receivedShares(context: CollectContext): Promise<ReceivedShare[]> {
  const { caller, region } = context;
  const shares = await sharesOf(context, 'OTHER-ACCOUNTS');
  if (shares.length === 0) return [];
  const resources = await caller.list(
    'ram',
    'ListResources',
    region,
    { resourceOwner: 'OTHER-ACCOUNTS', maxResults: PAGE },
    (page) => page.resources,
  );
  const byShare = groupedBy(resources, ({ resourceShareArn }) =>
    requiredText(resourceShareArn, 'the resource share of a resource'),
  );
  const received = shares.map((share): ReceivedShare => {
    const arn = requiredText(share.resourceShareArn, 'the ARN of a resource share');
    return {
      arn,
      name: required(share.name, 'the name of a resource share'),
      owningAccountId: required(share.owningAccountId, 'the owner of a resource share'),
      status: required(share.status, 'the status of a resource share'),
      createdAt: time(share.creationTime, 'the creation time of a resource share'),
      resources: sortedBy((byShare.get(arn) ?? []).map(toResource), (resource) => resource.arn),
    };
  });
  return sortedBy(received, ({ arn }) => arn);
}

function sharesOf(
  { caller, region }: CollectContext,
  resourceOwner: 'SELF' | 'OTHER-ACCOUNTS',
): Promise<ResourceShare[]> {
  const input = { resourceOwner, maxResults: PAGE };
  return caller.list('ram', 'GetResourceShares', region, input, (page) => page.resourceShares);
}

/** All of a kind in the Region, by the ARN of their share. */
async function associations(
  { caller, region }: CollectContext,
  associationType: 'PRINCIPAL' | 'RESOURCE',
): Promise<Map<string, ShareAssociation[]>> {
  const found = await caller.list(
    'ram',
    'GetResourceShareAssociations',
    region,
    { associationType, maxResults: PAGE },
    (page) => page.resourceShareAssociations,
  );
  const byShare = groupedBy(found, ({ resourceShareArn }) =>
    requiredText(resourceShareArn, 'the resource share of an association'),
  );
  return new Map(
    [...byShare].map(([arn, ofShare]) => {
      const all = ofShare.map(
        (one): ShareAssociation => ({
          entity: required(one.associatedEntity, 'what belongs to a resource share'),
          status: required(one.status, 'the status of an association'),
          since: time(one.creationTime, 'the time of an association'),
        }),
      );
      const byTime = sortedBy(all, ({ since }) => since);
      return [arn, sortedBy(byTime, ({ entity }) => entity)];
    }),
  );
}

function toResource(resource: Resource): ReceivedShare['resources'][number] {
  return {
    arn: required(resource.arn, 'the ARN of a shared resource'),
    type: required(resource.type, 'the type of a shared resource'),
    status: resource.status ?? null,
    since: time(resource.creationTime, 'the time since which a resource is shared'),
  };
}

function toInvitation(invitation: ResourceShareInvitation): ShareInvitation {
  return {
    arn: required(invitation.resourceShareInvitationArn, 'the ARN of an invitation'),
    shareArn: required(invitation.resourceShareArn, 'the resource share of an invitation'),
    shareName: required(invitation.resourceShareName, 'the name of a resource share'),
    senderAccountId: required(invitation.senderAccountId, 'the sender of an invitation'),
    status: required(invitation.status, 'the status of an invitation'),
    sentAt: time(invitation.invitationTimestamp, 'the time of an invitation'),
  };
}
