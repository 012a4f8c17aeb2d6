import { z } from 'zod';
import { declareFact } from './declaration.ts';
import { accountId, name, ownArn, unique, word } from './held.ts';

const share = z.object({
  id: name,
  /** An account, or an ARN: of a user, an organization or a unit. */
  sharedWith: name,
  /** `READONLY` or `CONTRIBUTOR`, of a workload; null of all else, which can only be read. */
  permission: word.nullable(),
  /** `PENDING`, `ACCEPTED`, `ASSOCIATING`, `ASSOCIATED`, `REJECTED`, `REVOKED`, `EXPIRED`, `FAILED` or one yet to come. */
  status: word,
});

/** A workload, custom lens, profile or review template of the account's own. */
const shared = z.object({ arn: ownArn, name, shares: unique(share, 'id') });

/** One of another account that this one has part in. */
const received = z.object({
  ...{ arn: name, name, ownerAccountId: accountId },
  kind: z.enum(['workload', 'lens', 'profile', 'template']),
});

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
  /** Absent where the run is of a version that did not read them. */
  profiles: z.exactOptional(unique(shared, 'arn')),
  templates: z.exactOptional(unique(shared, 'arn')),
  received: unique(received, 'arn'),
  invitations: unique(invitation, 'id'),
});

export type ToolShare = z.infer<typeof share>;
export type SharedThing = z.infer<typeof shared>;
export type WellArchitectedShares = z.infer<typeof shape>;

export const wellArchitectedShares = declareFact({
  title:
    'What is shared by the AWS Well-Architected Tool: own workloads, lenses, profiles and review templates, those of others, invitations',
  scope: 'regional',
  shape,
  limits: [
    {
      source: 'wellarchitected: when shares began',
      limit: 'The service does not tell since when something is shared, nor when an invitation was sent.',
    },
  ],
  planning({ workloads, lenses, profiles = [], templates = [], received, invitations }) {
    const ofOthers = (wanted: string) => received.filter(({ kind }) => kind === wanted).length;
    const sharesOf = (things: readonly SharedThing[]) => things.map(({ shares }) => shares.length);
    return {
      listedWorkloads: workloads.length + ofOthers('workload'),
      workloadShares: sharesOf(workloads),
      lensShares: sharesOf(lenses),
      receivedLenses: ofOthers('lens'),
      listedProfiles: profiles.length + ofOthers('profile'),
      profileShares: sharesOf(profiles),
      listedTemplates: templates.length + ofOthers('template'),
      templateShares: sharesOf(templates),
      toolInvitations: invitations.length,
    };
  },
});
