import { createHash } from 'node:crypto';
import type { EvidenceFile } from '../../../model/evidence-file.ts';
import type { AuditReport } from '../../../model/report.ts';
import { SEVERITIES, type Severity } from '../../../model/severity.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { blindSpotReason } from '../../blind-spot-words.ts';
import { accountsRead, verdictFrom } from '../../verdict.ts';
import { cut } from '../../visible.ts';
import { type Walks, walksOf } from '../../walk.ts';
import { type GapSentences, gapSentences } from '../coverage/gap-sentences.ts';
import { capital, capped, moment, number, quantity } from '../support/format.ts';
import { type ActionRowView, actionRow, deadlinesInWords, findingsOf, ownerName } from './actions.ts';

/** Actions on the first pages: those that clear the most. */
const ACTIONS_SHOWN = 10;
const REASONS_SHOWN = 7;
/** Gaps and blind spots, of each. */
const NAMED = 3;

/** The first two pages: what may be relied on, what has changed, what is to be done, and who has looked at it. */
export interface BriefView {
  relied: string[];
  notRelied: string[];
  notReliedLeftOut: string | null;
  changes: string[];
  /** By kind, in the order of reading; kinds without an action are left out. */
  actions: ActionRowView[];
  actionsSentence: string;
  rest: string | null;
  deadlines: string;
  /** What the page rests on, so that a copy on paper can be held against it. */
  binding: { runId: string; asOf: string; evidence: string; digest: string | null };
}

/** What stands beside the report in its run. */
interface BesideBrief {
  evidence?: readonly EvidenceFile[];
  explorerHref?: string;
}

export function briefView(
  report: AuditReport,
  beside: BesideBrief = {},
  walks: Walks = walksOf(report),
): () => BriefView {
  const seen: Seen = {
    verdict: verdictFrom(report, walks),
    gaps: gapSentences(walks, ({ blindSpot }) => blindSpot === undefined),
    names: walks.names,
    changes: changesInWords(report, walks),
  };
  return () => viewOf(report, beside, seen);
}

/** What is kept of the long lists. */
interface Seen {
  verdict: () => Verdict;
  gaps: () => GapSentences;
  names: Walks['names'];
  changes: () => string[];
}

function viewOf(report: AuditReport, { evidence = [], explorerHref }: BesideBrief, seen: Seen): BriefView {
  const { actions = [], run } = report;
  const reasons = capped(
    notRelied(report, seen),
    REASONS_SHOWN,
    (left) => `${quantity(left, 'more reason is', 'more reasons are')} under Scope and completeness.`,
  );
  const first = actions.slice(0, ACTIONS_SHOWN);
  const naming = actions.slice(ACTIONS_SHOWN).filter(({ forActions }) => forActions !== undefined);
  const shown = [...first, ...naming];
  return {
    relied: relied(report, evidence),
    notRelied: [...reasons.shown, IN_EVERY_RUN],
    notReliedLeftOut: reasons.leftOut,
    changes: seen.changes(),
    actions: (['decide', 'fix', 'ask'] as const).flatMap((kind) =>
      shown
        .filter((action) => action.kind === kind)
        .map((action) => short(actionRow(action, seen.names(), explorerHref))),
    ),
    actionsSentence: actionsSentence(report, first),
    rest: restInWords(actions.length - shown.length, report, shown),
    deadlines: deadlinesInWords(report.deadlines),
    binding: {
      runId: run.runId,
      asOf: moment(run.asOf),
      evidence:
        evidence.length === 0 ? 'was not at hand when this page was made' : quantity(evidence.length, 'file'),
      digest: evidence.length === 0 ? null : digestOf(evidence),
    },
  };
}

/** Whatever accounts call themselves, two sheets of paper are enough. */
function short(row: ActionRowView): ActionRowView {
  const { title, where, effort, owner } = row;
  return {
    ...row,
    title: cut(title, 104),
    where: cut(where, 60),
    effort: cut(effort, 72),
    owner: owner === null ? null : ownerName(cut(owner.join(''), 48)),
  };
}

/** SHA-256 over what `sha256sum` prints of the files of evidence, by name. */
function digestOf(evidence: readonly EvidenceFile[]): string {
  const lines = evidence.map(({ name, sha256 }) => ({ name, line: `${sha256}  ${name}\n` }));
  const sorted = lines.sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ line }) => line);
  return createHash('sha256').update(sorted.join('')).digest('hex');
}

function relied(report: AuditReport, evidence: readonly EvidenceFile[]): string[] {
  const { scope, summary, coverage, checks, run } = report;
  if (accountsRead(report) === 0) return [];
  const { COMPLETE } = summary.accounts;
  const ofAll = `${number(COMPLETE)} of ${quantity(scope.accounts.length, 'account')}`;
  const answered = summary.checks.reduce((sum, counts) => sum + counts.pass + counts.fail, 0);
  return [
    `${ofAll} ${COMPLETE === 1 ? 'was' : 'were'} read in full, with ${number(coverage.collected)} of ${quantity(coverage.planned, 'fact')}, as they stood on ${moment(run.asOf)}.`,
    `${quantity(checks.length, 'check')} gave ${quantity(answered, 'answer')}; ${number(scope.roles.evaluated)} of ${quantity(scope.roles.listed, 'role')} ${scope.roles.listed === 1 ? 'was' : 'were'} judged, and of each other the report says why not.`,
    evidence.length === 0
      ? 'Every finding names the place in the evidence that it rests on.'
      : `Every finding names the place in the evidence that it rests on: ${quantity(evidence.length, 'file')}, each with its digest in the manifest.`,
  ];
}

const IN_EVERY_RUN =
  'In every run: service and resource control policies are not evaluated, and what happened before or after the moment above is not seen.';

/** What the reader may not conclude of this run, and why. */
function notRelied(report: AuditReport, seen: Pick<Seen, 'verdict' | 'gaps'>): string[] {
  const { scope, unanswered } = report;
  const others = seen.verdict().reasons.filter(({ reason }) => reason !== 'UNREAD_FACTS');
  const gaps = seen.gaps();
  return [
    ...gaps.slice(0, NAMED).map((gap) => cut(gap, 150)),
    ...(gaps.length > NAMED
      ? [
          `${quantity(gaps.length - NAMED, 'more gap is', 'more gaps are')} named under Scope and completeness.`,
        ]
      : []),
    ...blindSpotsInForce(report),
    ...others.map(({ sentence }) => `${capital(sentence)}${unansweredWhere(sentence, unanswered.length)}.`),
    ...(scope.excluded.length === 0
      ? []
      : [
          `${quantity(scope.excluded.length, 'known account was', 'known accounts were')} left out; nothing is known of ${scope.excluded.length === 1 ? 'it' : 'them'}.`,
        ]),
    ...(scope.disabledChecks.length === 0
      ? []
      : [
          `${quantity(scope.disabledChecks.length, 'check was', 'checks were')} not applied; what ${scope.disabledChecks.length === 1 ? 'it asks' : 'they ask'} nobody has asked.`,
        ]),
  ];
}

/** What nobody looked at by declaration: who answers for that, and until when. */
function blindSpotsInForce({ blindSpots = [] }: AuditReport): string[] {
  const spots = blindSpots.filter(({ gaps, expired }) => gaps > 0 && !expired);
  const left = spots.length - NAMED;
  return [
    ...spots.slice(0, NAMED).map(blindSpotReason),
    ...(left > 0
      ? [
          `${quantity(left, 'more declared blind spot is', 'more declared blind spots are')} named under Scope and completeness.`,
        ]
      : []),
  ];
}

function unansweredWhere(sentence: string, count: number): string {
  return sentence.endsWith('no answer') && count > 0 ? ', each named under Unanswered' : '';
}

/** What is new, gone and overdue, a line each. */
export function changesInWords(
  report: AuditReport,
  walks: Pick<Walks, 'findings' | 'resolved'>,
): () => string[] {
  const { findings } = report.changes ?? { findings: { new: [], reopened: [] } };
  // One that is new and open again counts twice, as it is told twice.
  const times = new Map<string, number>();
  for (const one of [...findings.new, ...findings.reopened]) times.set(one, (times.get(one) ?? 0) + 1);
  const fresh = walks.findings.into(noCounts(), (counts, { fingerprint, severity }) => {
    counts[severity] += times.get(fingerprint) ?? 0;
  });
  const gone = walks.resolved.into(noCounts(), (counts, { severity }) => {
    counts[severity] += 1;
  });
  return () => linesOf(report, fresh(), gone());
}

function noCounts(): Record<Severity, number> {
  return { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
}

function linesOf(
  report: AuditReport,
  fresh: Record<Severity, number>,
  gone: Record<Severity, number>,
): string[] {
  const { changes: known, actions = [] } = report;
  const overdue = actions.reduce((sum, action) => sum + action.overdue, 0);
  const late = actions.filter((action) => action.overdue > 0);
  const last =
    overdue === 0
      ? 'Overdue: nothing is past its deadline.'
      : `Overdue: ${quantity(overdue, 'finding')} in ${quantity(late.length, 'action')}.`;
  if (known === undefined) {
    return ['New: there is no earlier run, so every finding counts as first seen in this one.', last];
  }
  const { notKnown } = known.findings;
  const { roles, thirdParties } = known;
  const back = known.findings.reopened.length;
  return [
    `New: ${countInWords(fresh)}${back === 0 ? '' : `, ${number(back)} of them had been gone before`}; ${quantity(roles.appeared.length, 'role')} and ${quantity(thirdParties.appeared.length, 'third party', 'third parties')} appeared.`,
    `Gone: ${countInWords(gone)}; ${quantity(roles.vanished.length, 'role')} and ${quantity(thirdParties.vanished.length, 'third party', 'third parties')} vanished.${notKnown.length === 0 ? '' : ` Of ${number(notKnown.length)} more it is not known, since they were not looked at.`}`,
    last,
    `Compared with run ${known.since.runId} of ${moment(known.since.startedAt)}.`,
  ];
}

function countInWords(counts: Record<Severity, number>): string {
  const all = SEVERITIES.reduce((sum, severity) => sum + counts[severity], 0);
  if (all === 0) return 'no finding';
  const worst = (['critical', 'high'] as const).flatMap((severity) =>
    counts[severity] === 0 ? [] : [`${number(counts[severity])} ${severity}`],
  );
  return `${quantity(all, 'finding')}${worst.length === 0 ? '' : ` (${worst.join(', ')})`}`;
}

/** How much of all the actions shown clear, the worst severities by name. */
function actionsSentence(
  { summary }: AuditReport,
  shown: ReadonlyArray<Parameters<typeof findingsOf>[0]>,
): string {
  const open = SEVERITIES.reduce((sum, severity) => sum + summary.openFindings[severity], 0);
  if (open === 0) return 'No finding is open in what was read.';
  const cleared = (severity: Severity) => shown.reduce((sum, { clears }) => sum + clears[severity], 0);
  const worst = (['critical', 'high'] as const).flatMap((severity) =>
    summary.openFindings[severity] === 0
      ? []
      : [`${number(cleared(severity))} of ${number(summary.openFindings[severity])} ${severity}`],
  );
  const all = shown.reduce((sum, action) => sum + findingsOf(action), 0);
  const which = shown.length === 1 ? 'This action clears' : `These ${number(shown.length)} actions clear`;
  return `${which} ${number(all)} of ${quantity(open, 'open finding')}${worst.length === 0 ? '' : `: ${worst.join(' and ')}`}.`;
}

function restInWords(
  left: number,
  { actions = [] }: AuditReport,
  shown: ReadonlyArray<{ id: string }>,
): string | null {
  if (left <= 0) return null;
  const ids = new Set(shown.map(({ id }) => id));
  const rest = actions.filter(({ id }) => !ids.has(id));
  const findings = rest.reduce((sum, action) => sum + findingsOf(action), 0);
  return `${quantity(left, 'more action clears', 'more actions clear')} the other ${quantity(findings, 'finding')}.`;
}
