import { z } from 'zod';
import { declareFact } from './declaration.ts';
import { accountId, name, ownArn, unique, word } from './held.ts';

const share = z.object({
  id: name,
  /** An account, or an ARN: of a user, an organization or a unit. */
  sharedWith: name,
  /** `READONLY` or `CONTRIBUTOR`; null for lenses, which can only be read. */
  permission: word.nullable(),
  /** `PENDING`, `ACCEPTED`, `ASSOCIATING`, `ASSOCIATED`, `REJECTED`, `REVOKED`, `EXPIRED`, `FAILED` or one yet to come. */
  status: word,
});

/** A workload or a custom lens of the account's own. */
const shared = z.object({ arn: ownArn, name, shares: unique(share, 'id') });

/** One of another account that this one has part in. */
const received = z.object({ arn: name, name, kind: z.enum(['workload', 'lens']), ownerAccountId: accountId });

/** Whoever asks this account, or a user of it, to have part in something. Once it is answered or expired it is listed no more. */
const invitation = z.object({
  id: name,
  /** `WORKLOAD`, `LENS`, `PROFILE`, `TEMPLATE` or one yet to come. */
  kind: word,
  name: name.nullable(),
  senderAccountId: accountId,
  permission: word.nullable(),
});

/** https://docs.aws.amazon.com/wellarchitected/latest/APIReference/API_WorkloadShareSummary.html and its neighbours */
const shape = z.object({
  /** False where AWS does not have the service in the Region. */
  offered: z.boolean(),
  workloads: unique(shared, 'arn'),
  lenses: unique(shared, 'arn'),
  received: unique(received, 'arn'),
  invitations: unique(invitation, 'id'),
});

export type ToolShare = z.infer<typeof share>;
export type SharedThing = z.infer<typeof shared>;
export type WellArchitectedShares = z.infer<typeof shape>;

export const wellArchitectedShares = declareFact({
  title:
    'What is shared by the AWS Well-Architected Tool: own workloads and lenses, those of others, invitations',
  scope: 'regional',
  shape,
  limits: [
    {
      source: 'wellarchitected: when shares began',
      limit: 'The service does not tell since when something is shared, nor when an invitation was sent.',
    },
  ],
  planning: ({ workloads, lenses, received, invitations }) => ({
    listedWorkloads: workloads.length + received.filter(({ kind }) => kind === 'workload').length,
    workloadShares: workloads.map(({ shares }) => shares.length),
    lensShares: lenses.map(({ shares }) => shares.length),
    receivedLenses: received.filter(({ kind }) => kind === 'lens').length,
    toolInvitations: invitations.length,
  }),
});
