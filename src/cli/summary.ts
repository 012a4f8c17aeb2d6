import type { AuditReport } from '../model/report.ts';
import { SEVERITIES } from '../model/severity.ts';
import { plural } from './progress-display.ts';
import { inert, type Paint } from './terminal.ts';

/** How many gaps the summary names before it points to the report. */
const GAPS_SHOWN = 5;

/** The result of a run for a person at a terminal. What was not read comes first. */
export function summaryText(report: AuditReport, directory: string, paint: Paint): string {
  const { summary, scope, coverage } = report;
  const read = summary.accounts.COMPLETE + summary.accounts.PARTIAL;
  const title = `${inert(report.run.title)}: ${read} of ${plural(scope.accounts.length, 'account')} read`;
  return [
    paint('bold', title),
    '',
    ...(coverage.complete
      ? [paint('green', 'Complete: every fact in scope was read.')]
      : incomplete(report, paint)),
    '',
    `Open findings  ${severities(report, paint)}`,
    `Excepted       ${summary.exceptedFindings}`,
    `Roles          ${scope.roles.listed} listed, ${scope.roles.evaluated} judged, ${report.roles.length} open to outsiders`,
    `Third parties  ${thirdParties(report)}`,
    '',
    `Report    ${directory}/report.html`,
    `Evidence  ${directory}`,
  ].join('\n');
}

function incomplete({ coverage }: AuditReport, paint: Paint): string[] {
  const { gaps, planned } = coverage;
  const shown = gaps.slice(0, GAPS_SHOWN).map((gap) => {
    const blame = gap.action === null ? '' : ` ${gap.action}`;
    return `  ${gap.accountId} ${gap.region} ${gap.fact}: ${gap.reason}${inert(blame)}`;
  });
  const rest = gaps.length - shown.length;
  return [
    paint(
      'yellow',
      `INCOMPLETE: ${gaps.length} of ${plural(planned, 'fact')} were not read. Nothing is known of them.`,
    ),
    ...shown,
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
