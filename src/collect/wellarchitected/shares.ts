import { required } from '../../aws/answer.ts';
import { AwsCallError } from '../../aws/errors.ts';
import type { ToolShare } from '../../model/facts/well-architected-shares.ts';
import { sortedBy } from '../values.ts';

/** The most that a page may hold. */
export const PAGE = 50;

/** What was deleted since it was listed is shared with nobody any more. */
export async function untilGone<T>(read: () => Promise<T[]>): Promise<T[]> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AwsCallError && error.code === 'ResourceNotFoundException') return [];
    throw error;
  }
}

interface ShareSummary {
  ShareId?: string | undefined;
  SharedWith?: string | undefined;
  Status?: string | undefined;
}

/** Shares as the fact has them, sorted by id; `permissionOf` tells what one allows where that may differ. */
export function toShares<S extends ShareSummary>(
  shares: readonly S[],
  permissionOf: (share: S) => string | null = () => null,
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
