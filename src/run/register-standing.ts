import type { Decisions } from '../config/register-files.ts';
import { type BlindSpot, blindSpotInWords } from '../model/blind-spot.ts';
import { endOfDay } from '../model/days.ts';
import { reviewDue } from '../parties/review.ts';

/** An entry of the register, an exception or a blind spot that is over, or will be soon. */
export interface Standing {
  /** `thirdParties[3]` */
  path: string;
  entry: string;
  state: 'EXPIRED' | 'OVERDUE' | 'ENDS_SOON';
  detail: string;
}

const SOON = 30 * 86_400_000;

/**
 * What of a register, its exceptions and blind spots is over at a moment, or will be within 30 days; the rest is in order.
 *
 * @param reviewEveryDays where the register gives no interval
 */
export function registerStanding(
  { thirdParties, exceptions, blindSpots = [] }: Decisions & { blindSpots?: readonly BlindSpot[] },
  asOf: string,
  reviewEveryDays: number,
): Standing[] {
  const now = Date.parse(asOf);
  /** The day is the last one on which it is in order. */
  const standing = (path: string, entry: string, day: string, over: Standing['state'], what: string) => {
    const left = endOfDay(day) - now;
    if (left > SOON) return [];
    const state = left <= 0 ? over : ('ENDS_SOON' as const);
    return [{ path, entry, state, detail: `${what} ${day}.` }];
  };
  return [
    ...thirdParties.flatMap((entry, index) => {
      const path = `thirdParties[${index}]`;
      const due = reviewDue(entry, reviewEveryDays);
      const { name, contractEnds } = entry;
      const unreviewed = due === null && entry.reviewEveryDays !== undefined;
      return [
        ...(contractEnds === undefined
          ? []
          : standing(path, name, contractEnds, 'EXPIRED', 'The last day of the contract is')),
        ...(due === null ? [] : standing(path, name, due, 'OVERDUE', 'The next review is due on')),
        ...(unreviewed
          ? [
              {
                path,
                entry: name,
                state: 'OVERDUE' as const,
                detail: 'It is to be reviewed, and no review is recorded.',
              },
            ]
          : []),
      ];
    }),
    ...blindSpots.flatMap((spot, index) =>
      standing(`blindSpots[${index}]`, blindSpotInWords(spot), spot.expires, 'EXPIRED', 'The last day is'),
    ),
    ...exceptions.flatMap(({ check, resource, expires }, index) =>
      standing(`exceptions[${index}]`, `${check} on ${resource}`, expires, 'EXPIRED', 'The last day is'),
    ),
  ];
}
