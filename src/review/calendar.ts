import { dayOf } from '../model/days.ts';
import type { KnownReview, ReviewCalendar } from '../model/review.ts';

/** What asks for reviews in periods of the calendar, and by which control. */
const CALENDARS = [
  {
    control: 'PCI-DSS-4.0.1 7.2.4',
    every: 'half-year',
    months: 6,
    asks: 'PCI DSS asks for a review at least every six months.',
  },
  {
    control: 'SOC2 CC9.2',
    every: 'quarter',
    months: 3,
    asks: 'SOC 2 asks for regular reviews and leaves the interval to you; most auditors look for one a quarter.',
  },
] as const;

/** Periods that are listed. */
const LISTED = 12;

/**
 * The periods of the calendar since the first run that is known of, each with what was reviewed in it. A period is held
 * when all that one run found was decided on within it; what was decided later does not fill it any more.
 */
export function reviewCalendar(
  reviews: readonly KnownReview[],
  { asOf, since }: { asOf: string; since: string },
): ReviewCalendar[] {
  const [first = asOf] = [...reviews.map(({ at }) => at), since].sort();
  return CALENDARS.map(({ control, every, months, asks }) => {
    const periods = periodsBetween(first, asOf, months).map(({ from, to }) => {
      const within = reviews.filter(
        ({ at }) => at.slice(0, 10) >= from && at.slice(0, 10) <= to && at <= asOf,
      );
      const { decided, accesses } = mostDecided(within);
      const isHeld = accesses > 0 && decided >= accesses;
      const isRunning = to >= asOf.slice(0, 10);
      const state = isHeld ? 'held' : isRunning ? 'running' : decided > 0 ? 'in-part' : 'missed';
      return { from, to, state, reviews: within.length, decided, accesses } as const;
    });
    return {
      control,
      every,
      asks,
      periods: periods.slice(0, LISTED),
      left: Math.max(0, periods.length - LISTED),
    };
  });
}

/** Of the runs that were reviewed, the one of which the greatest share was decided. */
function mostDecided(reviews: readonly KnownReview[]): { decided: number; accesses: number } {
  const runs = new Map<string, { ids: Set<string>; accesses: number }>();
  for (const { manifestSha256, population, decisions } of reviews) {
    const run = runs.get(manifestSha256) ?? { ids: new Set(), accesses: population.accesses };
    for (const { access } of decisions) run.ids.add(access.id);
    runs.set(manifestSha256, run);
  }
  const shares = [...runs.values()].map(({ ids, accesses }) => ({ decided: ids.size, accesses }));
  return shares.reduce(
    (best, one) =>
      one.decided * best.accesses > best.decided * one.accesses || best.accesses === 0 ? one : best,
    { decided: 0, accesses: 0 },
  );
}

/** Whole periods of the calendar, the newest first; the first holds `until`, and the last `since`. */
function periodsBetween(since: string, until: string, months: number): Array<{ from: string; to: string }> {
  const periods: Array<{ from: string; to: string }> = [];
  const indexOf = (instant: string) => {
    const date = new Date(Date.parse(instant));
    return Math.floor((date.getUTCFullYear() * 12 + date.getUTCMonth()) / months);
  };
  const startOf = (index: number) => Date.UTC(Math.floor((index * months) / 12), (index * months) % 12, 1);
  for (let index = indexOf(until); index >= indexOf(since); index -= 1)
    periods.push({ from: dayOf(startOf(index)), to: dayOf(startOf(index + 1) - 86_400_000) });
  return periods;
}
