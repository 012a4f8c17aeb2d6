import type {
  LensShareSummary,
  LensSummary,
  LensType,
  ShareInvitationSummary,
  WorkloadShareSummary,
  WorkloadSummary,
} from '@aws-sdk/client-wellarchitected';
import { listOf, required, requiredText } from '../../aws/answer.ts';
import { AwsCallError } from '../../aws/errors.ts';
import type {
  SharedThing,
  ToolShare,
  WellArchitectedShares,
} from '../../model/facts/well-architected-shares.ts';
import { type CollectContext, type Collector, pages } from '../collector.ts';
import { sortedBy } from '../values.ts';
import { OFFERED_IN } from './offered.ts';

/** The most that a page may hold. */
const PAGE = 50;

const NOT_OFFERED: WellArchitectedShares = {
  offered: false,
  workloads: [],
  lenses: [],
  received: [],
  invitations: [],
};

/**
 * What the AWS Well-Architected Tool shares in a Region: four listings, and one call for each workload and custom lens of
 * the account's own, since no listing says with whom these are shared. Lenses of AWS are not asked for.
 */
export const wellArchitectedShares: Collector<'well-architected-shares'> = {
  fact: 'well-architected-shares',
  requires: [],
  actions: () => [
    'wellarchitected:ListLensShares',
    'wellarchitected:ListLenses',
    'wellarchitected:ListShareInvitations',
    'wellarchitected:ListWorkloadShares',
    'wellarchitected:ListWorkloads',
  ],
  plan({ listedWorkloads, workloadShares, lensShares, receivedLenses, toolInvitations }) {
    const each = (counts: readonly number[]) => counts.reduce((sum, count) => sum + pages(count, PAGE), 0);
    return (
      [
        ['ListWorkloads', pages(listedWorkloads, PAGE)],
        ['ListLenses', pages(lensShares.length, PAGE) + pages(receivedLenses, PAGE)],
        ['ListShareInvitations', pages(toolInvitations, PAGE)],
        ['ListWorkloadShares', each(workloadShares)],
        ['ListLensShares', each(lensShares)],
      ] as const
    ).map(([operation, calls]) => ({ service: 'wellarchitected', operation, calls }));
  },
  async collect(context) {
    const all = await workloadsOrNone(context);
    if (all === undefined) return NOT_OFFERED;
    const [ownLenses, lensesOfOthers, invitations] = await Promise.all([
      lensesOf(context, 'CUSTOM_SELF'),
      lensesOf(context, 'CUSTOM_SHARED'),
      invitationsIn(context),
    ]);
    const { accountId } = context.identity;
    const isOwn = ({ Owner }: WorkloadSummary) => required(Owner, 'the owner of a workload') === accountId;
    const workloads = await Promise.all(all.filter(isOwn).map((one) => ownWorkload(context, one)));
    const lenses = await Promise.all(ownLenses.map((one) => ownLens(context, one)));
    const received = [
      ...all.filter((one) => !isOwn(one)).map(workloadOfOthers),
      ...lensesOfOthers.map(lensOfOthers),
    ];
    return {
      offered: true,
      workloads: sortedBy(workloads, ({ arn }) => arn),
      lenses: sortedBy(lenses, ({ arn }) => arn),
      received: sortedBy(received, ({ arn }) => arn),
      invitations: sortedBy(invitations.map(toInvitation), ({ id }) => id),
    };
  },
};

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
  return { arn, name: required(LensName, 'the name of a lens'), shares: toShares(shares, () => null) };
}

/** What was deleted since it was listed is shared with nobody any more. */
async function untilGone<T>(read: () => Promise<T[]>): Promise<T[]> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AwsCallError && error.code === 'ResourceNotFoundException') return [];
    throw error;
  }
}

function toShares<S extends WorkloadShareSummary | LensShareSummary>(
  shares: readonly S[],
  permissionOf: (share: S) => string | null,
): ToolShare[] {
  return sortedBy(
    shares.map((share) => ({
      id: required(share.ShareId, 'the id of a share'),
      sharedWith: required(share.SharedWith, 'with whom something is shared'),
      permission: permissionOf(share),
      status: required(share.Status, 'the status of a share'),
    })),
    ({ id }) => id,
  );
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
