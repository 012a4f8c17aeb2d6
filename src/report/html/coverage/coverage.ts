import { blindSpotInWords } from '../../../model/blind-spot.ts';
import type { NotCollectedReason } from '../../../model/fact.ts';
import type { CoverageEntry } from '../../../model/finding.ts';
import type { AuditReport } from '../../../model/report.ts';
import { coversInWords } from '../../blind-spot-words.ts';
import { shorten } from '../../visible.ts';
import type { Foremost, Walks } from '../../walk.ts';
import { capped, label, number, quantity } from '../support/format.ts';
import { type GapSentences, gapSentences } from './gap-sentences.ts';
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
export function coverageView(
  report: AuditReport,
  walks: Pick<Walks, 'gaps' | 'accounts' | 'names'>,
): () => CoverageView {
  const seen: Seen = {
    inWords: gapSentences(walks),
    first: walks.gaps.first(LIMITS.gaps, (gap) => gap),
    groups: walks.gaps.into(new Map<string, Group>(), addToGroup),
    declared: walks.gaps.count(({ blindSpot }) => blindSpot !== undefined),
    names: walks.names,
  };
  return () => viewOf(report, seen);
}

/** What is kept of the gaps. */
interface Seen {
  inWords: () => GapSentences;
  first: () => Foremost<CoverageEntry>;
  groups: () => ReadonlyMap<string, Group>;
  declared: () => number;
  names: Walks['names'];
}

/** Gaps of the same fact and reason. */
interface Group {
  first: CoverageEntry;
  count: number;
  accounts: Set<string>;
}

function addToGroup(groups: Map<string, Group>, gap: CoverageEntry): void {
  const key = JSON.stringify([gap.fact, gap.reason, gap.action]);
  const group = groups.get(key) ?? { first: gap, count: 0, accounts: new Set() };
  groups.set(key, group);
  group.count += 1;
  group.accounts.add(gap.accountId);
}

function viewOf(report: AuditReport, seen: Seen): CoverageView {
  const { coverage, blindSpots = [] } = report;
  const declared = capped(
    blindSpots,
    LIMITS.exceptions,
    (left) => `${quantity(left, 'more is', 'more are')} not listed here but in report.json under blindSpots.`,
  );
  const { shown, leftOut } = capped(
    seen.first(),
    LIMITS.gaps,
    (left) =>
      `${quantity(left, 'more gap is', 'more gaps are')} not listed here; the table by fact counts them, and all of them are in report.json under coverage.gaps.`,
  );
  const sentences = capped(
    seen.inWords(),
    LIMITS.gapSentences,
    (left) => `${quantity(left, 'more such sentence is', 'more such sentences are')} left out; the tables below count what they speak of.`,
  );
  return {
    complete: coverage.complete && coverage.gaps.length === 0,
    sentence: sentence(report, seen.declared()),
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
    groups: coverage.gaps.length < OVERVIEW_FROM ? [] : groups(seen.groups()),
    gaps: shown.map((gap) => ({
      accountId: gap.accountId,
      accountName: label(seen.names().get(gap.accountId) ?? ''),
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

function sentence({ coverage, unanswered }: AuditReport, declared: number): string {
  const { planned, collected, gaps, complete } = coverage;
  if (complete && gaps.length === 0 && planned === 0) return 'Nothing was planned, so nothing was read.';
  if (complete && gaps.length === 0) {
    const open = unanswered.length;
    const answers =
      open === 0 ? '' : ` All the same ${quantity(open, 'result has', 'results have')} no answer: see Unanswered.`;
    return `Every fact that was planned was read: ${number(collected)} of ${number(planned)}.${answers}`;
  }
  const by = declared === 0 ? '' : `; ${number(declared)} of them by declared blind spots`;
  return `${quantity(gaps.length, 'fact was', 'facts were')} not read, of ${number(planned)} planned${by}. A check that needs a missing fact has no answer there; it did not pass.`;
}

function groups(byKey: ReadonlyMap<string, Group>): CoverageView['groups'] {
  return [...byKey]
    .sort(([a, left], [b, right]) => right.count - left.count || (a < b ? -1 : 1))
    .map(([, { first, count, accounts }]) => ({
      fact: first.fact,
      reason: reasonInWords(first),
      action: first.action ?? '–',
      gaps: number(count),
      accounts: number(accounts.size),
    }));
}

function reasonInWords({ reason }: CoverageEntry): string {
  return reason === null ? 'Not stated' : REASONS[reason];
}
