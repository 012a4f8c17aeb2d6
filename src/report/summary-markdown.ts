import { blindSpotInWords } from '../model/blind-spot.ts';
import { ENTRY_STATES } from '../model/configuration-entry.ts';
import { CONTROL_STATUSES } from '../model/control.ts';
import type { Finding } from '../model/finding.ts';
import { OUTPUTS, type OutputFormat } from '../model/output.ts';
import type { AuditReport } from '../model/report.ts';
import { SEVERITIES } from '../model/severity.ts';
import { coversInWords } from './blind-spot-words.ts';
import { decisionsInWords } from './decisions-in-words.ts';
import { ACTION_KINDS, findingsOf } from './html/page/actions.ts';
import { changesInWords } from './html/page/brief.ts';
import { verdictView } from './html/page/verdict.ts';
import { displayable, moment, number, shortArn } from './html/support/format.ts';
import { verdictFrom } from './verdict.ts';
import { composed, cut, lines, type ShownText, shown, visible } from './visible.ts';
import { Foremost, walksOf } from './walk.ts';

/** UTF-16 units of the whole text: what chats take in one message. */
const LIMIT = 4_000;
const NAME_LIMIT = 60;
const FINDINGS_SHOWN = 10;
/** Blind spots, entries and actions; fewer where names are long, since findings are what the text is for. */
const NAMED = 5;
const ROOM_FOR_FINDINGS = 600;
const EMPTY = shown``;

/**
 * The text of `summary.md` for a chat or a pull request, under 4,000 characters: the verdict, which says first when the
 * audit is incomplete, the counts, and the worst open findings. Names from accounts stand in code spans, where markup,
 * links and mentions do nothing.
 */
export function summaryMarkdown(
  report: AuditReport,
  beside: ReadonlySet<OutputFormat> = new Set(),
): ShownText {
  const walks = walksOf(report);
  const verdict = verdictFrom(report, walks);
  const changes = changesInWords(report, walks);
  const worst = walks.findings.into(new Foremost<Finding>(FINDINGS_SHOWN), (first, finding) => {
    if (finding.status === 'OPEN') first.add(() => finding);
  });
  const { label, sentence, notes } = displayable(verdictView(report, verdict()));
  const headNaming = (most: number) => [
    shown`## ${label}`,
    EMPTY,
    sentence,
    ...(notes.length === 0 ? [] : [EMPTY, ...notes.map((note) => shown`- ${note}`)]),
    EMPTY,
    ...displayable(changes()).map((line) => shown`- ${line}`),
    EMPTY,
    ...countsTable(report),
    ...controlLines(report),
    ...blindSpotLines(report, most),
    ...decisionLines(report),
    ...entryLines(report, most),
    ...actionLines(report, most),
  ];
  const foot = [EMPTY, ...linkLines(beside), origin(report), EMPTY];
  const roomBeside = (head: ShownText[]) => LIMIT - 1 - lines([...head, ...foot]).length;
  let head = headNaming(NAMED);
  for (let most = NAMED - 1; most >= 0 && roomBeside(head) < ROOM_FOR_FINDINGS; most -= 1)
    head = headNaming(most);
  return lines([...head, ...worstFindings(worst(), roomBeside(head)), ...foot]);
}

/** The actions that clear the most, with their owners and deadlines. */
function actionLines({ actions = [] }: AuditReport, most: number): ShownText[] {
  if (actions.length === 0) return [];
  const rest = actions.length - most;
  return [
    EMPTY,
    shown`What clears the most:`,
    EMPTY,
    ...actions
      .slice(0, most)
      .map(
        ({ title, owner, due, kind, severity, clears }) =>
          shown`- ${visible(ACTION_KINDS[kind])}: ${code(title)}, ${number(findingsOf({ clears }))} findings${severity === null ? EMPTY : shown`, ${visible(severity)} the worst`}; ${owner === undefined ? shown`no owner` : code(owner.name)}; ${visible(due ?? 'no deadline')}`,
      ),
    ...(rest > 0 ? [shown`- and ${number(rest)} more`] : []),
  ];
}

/** Links to the pages of the run that say more, where they are written. */
function linkLines(beside: ReadonlySet<OutputFormat>): ShownText[] {
  const links = (['summary', 'html', 'explorer'] as const).flatMap((format) =>
    beside.has(format) ? [visible(`[${OUTPUTS[format].file}](${OUTPUTS[format].file})`)] : [],
  );
  return links.length === 0 ? [] : [shown`More: ${composed(links, (all) => all.join(', '))}`, EMPTY];
}

function countsTable({ summary, scope, unanswered }: AuditReport): ShownText[] {
  const { accounts, openFindings, exceptedFindings } = summary;
  return [
    shown`| Open findings | Number |`,
    shown`| --- | ---: |`,
    ...SEVERITIES.map((severity) => shown`| ${visible(severity)} | ${number(openFindings[severity])} |`),
    EMPTY,
    shown`Excepted: ${number(exceptedFindings)}. Without an answer: ${number(unanswered.length)}. Accounts: ${number(scope.accounts.length)} in scope, ${number(accounts.COMPLETE)} read in full, ${number(accounts.PARTIAL)} in part, ${number(accounts.FAILED)} not at all.`,
  ];
}

/** A line a framework: how many of its controls have which result. */
function controlLines({ controls = [] }: AuditReport): ShownText[] {
  if (controls.length === 0) return [];
  const results = controls.map(({ framework, controls: judged }) => {
    const tally = CONTROL_STATUSES.flatMap((status) => {
      const count = judged.filter((control) => control.status === status).length;
      return count === 0 ? [] : [`${number(count)} ${status.toLowerCase().replaceAll('_', ' ')}`];
    });
    const changed = judged.filter(({ before }) => before !== undefined).length;
    const since = changed === 0 ? '' : `; ${number(changed)} changed since the run before`;
    return visible(`- ${framework.name}, ${framework.version}: ${tally.join(', ')}${since}`);
  });
  return [EMPTY, shown`Controls, as far as checks speak of them:`, EMPTY, ...results];
}

/** What is not looked at by declaration, who approved it and until when. */
function blindSpotLines({ blindSpots = [] }: AuditReport, most: number): ShownText[] {
  if (blindSpots.length === 0) return [];
  const named = blindSpots
    .slice(0, most)
    .map(
      (spot) =>
        shown`- ${code(blindSpotInWords(spot))}: ${visible(coversInWords(spot))}; ${code(spot.reason)}, approved by ${code(spot.approvedBy)} until ${visible(spot.expires)}${spot.expired ? shown` (expired)` : EMPTY}`,
    );
  const rest = blindSpots.length - named.length;
  return [
    EMPTY,
    shown`Declared blind spots, which are not looked at:`,
    EMPTY,
    ...named,
    ...(rest > 0 ? [shown`- and ${number(rest)} more`] : []),
  ];
}

/** What people have said of the runs before; nothing where nobody has. */
function decisionLines(report: AuditReport): ShownText[] {
  const words = decisionsInWords(report);
  return words.length === 0 ? [] : [EMPTY, ...words.map((line) => shown`- ${visible(line)}`)];
}

/** The first entries of the configuration that need a look, those that fail the run before others. */
function entryLines({ configurationEntries: entries = [] }: AuditReport, most: number): ShownText[] {
  if (entries.length === 0) return [];
  const first = [...entries].sort((a, b) => Number(b.fails ?? false) - Number(a.fails ?? false));
  const named = first
    .slice(0, most)
    .map(({ path, entry, state }) => shown`- ${code(path)} ${code(entry)}: ${visible(ENTRY_STATES[state])}`);
  const rest = entries.length - named.length;
  return [
    EMPTY,
    shown`Entries of the configuration to look at:`,
    EMPTY,
    ...named,
    ...(rest > 0 ? [shown`- and ${number(rest)} more`] : []),
  ];
}

/** As many rows as fit into `room` characters, and the number of the rest. */
function worstFindings(open: Foremost<Finding>, room: number): ShownText[] {
  const header = [EMPTY, shown`| Worst | Check | Account | Resource |`, shown`| --- | --- | --- | --- |`];
  if (open.length === 0) return [];
  const rows: ShownText[] = [];
  let left = room - lines(header).length - 60;
  for (const finding of open.slice(0, FINDINGS_SHOWN)) {
    const row = findingRow(finding);
    left -= row.length + 1;
    if (left < 0) break;
    rows.push(row);
  }
  const rest = open.length - rows.length;
  return [...header, ...rows, ...(rest > 0 ? [EMPTY, shown`And ${number(rest)} more open findings.`] : [])];
}

function findingRow({ severity, checkId, accountId, accountName, resourceArn }: Finding): ShownText {
  return shown`| ${visible(severity)} | ${code(checkId)} | ${visible(accountId)} ${code(accountName)} | ${code(shortArn(resourceArn))} |`;
}

function origin({ run }: AuditReport): ShownText {
  const organization = run.organizationName === null ? EMPTY : shown` of ${code(run.organizationName)}`;
  return shown`${code(run.title)}${organization}, run ${code(run.runId)}, as of ${visible(moment(run.asOf))}, Countersign ${code(run.tool.version)}.`;
}

/** A code span that cannot be left: a backtick would end it, and a bar the cell of the table around it. */
function code(text: string): ShownText {
  const name = cut(text.replaceAll('`', '[U+0060]').replaceAll('|', '[U+007C]'), NAME_LIMIT);
  return name.trim() === '' ? shown`(empty)` : shown`\`${name}\``;
}
