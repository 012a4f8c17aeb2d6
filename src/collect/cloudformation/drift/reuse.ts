import type { ResourceDrift } from '../../../model/facts/drift.ts';
import type { Stack } from '../../../model/facts/stacks.ts';
import type { CollectContext } from '../../collector.ts';

const HOUR_MS = 3_600_000;

type Age = Pick<CollectContext, 'clock' | 'driftMaxAge'>;

/**
 * Whether something that CloudFormation did then may stand for doing it now: it is young enough, and the stack has not
 * been changed by its template since. What was changed by hand since is not seen by it.
 */
export function isYoung(
  at: string | null,
  { updatedAt, createdAt }: Stack,
  { clock, driftMaxAge }: Age,
): at is string {
  if (at === null || at <= (updatedAt ?? createdAt)) return false;
  const age = clock.now().getTime() - Date.parse(at);
  return age >= 0 && age <= driftMaxAge * HOUR_MS;
}

/** Whether a comparison of a resource may be taken over. */
export function mayBeReused(
  known: ResourceDrift | undefined,
  stack: Stack,
  age: Age,
): known is ResourceDrift {
  return (
    known !== undefined &&
    ['IN_SYNC', 'MODIFIED', 'DELETED'].includes(known.status) &&
    isYoung(known.checkedAt, stack, age)
  );
}

/** `reusedSince` for a stack of which these comparisons were taken over; nothing where none was. */
export function reusedSince(reused: readonly ResourceDrift[]): { reusedSince?: string } {
  const [oldest] = reused.flatMap(({ checkedAt }) => checkedAt ?? []).toSorted();
  return oldest === undefined ? {} : { reusedSince: oldest };
}
