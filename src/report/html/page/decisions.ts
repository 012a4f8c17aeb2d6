import type { CountersignedRun } from '../../../model/attestation.ts';
import type { AuditReport } from '../../../model/report.ts';
import { ACCESS_STATES, type AccessState, type ReviewStanding } from '../../../model/review.ts';
import { signatureInWords } from '../../../model/statement.ts';
import { label, moment, number, quantity, shortArn } from '../support/format.ts';

/** Rows that the page has; the rest is in `report.json`, and said in numbers. */
const ACCESSES_SHOWN = 30;
const REVIEWS_SHOWN = 12;
const PROBLEMS_SHOWN = 20;

export interface DecisionsView {
  countersigned: Array<{
    heading: string;
    signatures: Array<{
      by: string;
      at: string;
      decision: string;
      note: string;
      signature: string;
      counts: boolean;
    }>;
  }>;
  reviews: ReviewsView | null;
}

interface ReviewsView {
  readAt: string;
  summary: Array<{ state: string; meaning: string; count: string }>;
  problems: ReviewStanding['problems'];
  problemsNotShown: string | null;
  late: Array<{
    state: string;
    party: string;
    account: string;
    role: string;
    detail: string;
    decided: string;
  }>;
  /** In words, of those that are not shown; null where all are. */
  notShown: string | null;
  sealed: Array<{
    by: string;
    at: string;
    run: string;
    decided: string;
    signature: string;
    standing: string | null;
  }>;
  sealedNotShown: string | null;
  register: Array<{ party: string; sealed: string; typed: string }>;
  calendar: Array<{
    control: string;
    asks: string;
    periods: Array<{ from: string; to: string; state: string; good: boolean; decided: string }>;
    left: string | null;
  }>;
}

/** What people have said of runs; null where nobody has. */
export function decisionsView({
  reviews,
  countersigned,
  countersignatures,
}: AuditReport): DecisionsView | null {
  const runs = [
    ...(countersignatures === undefined
      ? []
      : [{ run: countersignatures, heading: 'Countersignatures of this run' }]),
    ...(countersigned === undefined
      ? []
      : [{ run: countersigned, heading: `Countersignatures of the run before, ${countersigned.runId}` }]),
  ];
  if (reviews === undefined && runs.length === 0) return null;
  return {
    countersigned: runs.map(({ run, heading }) => ({ heading, signatures: signaturesOf(run) })),
    reviews: reviews === undefined ? null : reviewsView(reviews),
  };
}

function signaturesOf({
  signatures,
}: CountersignedRun): DecisionsView['countersigned'][number]['signatures'] {
  return signatures.map((one) => ({
    by: label(one.by),
    at: moment(one.at),
    decision: one.decision === 'accept' ? 'Accepted' : 'Rejected',
    note: one.note,
    signature: `${signatureInWords(one)}${one.supersededBy === undefined ? '' : ' A later one of theirs counts.'}`,
    counts: one.state === 'trusted' && one.signedByRunKey === undefined && one.supersededBy === undefined,
  }));
}

/** What each state means, in the page's words. */
const MEANINGS: Record<AccessState, string> = {
  overdue: 'to be removed or reduced by a day that has passed, and still as it was',
  lapsed: 'kept until a day that has passed, and still there',
  open: 'nobody has decided',
  changed: 'changed, and whether that is as it was decided is for a person to say',
  'not-known': 'could not be looked at',
  pending: 'to be removed or reduced, and there is time',
  kept: 'may stay for now',
  done: 'removed or reduced, as decided',
  gone: 'kept, and not there any more',
};

const NEEDS_SOMEONE: ReadonlySet<AccessState> = new Set([
  'overdue',
  'lapsed',
  'open',
  'changed',
  'not-known',
]);

function reviewsView(standing: ReviewStanding): ReviewsView {
  const { accesses, summary, reviews, problems, calendar, parties } = standing;
  const late = accesses.filter(({ state }) => NEEDS_SOMEONE.has(state));
  const names = new Map(accesses.map(({ partyKey, party }) => [partyKey, party]));
  const sealed = [...reviews].reverse();
  return {
    readAt: moment(standing.readAt),
    summary: ACCESS_STATES.filter((state) => summary[state] > 0).map((state) => ({
      ...{ state, meaning: MEANINGS[state], count: number(summary[state]) },
    })),
    problems: problems.slice(0, PROBLEMS_SHOWN),
    problemsNotShown: notShown(problems.length - PROBLEMS_SHOWN, 'file'),
    late: late.slice(0, ACCESSES_SHOWN).map((access) => ({
      state: access.state,
      party: label(access.party),
      account: `${label(access.accountName)} ${access.accountId}`,
      role: access.name === undefined ? shortArn(access.roleArn) : label(access.name),
      detail: access.detail,
      decided: decidedInWords(access.decided),
    })),
    notShown: notShown(late.length - ACCESSES_SHOWN, 'access', 'accesses'),
    sealed: sealed.slice(0, REVIEWS_SHOWN).map((review) => ({
      by: label(review.by),
      at: moment(review.at),
      run: review.runId,
      decided: `${number(review.decided)} of ${number(review.population.accesses)}`,
      signature: signatureInWords(review),
      standing: review.counts ? null : `Does not count: ${review.why ?? 'it is not known why'}`,
    })),
    sealedNotShown: notShown(sealed.length - REVIEWS_SHOWN, 'review'),
    register: parties.flatMap(({ key, lastReviewed, typed }) =>
      typed === null
        ? []
        : [{ party: label(names.get(key) ?? key), sealed: lastReviewed ?? 'Not complete', typed }],
    ),
    calendar: calendar.map(({ control, asks, periods, left }) => ({
      ...{ control, asks },
      periods: periods.map(
        ({ from, to, state, decided, accesses: all, unreadAccounts = 0, unchecked = 0 }) => ({
          ...{ from, to, state: PERIOD_STATES[state], good: state === 'held' && unchecked === 0 },
          decided: [
            all === 0 ? 'nothing' : `${number(decided)} of ${number(all)}`,
            ...(unreadAccounts === 0
              ? []
              : [`${quantity(unreadAccounts, 'account was', 'accounts were')} not read in full`]),
            ...(unchecked === 0
              ? []
              : [
                  `${quantity(unchecked, 'review is', 'reviews are')} signed by no reviewer of the configuration`,
                ]),
          ].join('; '),
        }),
      ),
      left: notShown(left, 'earlier period'),
    })),
  };
}

const PERIOD_STATES = {
  held: 'held',
  'in-part': 'in part',
  missed: 'GAP: none',
  running: 'not over yet',
} as const;

function decidedInWords(decided: ReviewStanding['accesses'][number]['decided']): string {
  if (decided === null) return 'Not decided';
  const { decision, until, by, at, reason } = decided;
  return `${decision} until ${until}, by ${label(by)} on ${at.slice(0, 10)}: ${reason}`;
}

function notShown(count: number, singular: string, plural?: string): string | null {
  return count > 0 ? `${quantity(count, singular, plural)} more in report.json` : null;
}
