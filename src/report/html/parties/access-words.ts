import type { ThirdPartySummary } from '../../../model/report.ts';
import { age, date } from '../support/format.ts';

/** The most that policies allow, conditions and policies of the organization left aside. */
export const ACCESS_IN_WORDS: Readonly<
  Record<NonNullable<ThirdPartySummary['highestAccess']> | 'none', string>
> = {
  none: 'None found',
  list: 'Listing resources',
  read: 'Reading data',
  write: 'Changing data and resources',
  admin: 'Managing permissions',
};

/** `2026-10-02, 51 days ago`, or that no use is recorded, which is not the same as never. */
export function lastUse(instant: string | null, asOf: string): string {
  return instant === null ? 'Not within the tracked period' : `${date(instant)}, ${age(instant, asOf)}`;
}
