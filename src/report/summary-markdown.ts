import { ENTRY_STATES } from '../model/configuration-entry.ts';
import { CONTROL_STATUSES } from '../model/control.ts';
import type { Finding } from '../model/finding.ts';
import type { AuditReport } from '../model/report.ts';
import { SEVERITIES } from '../model/severity.ts';
import { verdictView } from './html/page/verdict.ts';
import { moment, number, shortArn } from './html/support/format.ts';
import { cut } from './visible.ts';

/** UTF-16 units of the whole text: what chats take in one message. */
const LIMIT = 4_000;
const NAME_LIMIT = 60;
const FINDINGS_SHOWN = 10;
const ENTRIES_SHOWN = 5;

/**
 * The text of `summary.md` for a chat or a pull request, under 4,000 characters: the verdict, which says first when the
 * audit is incomplete, the counts, and the worst open findings. Names from accounts stand in code spans, where markup,
 * links and mentions do nothing.
 */
export function summaryMarkdown(report: AuditReport): string {
  const { label, sentence, notes } = verdictView(report);
  const head = [
    `## ${label}`,
    '',
    sentence,
    ...(notes.length === 0 ? [] : ['', ...notes.map((note) => `- ${note}`)]),
    '',
    ...countsTable(report),
    ...controlLines(report),
    ...entryLines(report),
  ];
  const foot = ['', origin(report), ''];
  return [...head, ...worstFindings(report, LIMIT - 1 - [...head, ...foot].join('\n').length), ...foot].join(
    '\n',
  );
}

function countsTable({ summary, scope, unanswered }: AuditReport): string[] {
  const { accounts, openFindings, exceptedFindings } = summary;
  return [
    '| Open findings | Number |',
    '| --- | ---: |',
    ...SEVERITIES.map((severity) => `| ${severity} | ${number(openFindings[severity])} |`),
    '',
    [
      `Excepted: ${number(exceptedFindings)}.`,
      `Without an answer: ${number(unanswered.length)}.`,
      `Accounts: ${number(scope.accounts.length)} in scope, ${number(accounts.COMPLETE)} read in full, ${number(accounts.PARTIAL)} in part, ${number(accounts.FAILED)} not at all.`,
    ].join(' '),
  ];
}

/** A line a framework: how many of its controls have which result. */
function controlLines({ controls = [] }: AuditReport): string[] {
  if (controls.length === 0) return [];
  const lines = controls.map(({ framework, controls: judged }) => {
    const tally = CONTROL_STATUSES.flatMap((status) => {
      const count = judged.filter((control) => control.status === status).length;
      return count === 0 ? [] : [`${number(count)} ${status.toLowerCase().replaceAll('_', ' ')}`];
    });
    const changed = judged.filter(({ before }) => before !== undefined).length;
    const since = changed === 0 ? '' : `; ${number(changed)} changed since the run before`;
    return `- ${framework.name}, ${framework.version}: ${tally.join(', ')}${since}`;
  });
  return ['', 'Controls, as far as checks speak of them:', '', ...lines];
}

/** The first entries of the configuration that need a look, those that fail the run before others. */
function entryLines({ configurationEntries: entries = [] }: AuditReport): string[] {
  if (entries.length === 0) return [];
  const first = [...entries].sort((a, b) => Number(b.fails ?? false) - Number(a.fails ?? false));
  const lines = first
    .slice(0, ENTRIES_SHOWN)
    .map(({ path, entry, state }) => `- ${code(path)} ${code(entry)}: ${ENTRY_STATES[state]}`);
  const rest = entries.length - lines.length;
  return [
    '',
    'Entries of the configuration to look at:',
    '',
    ...lines,
    ...(rest > 0 ? [`- and ${number(rest)} more`] : []),
  ];
}

/** As many rows as fit into `room` characters, and the number of the rest. */
function worstFindings({ findings }: AuditReport, room: number): string[] {
  const open = findings.filter(({ status }) => status === 'OPEN');
  const header = ['', '| Worst | Check | Account | Resource |', '| --- | --- | --- | --- |'];
  if (open.length === 0) return [];
  const rows: string[] = [];
  let left = room - header.join('\n').length - 60;
  for (const finding of open.slice(0, FINDINGS_SHOWN)) {
    const row = findingRow(finding);
    left -= row.length + 1;
    if (left < 0) break;
    rows.push(row);
  }
  const rest = open.length - rows.length;
  return [...header, ...rows, ...(rest > 0 ? ['', `And ${number(rest)} more open findings.`] : [])];
}

function findingRow({ severity, checkId, accountId, accountName, resourceArn }: Finding): string {
  const cells = [severity, code(checkId), `${accountId} ${code(accountName)}`, code(shortArn(resourceArn))];
  return `| ${cells.join(' | ')} |`;
}

function origin({ run }: AuditReport): string {
  const organization = run.organizationName === null ? '' : ` of ${code(run.organizationName)}`;
  return `${code(run.title)}${organization}, run ${code(run.runId)}, as of ${moment(run.asOf)}, Countersign ${code(run.tool.version)}.`;
}

/** A code span that cannot be left: a backtick would end it, and a bar the cell of the table around it. */
function code(text: string): string {
  const shown = cut(text.replaceAll('`', '[U+0060]').replaceAll('|', '[U+007C]'), NAME_LIMIT);
  return shown.trim() === '' ? '(empty)' : `\`${shown}\``;
}
