import type { ProfileSummary } from '@aws-sdk/client-wellarchitected';
import { listOf, required, requiredText } from '../../aws/answer.ts';
import type { SharedThing, WellArchitectedShares } from '../../model/facts/well-architected-shares.ts';
import type { CollectContext } from '../collector.ts';
import { PAGE, toShares, untilGone } from './shares.ts';

/** Own ones, and those of others that the account has part in. */
export function profilesIn({ caller, region }: CollectContext): Promise<ProfileSummary[]> {
  return caller.list('wellarchitected', 'ListProfiles', region, { MaxResults: PAGE }, (page) =>
    listOf(page.ProfileSummaries, 'the profiles'),
  );
}

/** https://docs.aws.amazon.com/wellarchitected/latest/APIReference/API_ListProfileShares.html */
export async function ownProfile(
  { caller, region }: CollectContext,
  { ProfileArn, ProfileName }: ProfileSummary,
): Promise<SharedThing> {
  const arn = requiredText(ProfileArn, 'the ARN of a profile');
  const shares = await untilGone(() =>
    caller.list(
      'wellarchitected',
      'ListProfileShares',
      region,
      { ProfileArn: arn, MaxResults: PAGE },
      (page) => listOf(page.ProfileShareSummaries, 'the shares of a profile'),
    ),
  );
  return { arn, name: required(ProfileName, 'the name of a profile'), shares: toShares(shares) };
}

export function profileOfOthers({
  ProfileArn,
  ProfileName,
  Owner,
}: ProfileSummary): WellArchitectedShares['received'][number] {
  return {
    arn: required(ProfileArn, 'the ARN of a profile'),
    name: required(ProfileName, 'the name of a profile'),
    kind: 'profile',
    ownerAccountId: required(Owner, 'the owner of a profile'),
  };
}
