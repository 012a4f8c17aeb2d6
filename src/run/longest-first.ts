import type { AccountTarget } from '../model/account.ts';
import type { AccountReadingRecord } from '../model/run-record.ts';

/** How long the accounts took that the run before knows of, in seconds by account id. */
export function secondsExpected(
  targets: readonly AccountTarget[],
  expected: ReadonlyMap<string, AccountReadingRecord>,
): Map<string, number> {
  return new Map(
    targets.flatMap(({ accountId }) => {
      const reading = expected.get(accountId);
      return reading === undefined ? [] : [[accountId, reading.seconds]];
    }),
  );
}

/**
 * The accounts in the order in which they are begun: those first that took longest in the run before, so that none of
 * them is left when all others are done. One that is new is taken for one like the others.
 */
export function longestFirst(
  targets: readonly AccountTarget[],
  expected: ReadonlyMap<string, AccountReadingRecord>,
): AccountTarget[] {
  const known = [...expected.values()];
  const mean = (of: (reading: AccountReadingRecord) => number) =>
    known.reduce((sum, reading) => sum + of(reading), 0) / (known.length || 1);
  const ordinary = { seconds: mean(({ seconds }) => seconds), calls: mean(({ calls }) => calls) };
  const sizeOf = ({ accountId }: AccountTarget) => expected.get(accountId) ?? ordinary;
  return targets.toSorted((a, b) => {
    const [one, other] = [sizeOf(a), sizeOf(b)];
    return other.seconds - one.seconds || other.calls - one.calls;
  });
}
