import { dayOf, endOfDay } from '../model/days.ts';
import { partyKey, type RegisteredThirdParty, thirdPartyRef } from '../model/party.ts';

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

/**
 * The register with the last review of each party by the sealed reviews of it, where there are any: the day that somebody
 * has typed there does not count then.
 *
 * @param reviewed by the party's key
 */
export function withSealedReviews(
  register: readonly RegisteredThirdParty[],
  reviewed: ReadonlyArray<{ key: string; lastReviewed: string | null }>,
): RegisteredThirdParty[] {
  const sealed = new Map(reviewed.map(({ key, lastReviewed }) => [key, lastReviewed]));
  return register.map((entry) => {
    const lastReviewed = sealed.get(partyKey(thirdPartyRef('registered', entry.name)));
    if (lastReviewed === undefined) return entry;
    const { lastReviewed: typed = null, ...rest } = entry;
    return {
      ...rest,
      ...(lastReviewed === null ? {} : { lastReviewed }),
      sealedReview: { lastReviewed, typed },
    };
  });
}
