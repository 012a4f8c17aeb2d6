import { z } from 'zod';
import { declareFact } from './declaration.ts';
import { name, ownArn, time, unique, word } from './held.ts';

/** Somebody, or something, that belongs to a share of the account's own. */
const association = z.object({
  /** An account, or an ARN: of a resource, an organization, a unit, a role or a user; or the name of a service. */
  entity: name,
  /** `ASSOCIATED`, `ASSOCIATING` (invited), `DISASSOCIATED`, `FAILED` or one yet to come. */
  status: word,
  since: time,
});

const ownShare = z.object({
  arn: ownArn,
  name,
  allowExternalPrincipals: z.boolean(),
  /** `ACTIVE`, `PENDING`, `FAILED`, `DELETING`, `DELETED` or one yet to come. */
  status: word,
  /** `CREATED_FROM_POLICY` for a share that a resource policy made. */
  featureSet: word.nullable(),
  createdAt: time,
  updatedAt: time,
  principals: unique(association, 'entity', 'status', 'since'),
  resources: unique(association, 'entity', 'status', 'since'),
});

/** A share of another account that this one has part in. */
const receivedShare = z.object({
  arn: name,
  name,
  owningAccountId: name,
  status: word,
  createdAt: time,
  resources: unique(z.object({ arn: name, type: word, status: word.nullable(), since: time }), 'arn'),
});

const invitation = z.object({
  arn: name,
  shareArn: name,
  shareName: name,
  senderAccountId: name,
  /** `PENDING`, `ACCEPTED`, `REJECTED`, `EXPIRED` or one yet to come. */
  status: word,
  sentAt: time,
});

/** https://docs.aws.amazon.com/ram/latest/APIReference/API_ResourceShare.html and its neighbours */
const shape = z.object({
  own: unique(ownShare, 'arn'),
  received: unique(receivedShare, 'arn'),
  invitations: unique(invitation, 'arn'),
});

export type ShareAssociation = z.infer<typeof association>;
export type OwnShare = z.infer<typeof ownShare>;
export type ReceivedShare = z.infer<typeof receivedShare>;
export type ShareInvitation = z.infer<typeof invitation>;
export type ResourceShares = z.infer<typeof shape>;

export const resourceShares = declareFact({
  title: 'The resource shares of AWS RAM, own and received, with principals, resources and invitations',
  scope: 'regional',
  shape,
  limits: [
    {
      source: 'ram: shares that ended',
      limit:
        'Deleted shares, and principals that were taken out of one, are listed for a while and then no more.',
    },
  ],
  planning: ({ own, received, invitations }) => ({
    ownShares: own.length,
    sharePrincipals: own.reduce((sum, { principals }) => sum + principals.length, 0),
    shareResources: own.reduce((sum, { resources }) => sum + resources.length, 0),
    receivedShares: received.length,
    receivedResources: received.reduce((sum, { resources }) => sum + resources.length, 0),
    shareInvitations: invitations.length,
  }),
});
