import type { Rows } from '../../../model/rows.ts';
import { blindSpotInWords } from '../../../model/blind-spot.ts';
import type { NotCollectedReason } from '../../../model/fact.ts';
import type { CoverageEntry } from '../../../model/finding.ts';
import type { AuditReport } from '../../../model/report.ts';
import { coversInWords } from '../../blind-spot-words.ts';
import { shorten } from '../../visible.ts';
import { capped, label, number, quantity } from '../support/format.ts';
import { gapSentences } from './gap-sentences.ts';
import { groupedBy } from '../../../model/grouped-by.ts';
import { LIMITS } from '../support/limits.ts';

const REASONS = {
  ACCESS_DENIED: 'Access denied',
  THROTTLED: 'Throttled',
  TIMED_OUT: 'Timed out',
  UNSUPPORTED: 'Not available',
  FAILED: 'Failed',
} as const satisfies Record<NotCollectedReason, string>;

export interface CoverageView {
  complete: boolean;
  sentence: string;
  /** What is not looked at by declaration, all in one place. */
  blindSpots: Array<{
    what: string;
    reason: string;
    approvedBy: string;
    expires: string;
    expired: boolean;
    covers: string;
  }>;
  blindSpotsLeftOut: string | null;
  /** A sentence an account and reason, the accounts of which nothing was read first. */
  sentences: string[];
  sentencesLeftOut: string | null;
  /** One row a fact and reason, when there are too many gaps to take in at once; else empty. */
  groups: Array<{ fact: string; reason: string; action: string; gaps: string; accounts: string }>;
  gaps: Array<{
    accountId: string;
    accountName: string;
    region: string;
    fact: string;
    resource: string | null;
    action: string;
    reason: string;
    message: string;
  }>;
  leftOut: string | null;
}

/** Below this many rows the list itself is the overview. */
const OVERVIEW_FROM = 15;

/** What was not read, where, and why. */
export function coverageView(report: AuditReport): CoverageView {
  const { coverage, scope, blindSpots = [] } = report;
  const declared = capped(
    blindSpots,
    LIMITS.exceptions,
    (left) => `${left} more are not listed here; they are in report.json under blindSpots.`,
  );
  const accountNames = new Map(scope.accounts.map(({ accountId, name }) => [accountId, name]));
  const { shown, leftOut } = capped(
    coverage.gaps,
    LIMITS.gaps,
    (left) =>
      `${left} more gaps are not listed here; the table by fact counts them, and all of them are in report.json under coverage.gaps.`,
  );
  const sentences = capped(
    gapSentences({ coverage, scope }),
    LIMITS.gapSentences,
    (left) => `${left} more such sentences are left out; the tables below count what they speak of.`,
  );
  return {
    complete: coverage.complete && coverage.gaps.length === 0,
    sentence: sentence(report),
    blindSpots: declared.shown.map((spot) => ({
      what: label(blindSpotInWords(spot)),
      reason: shorten(spot.reason, 600),
      approvedBy: label(spot.approvedBy),
      expires: spot.expires,
      expired: spot.expired,
      covers: coversInWords(spot),
    })),
    blindSpotsLeftOut: declared.leftOut,
    sentences: sentences.shown,
    sentencesLeftOut: sentences.leftOut,
    groups: coverage.gaps.length < OVERVIEW_FROM ? [] : groups(coverage.gaps),
    gaps: shown.map((gap) => ({
      accountId: gap.accountId,
      accountName: label(accountNames.get(gap.accountId) ?? ''),
      region: gap.region,
      fact: gap.fact,
      resource: gap.resource === undefined ? null : label(gap.resource),
      action: gap.action ?? '–',
      reason: reasonInWords(gap),
      message: gap.message ?? 'No message was kept.',
    })),
    leftOut,
  };
}

function sentence({ coverage, unanswered }: AuditReport): string {
  const { planned, collected, gaps, complete } = coverage;
  if (complete && gaps.length === 0 && planned === 0) return 'Nothing was planned, so nothing was read.';
  if (complete && gaps.length === 0) {
    const open = unanswered.length;
    const answers =
      open === 0 ? '' : ` All the same ${quantity(open, 'result has', 'results have')} no answer: see Unanswered.`;
    return `Every fact that was planned was read: ${number(collected)} of ${number(planned)}.${answers}`;
  }
  const declared = gaps.filter(({ blindSpot }) => blindSpot !== undefined).length;
  const by = declared === 0 ? '' : `; ${number(declared)} of them by declared blind spots`;
  return `${quantity(gaps.length, 'fact was', 'facts were')} not read, of ${number(planned)} planned${by}. A check that needs a missing fact has no answer there; it did not pass.`;
}

function groups(gaps: Rows<CoverageEntry>): CoverageView['groups'] {
  const byKey = groupedBy(gaps, ({ fact, reason, action }) => JSON.stringify([fact, reason, action]));
  return [...byKey.entries()]
    .sort(([a, left], [b, right]) => right.length - left.length || (a < b ? -1 : 1))
    .flatMap(([, members]) => {
      const first = members[0];
      if (first === undefined) return [];
      return [
        {
          fact: first.fact,
          reason: reasonInWords(first),
          action: first.action ?? '–',
          gaps: number(members.length),
          accounts: number(new Set(members.map(({ accountId }) => accountId)).size),
        },
      ];
    });
}

function reasonInWords({ reason }: CoverageEntry): string {
  return reason === null ? 'Not stated' : REASONS[reason];
}
