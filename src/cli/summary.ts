import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ENTRY_STATES, entriesInWords, failingEntries } from '../model/configuration-entry.ts';
import { type HistoryDamage, historyDamage } from '../model/history.ts';
import type { AuditReport } from '../model/report.ts';
import { SEVERITIES } from '../model/severity.ts';
import type { Verdict, VerdictReason } from '../model/verdict.ts';
import { blindSpotSentence } from '../report/blind-spot-words.ts';
import { decisionsInWords } from '../report/decisions-in-words.ts';
import { number } from '../report/html/support/format.ts';
import { olderFacts, olderInWords } from '../report/older.ts';
import { accountsRead, reasonsInWords, verdictOf } from '../report/verdict.ts';
import { composed, cut, lines, type ShownText, shown } from '../report/visible.ts';
import { gapLines } from './gap-lines.ts';
import { plural } from './progress-display.ts';
import { inert, type Paint } from './terminal.ts';

/** How many groups of gaps, and how many findings, the summary names before it points to the report. */
const GAPS_SHOWN = 5;
const FINDINGS_SHOWN = 3;
const ENTRIES_SHOWN = 5;
const CHECKS_SHOWN = 3;
/** Of one entry: the pattern of an exception may be a page long. */
const ENTRY_SHOWN = 160;

const OPEN: ReadonlyArray<VerdictReason['reason']> = ['UNREAD_FACTS', 'UNANSWERED_RESULTS', 'FAILED_CHECKS'];

/**
 * The result of a run for a person at a terminal. What was not read comes first.
 *
 * @param evidence where the run itself is, if not where its report is
 */
export function summaryText(
  report: AuditReport,
  directory: string,
  paint: Paint,
  evidence = directory,
): ShownText {
  const { scope } = report;
  const read = accountsRead(report);
  const verdict = verdictOf(report);
  const { PARTIAL: inPart } = report.summary.accounts;
  const part = inPart === 0 ? shown`` : shown`, ${number(inPart)} of them in part`;
  const title = shown`${inert(report.run.title)}: ${number(read)} of ${plural(scope.accounts.length, 'account')} read${part}`;
  return lines([
    paint('bold', title),
    shown``,
    verdict.complete
      ? completeLine(verdict, paint)
      : paint('yellow', shown`INCOMPLETE: ${inert(reasonsInWords(verdict))}.${notKnown(verdict)}`),
    ...gaps(report),
    ...blindSpots(report, paint),
    ...olderFacts(report).map((older) => paint('dim', inert(`  ${olderInWords(older)}`))),
    ...historyLines(historyDamage(report), paint),
    shown``,
    ...(read === 0 ? [shown`No account was read, so nothing is known of findings.`] : results(report, paint)),
    ...entries(report, paint),
    ...decisionsInWords(report).map(inert),
    shown``,
    shown`Report    ${inert(directory)}/${existsSync(join(directory, 'report.html')) ? shown`report.html` : shown`report.json`}`,
    shown`Evidence  ${inert(evidence)}`,
  ]);
}

/** Of the reasons, some say what is not known, and others what is wrong with the run. */
function notKnown({ reasons }: Verdict): ShownText {
  const isOpen = reasons.some(({ reason }) => OPEN.includes(reason));
  return isOpen ? shown` Nothing is known of what was not read or has no answer.` : shown``;
}

function completeLine({ declared }: Verdict, paint: Paint): ShownText {
  return declared === undefined
    ? paint('green', shown`Complete: every fact in scope was read, and every check was answered.`)
    : paint(
        'yellow',
        shown`Complete but for blind spots: ${inert(declared.sentence)}. Nothing is known of them.`,
      );
}

/** What is not looked at by declaration, who approved it and until when. */
function blindSpots({ blindSpots: all = [] }: AuditReport, paint: Paint): ShownText[] {
  const rest = all.length - GAPS_SHOWN;
  return [
    ...all.slice(0, GAPS_SHOWN).map((spot) => paint('yellow', inert(`  ${blindSpotSentence(spot)}`))),
    ...(rest > 0 ? [shown`  and ${number(rest)} more of them, all named in the report`] : []),
  ];
}

function historyLines(damaged: readonly HistoryDamage[], paint: Paint): ShownText[] {
  if (damaged.length === 0) return [];
  const rest = damaged.length - GAPS_SHOWN;
  return [
    paint(
      'yellow',
      shown`DAMAGED HISTORY: runs before are not as they were sealed. Nothing was taken from them.`,
    ),
    ...damaged.slice(0, GAPS_SHOWN).map(({ runId, problem }) => inert(`  ${runId}: ${problem}`)),
    ...(rest > 0 ? [shown`  and ${number(rest)} more, all named in run.json`] : []),
    shown`  → Put back what was there, from a copy or the archive, or find out who changed it.`,
  ];
}

function results(report: AuditReport, paint: Paint): ShownText[] {
  const { summary, scope } = report;
  const leftOut = scope.roles.leftOut.map(({ reason, count }) => `, ${number(count)} ${reason}`).join('');
  return [
    shown`Open findings  ${severities(report, paint)}`,
    ...worst(report, paint),
    shown`Excepted       ${number(summary.exceptedFindings)}`,
    ...unanswered(report),
    shown`Roles          ${number(scope.roles.listed)} listed${inert(leftOut)}; ${number(report.roles.length)} open to outsiders`,
    shown`Third parties  ${thirdParties(report)}`,
  ];
}

/** What of the configuration needs a look; under `strict` the run fails for it. */
function entries(report: AuditReport, paint: Paint): ShownText[] {
  const { configurationEntries: all = [] } = report;
  if (all.length === 0) return [];
  const failing = failingEntries(report).length;
  const head = shown`Configuration  ${plural(all.length, 'entry', 'entries')} to look at: ${inert(entriesInWords(all))}`;
  const strict =
    failing === 0 ? [] : [paint('red', shown`  strict: the run fails for ${number(failing)} of them`)];
  const first = all
    .slice(0, ENTRIES_SHOWN)
    .map(({ path, entry, state, detail }) =>
      paint('dim', inert(`  ${path} (${cut(entry, ENTRY_SHOWN)}) ${ENTRY_STATES[state]}: ${detail}`)),
    );
  const rest = all.length - first.length;
  return [head, ...strict, ...first, ...(rest > 0 ? [paint('dim', shown`  and ${number(rest)} more`)] : [])];
}

function worst({ findings }: AuditReport, paint: Paint): ShownText[] {
  const open = findings.filter(({ status }) => status === 'OPEN');
  const worstFew = open.slice(0, FINDINGS_SHOWN).map((finding) => {
    const resource = finding.resourceArn.split(':').slice(5).join(':');
    return paint('dim', inert(`  ${finding.title}: ${resource} in ${finding.accountName}`));
  });
  const rest = open.length - worstFew.length;
  return [...worstFew, ...(rest > 0 ? [paint('dim', shown`  and ${number(rest)} more`)] : [])];
}

/** Why facts were not read, over all accounts. */
function gaps({ coverage }: AuditReport): ShownText[] {
  const groups = gapLines(coverage.gaps.filter(({ blindSpot }) => blindSpot === undefined));
  const rest = groups.length - GAPS_SHOWN;
  return [
    ...groups.slice(0, GAPS_SHOWN),
    ...(rest > 0 ? [shown`  and ${number(rest)} more, all named in the report`] : []),
  ];
}

/** Results that are no answer, by what they are and the checks that have most of them; nothing where there is none. */
function unanswered({ summary }: AuditReport): ShownText[] {
  const sum = (status: 'unknown' | 'error') =>
    summary.checks.reduce((total, counts) => total + counts[status], 0);
  const [unknown, errors] = [sum('unknown'), sum('error')];
  if (unknown + errors === 0) return [];
  const checks = summary.checks
    .map(({ checkId, unknown: unknowns, error }) => ({ checkId, count: unknowns + error }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  const named = checks.slice(0, CHECKS_SHOWN).map(({ checkId, count }) => `${checkId} ${number(count)}`);
  const rest = checks.length - named.length;
  return [
    shown`No answer      ${number(unknown)} UNKNOWN · ${number(errors)} ERROR: ${inert(named.join(', '))}${rest > 0 ? shown` and ${plural(rest, 'more check')}` : shown``}`,
  ];
}

function severities({ summary }: AuditReport, paint: Paint): ShownText {
  const counts = SEVERITIES.map((severity) => {
    const text = inert(`${number(summary.openFindings[severity])} ${severity}`);
    const grave = (severity === 'critical' || severity === 'high') && summary.openFindings[severity] > 0;
    return grave ? paint('red', text) : text;
  });
  return composed(counts, (all) => all.join(' · '));
}

/** All that the report names, also those that no role admits and that stand in findings alone. */
function thirdParties({ thirdParties: parties }: AuditReport): ShownText {
  const entering = parties.filter(({ roles }) => roles.length > 0).length;
  const registered = parties.filter(({ party }) => party.kind === 'registered').length;
  return shown`${number(parties.length)}, ${number(registered)} of them registered; ${number(entering)} may enter a role`;
}
