import { dayOf, endOfDay } from '../model/days.ts';
import type { RegisteredThirdParty } from '../model/party.ts';

const DAY = 86_400_000;

/**
 * The day by which the next review of a third party is to be held, `2027-03-31`; null when the register gives no last
 * review, or no interval is known.
 *
 * @param everyDays where the register gives no interval
 */
export function reviewDue(
  { lastReviewed, reviewEveryDays }: Pick<RegisteredThirdParty, 'lastReviewed' | 'reviewEveryDays'>,
  everyDays: number | undefined,
): string | null {
  const interval = reviewEveryDays ?? everyDays;
  if (lastReviewed === undefined || interval === undefined) return null;
  return dayOf(endOfDay(lastReviewed) - DAY + interval * DAY);
}
