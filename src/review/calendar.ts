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
 * when all that one run found, and it read the roles of all accounts, was decided on within it; what was decided later does
 * not fill it any more.
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
      const { decided, accesses, unreadAccounts } = mostDecided(within);
      const isHeld = accesses > 0 && decided >= accesses && unreadAccounts === 0;
      const isRunning = to >= asOf.slice(0, 10);
      const state = isHeld ? 'held' : isRunning ? 'running' : decided > 0 ? 'in-part' : 'missed';
      const unread = unreadAccounts === 0 ? {} : { unreadAccounts };
      const unchecked = within.filter(({ state: signed }) => signed !== 'trusted').length;
      const byAnyone = unchecked === 0 ? {} : { unchecked };
      return { from, to, state, reviews: within.length, decided, accesses, ...unread, ...byAnyone } as const;
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

interface Share {
  decided: number;
  accesses: number;
  unreadAccounts: number;
}

/** Of the runs that were reviewed, the one of which the greatest share was decided; of several, that which read the most. */
function mostDecided(reviews: readonly KnownReview[]): Share {
  const runs = new Map<string, Omit<Share, 'decided'> & { ids: Set<string> }>();
  for (const { manifestSha256, population, decisions } of reviews) {
    const { accesses, unreadAccounts = 0 } = population;
    const run = runs.get(manifestSha256) ?? { ids: new Set(), accesses, unreadAccounts };
    for (const { access } of decisions) run.ids.add(access.id);
    runs.set(manifestSha256, run);
  }
  const shares = [...runs.values()].map(({ ids, ...run }) => ({ decided: ids.size, ...run }));
  const [most = { decided: 0, accesses: 0, unreadAccounts: 0 }] = shares.sort(
    (a, b) => shareOf(b) - shareOf(a) || a.unreadAccounts - b.unreadAccounts,
  );
  return most;
}

function shareOf({ decided, accesses }: Share): number {
  return accesses === 0 ? -1 : decided / accesses;
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
