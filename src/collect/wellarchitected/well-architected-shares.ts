import type {
  LensSummary,
  LensType,
  ShareInvitationSummary,
  WorkloadSummary,
} from '@aws-sdk/client-wellarchitected';
import { listOf, required, requiredText } from '../../aws/answer.ts';
import { AwsCallError } from '../../aws/errors.ts';
import type { SharedThing, WellArchitectedShares } from '../../model/facts/well-architected-shares.ts';
import { type CollectContext, type Collector, pages } from '../collector.ts';
import { sortedBy } from '../values.ts';
import { OFFERED_IN } from './offered.ts';
import { ownProfile, profileOfOthers, profilesIn } from './profiles.ts';
import { ownTemplate, templateOfOthers, templatesIn } from './review-templates.ts';
import { PAGE, toShares, untilGone } from './shares.ts';

const NOT_OFFERED: WellArchitectedShares = {
  offered: false,
  workloads: [],
  lenses: [],
  profiles: [],
  templates: [],
  received: [],
  invitations: [],
};

/**
 * What the AWS Well-Architected Tool shares in a Region: six listings, and one call for each workload, custom lens, profile
 * and review template of the account's own, since no listing says with whom these are shared. Lenses of AWS are not asked for.
 */
export const wellArchitectedShares: Collector<'well-architected-shares'> = {
  fact: 'well-architected-shares',
  requires: [],
  actions: () => [
    'wellarchitected:ListLensShares',
    'wellarchitected:ListLenses',
    'wellarchitected:ListProfileShares',
    'wellarchitected:ListProfiles',
    'wellarchitected:ListReviewTemplates',
    'wellarchitected:ListShareInvitations',
    'wellarchitected:ListTemplateShares',
    'wellarchitected:ListWorkloadShares',
    'wellarchitected:ListWorkloads',
  ],
  plan(population) {
    const { listedWorkloads, workloadShares, lensShares, receivedLenses, toolInvitations } = population;
    const { listedProfiles, profileShares, listedTemplates, templateShares } = population;
    const each = (counts: readonly number[]) => counts.reduce((sum, count) => sum + pages(count, PAGE), 0);
    return (
      [
        ['ListWorkloads', pages(listedWorkloads, PAGE)],
        ['ListLenses', pages(lensShares.length, PAGE) + pages(receivedLenses, PAGE)],
        ['ListProfiles', pages(listedProfiles, PAGE)],
        ['ListReviewTemplates', pages(listedTemplates, PAGE)],
        ['ListShareInvitations', pages(toolInvitations, PAGE)],
        ['ListWorkloadShares', each(workloadShares)],
        ['ListLensShares', each(lensShares)],
        ['ListProfileShares', each(profileShares)],
        ['ListTemplateShares', each(templateShares)],
      ] as const
    ).map(([operation, calls]) => ({ service: 'wellarchitected', operation, calls }));
  },
  async collect(context) {
    const all = await workloadsOrNone(context);
    if (all === undefined) return NOT_OFFERED;
    const [ownLenses, lensesOfOthers, allProfiles, allTemplates, invitations] = await Promise.all([
      lensesOf(context, 'CUSTOM_SELF'),
      lensesOf(context, 'CUSTOM_SHARED'),
      profilesIn(context),
      templatesIn(context),
      invitationsIn(context),
    ]);
    const { accountId } = context.identity;
    const isOwn = ({ Owner }: Owned) => required(Owner, 'the owner of what is listed') === accountId;
    const ofOthers = (one: Owned) => !isOwn(one);
    const workloads = await Promise.all(all.filter(isOwn).map((one) => ownWorkload(context, one)));
    const lenses = await Promise.all(ownLenses.map((one) => ownLens(context, one)));
    const profiles = await Promise.all(allProfiles.filter(isOwn).map((one) => ownProfile(context, one)));
    const templates = await Promise.all(allTemplates.filter(isOwn).map((one) => ownTemplate(context, one)));
    const received = [
      ...all.filter(ofOthers).map(workloadOfOthers),
      ...lensesOfOthers.map(lensOfOthers),
      ...allProfiles.filter(ofOthers).map(profileOfOthers),
      ...allTemplates.filter(ofOthers).map(templateOfOthers),
    ];
    return {
      offered: true,
      workloads: sortedBy(workloads, ({ arn }) => arn),
      lenses: sortedBy(lenses, ({ arn }) => arn),
      profiles: sortedBy(profiles, ({ arn }) => arn),
      templates: sortedBy(templates, ({ arn }) => arn),
      received: sortedBy(received, ({ arn }) => arn),
      invitations: sortedBy(invitations.map(toInvitation), ({ id }) => id),
    };
  },
};

type Owned = Pick<WorkloadSummary, 'Owner'>;

/** Undefined where AWS does not have the service in the Region: it is on no list of AWS's, and its endpoint has no address. */
async function workloadsOrNone({ caller, region }: CollectContext): Promise<WorkloadSummary[] | undefined> {
  try {
    return await caller.list('wellarchitected', 'ListWorkloads', region, { MaxResults: PAGE }, (page) =>
      listOf(page.WorkloadSummaries, 'the workloads'),
    );
  } catch (error) {
    if (error instanceof AwsCallError && error.code === 'ENOTFOUND' && !OFFERED_IN.has(region))
      return undefined;
    throw error;
  }
}

/** What was never published is shared with nobody. */
function lensesOf({ caller, region }: CollectContext, LensType: LensType): Promise<LensSummary[]> {
  const input = { LensType, LensStatus: 'PUBLISHED', MaxResults: PAGE } as const;
  return caller.list('wellarchitected', 'ListLenses', region, input, (page) =>
    listOf(page.LensSummaries, 'the lenses'),
  );
}

function invitationsIn({ caller, region }: CollectContext): Promise<ShareInvitationSummary[]> {
  return caller.list('wellarchitected', 'ListShareInvitations', region, { MaxResults: PAGE }, (page) =>
    listOf(page.ShareInvitationSummaries, 'the invitations'),
  );
}

async function ownWorkload(
  { caller, region }: CollectContext,
  { WorkloadId, WorkloadArn, WorkloadName }: WorkloadSummary,
): Promise<SharedThing> {
  const input = { WorkloadId: requiredText(WorkloadId, 'the id of a workload'), MaxResults: PAGE };
  const shares = await untilGone(() =>
    caller.list('wellarchitected', 'ListWorkloadShares', region, input, (page) =>
      listOf(page.WorkloadShareSummaries, 'the shares of a workload'),
    ),
  );
  return {
    arn: required(WorkloadArn, 'the ARN of a workload'),
    name: required(WorkloadName, 'the name of a workload'),
    shares: toShares(shares, (one) => required(one.PermissionType, 'the permission of a share')),
  };
}

async function ownLens(
  { caller, region }: CollectContext,
  { LensArn, LensName }: LensSummary,
): Promise<SharedThing> {
  const arn = requiredText(LensArn, 'the ARN of a lens');
  const input = { LensAlias: arn, MaxResults: PAGE };
  const shares = await untilGone(() =>
    caller.list('wellarchitected', 'ListLensShares', region, input, (page) =>
      listOf(page.LensShareSummaries, 'the shares of a lens'),
    ),
  );
  return { arn, name: required(LensName, 'the name of a lens'), shares: toShares(shares) };
}

type Received = WellArchitectedShares['received'][number];

function workloadOfOthers({ WorkloadArn, WorkloadName, Owner }: WorkloadSummary): Received {
  return {
    arn: required(WorkloadArn, 'the ARN of a workload'),
    name: required(WorkloadName, 'the name of a workload'),
    kind: 'workload',
    ownerAccountId: required(Owner, 'the owner of a workload'),
  };
}

function lensOfOthers({ LensArn, LensName, Owner }: LensSummary): Received {
  return {
    arn: required(LensArn, 'the ARN of a lens'),
    name: required(LensName, 'the name of a lens'),
    kind: 'lens',
    ownerAccountId: required(Owner, 'the owner of a lens'),
  };
}

function toInvitation(invitation: ShareInvitationSummary): WellArchitectedShares['invitations'][number] {
  const { WorkloadName, LensName, ProfileName, TemplateName } = invitation;
  return {
    id: required(invitation.ShareInvitationId, 'the id of an invitation'),
    kind: required(invitation.ShareResourceType, 'what an invitation is about'),
    name: WorkloadName ?? LensName ?? ProfileName ?? TemplateName ?? null,
    senderAccountId: required(invitation.SharedBy, 'the sender of an invitation'),
    permission: invitation.PermissionType ?? null,
  };
}
