import type { ThirdPartySummary } from '../../../model/third-party-summary.ts';
import { age, date, listed, number, quantity } from '../support/format.ts';

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

/** What CloudTrail shows of a party; that nothing was read is not that nobody came. */
export function cameInWords(activity: ThirdPartySummary['activity'], asOf: string): string {
  if (activity === undefined) return 'Not looked at in this run';
  const { entries, refused, lastAt, since, notRead, notCounted = [] } = activity;
  const unread = [
    ...(notRead === 0
      ? []
      : [`; of ${quantity(notRead, 'account')} the record was not read, or not in full`]),
    ...(notCounted.length === 0 ? [] : [`; not counted: ${listed(notCounted)}`]),
  ].join('');
  const tries = refused === 0 ? '' : `; ${quantity(refused, 'try refused', 'tries refused')}`;
  if (entries === 0 && notRead > 0) return `Not known${tries}${unread}`;
  const back = since === null ? '' : ` since ${date(since)}`;
  if (lastAt === null) return `No entry on record${back}${tries}${unread}`;
  return `${number(entries)} ${entries === 1 ? 'time' : 'times'}${back}, the last on ${date(lastAt)}, ${age(lastAt, asOf)}${tries}${unread}`;
}
