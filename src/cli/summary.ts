import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ENTRY_STATES, entriesInWords, failingEntries } from '../model/configuration-entry.ts';
import { type HistoryDamage, historyDamage, type RunHistory } from '../model/history.ts';
import type { AuditReport } from '../model/report.ts';
import { SEVERITIES } from '../model/severity.ts';
import { gapLines } from './gap-lines.ts';
import { plural } from './progress-display.ts';
import { inert, type Paint } from './terminal.ts';

/** How many groups of gaps, and how many findings, the summary names before it points to the report. */
const GAPS_SHOWN = 5;
const FINDINGS_SHOWN = 3;
const ENTRIES_SHOWN = 5;

/** The result of a run for a person at a terminal. What was not read comes first. */
export function summaryText(
  report: AuditReport,
  directory: string,
  paint: Paint,
  run: { history?: RunHistory } = {},
): string {
  const { summary, scope, coverage } = report;
  const read = summary.accounts.COMPLETE + summary.accounts.PARTIAL;
  const title = `${inert(report.run.title)}: ${read} of ${plural(scope.accounts.length, 'account')} read`;
  return [
    paint('bold', title),
    '',
    ...(coverage.complete
      ? [paint('green', 'Complete: every fact in scope was read.')]
      : incomplete(report, paint)),
    ...historyLines(historyDamage(run), paint),
    '',
    ...(read === 0 ? ['No account was read, so nothing is known of findings.'] : results(report, paint)),
    ...entries(report, paint),
    '',
    `Report    ${directory}/${existsSync(join(directory, 'report.html')) ? 'report.html' : 'report.json'}`,
    `Evidence  ${directory}`,
  ].join('\n');
}

function historyLines(damaged: readonly HistoryDamage[], paint: Paint): string[] {
  if (damaged.length === 0) return [];
  const rest = damaged.length - GAPS_SHOWN;
  return [
    paint('yellow', 'DAMAGED HISTORY: runs before are not as they were sealed. Nothing was taken from them.'),
    ...damaged.slice(0, GAPS_SHOWN).map(({ runId, problem }) => `  ${inert(`${runId}: ${problem}`)}`),
    ...(rest > 0 ? [`  and ${rest} more, all named in run.json`] : []),
  ];
}

function results(report: AuditReport, paint: Paint): string[] {
  const { summary, scope } = report;
  const leftOut = scope.roles.leftOut.map(({ reason, count }) => `, ${count} ${reason}`).join('');
  return [
    `Open findings  ${severities(report, paint)}`,
    ...worst(report, paint),
    `Excepted       ${summary.exceptedFindings}`,
    `Roles          ${scope.roles.listed} listed${leftOut}; ${report.roles.length} open to outsiders`,
    `Third parties  ${thirdParties(report)}`,
  ];
}

/** What of the configuration needs a look; under `strict` the run fails for it. */
function entries(report: AuditReport, paint: Paint): string[] {
  const { configurationEntries: all = [] } = report;
  if (all.length === 0) return [];
  const failing = failingEntries(report).length;
  const head = `Configuration  ${plural(all.length, 'entry', 'entries')} to look at: ${entriesInWords(all)}`;
  const strict = failing === 0 ? [] : [paint('red', `  strict: the run fails for ${failing} of them`)];
  const shown = all
    .slice(0, ENTRIES_SHOWN)
    .map(({ path, entry, state, detail }) =>
      paint('dim', `  ${inert(path)} (${inert(entry)}) ${ENTRY_STATES[state]}: ${inert(detail)}`),
    );
  const rest = all.length - shown.length;
  return [head, ...strict, ...shown, ...(rest > 0 ? [paint('dim', `  and ${rest} more`)] : [])];
}

function worst({ findings }: AuditReport, paint: Paint): string[] {
  const open = findings.filter(({ status }) => status === 'OPEN');
  const shown = open.slice(0, FINDINGS_SHOWN).map((finding) => {
    const resource = finding.resourceArn.split(':').slice(5).join(':');
    return paint('dim', `  ${inert(finding.title)}: ${inert(`${resource} in ${finding.accountName}`)}`);
  });
  const rest = open.length - shown.length;
  return [...shown, ...(rest > 0 ? [paint('dim', `  and ${rest} more`)] : [])];
}

function incomplete({ coverage }: AuditReport, paint: Paint): string[] {
  const { gaps, planned } = coverage;
  const groups = gapLines(gaps);
  const rest = groups.length - GAPS_SHOWN;
  return [
    paint(
      'yellow',
      `INCOMPLETE: ${gaps.length} of ${plural(planned, 'fact')} were not read. Nothing is known of them.`,
    ),
    ...groups.slice(0, GAPS_SHOWN),
    ...(rest > 0 ? [`  and ${rest} more, all named in the report`] : []),
  ];
}

function severities({ summary }: AuditReport, paint: Paint): string {
  return SEVERITIES.map((severity) => {
    const text = `${summary.openFindings[severity]} ${severity}`;
    const grave = (severity === 'critical' || severity === 'high') && summary.openFindings[severity] > 0;
    return grave ? paint('red', text) : text;
  }).join(' · ');
}

function thirdParties({ thirdParties: parties }: AuditReport): string {
  const present = parties.filter(({ roles }) => roles.length > 0);
  const known = present.filter(({ party }) => party.kind === 'registered').length;
  return `${present.length} may enter, ${known} of them registered`;
}
