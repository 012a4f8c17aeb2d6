import type { ToolShare } from '../model/facts/well-architected-shares.ts';

/** Shares that nobody has any more, or had; what has another status, also one yet to come, is there. */
const ENDED: ReadonlySet<string> = new Set(['REJECTED', 'REVOKED', 'EXPIRED', 'FAILED']);

/** Those of the shares of the AWS Well-Architected Tool that somebody has, or is about to. */
export function standingShares<S extends Pick<ToolShare, 'status'>>(shares: readonly S[]): S[] {
  return shares.filter(({ status }) => !ENDED.has(status));
}

/** Whether it lets its holder change something, which any permission may do that is not known here. */
export function mayChange({ permission }: Pick<ToolShare, 'permission'>): boolean {
  return permission !== null && permission !== 'READONLY';
}
