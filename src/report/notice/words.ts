import type { Notice, NoticedFindings } from '../../model/notice.ts';
import { SEVERITIES } from '../../model/severity.ts';
import { moment, number, quantity, shortArn } from '../html/support/format.ts';
import { reasonsInWords } from '../verdict.ts';
import { cut, lines, type ShownText, shown, visible } from '../visible.ts';

/** UTF-16 units of the text in words: what a section of a chat takes. */
const TEXT_LIMIT = 2_900;
/** In the words; a program has the others. */
const NAMED = 5;
const LINE_LIMIT = 240;

/** A notice in one line: what is wrong with the run itself comes first. */
export function subjectOf(notice: Notice): ShownText {
  const { verdict, openFindings, run, owner } = notice;
  const counted: Array<[string, number]> = [
    ['new', notice.new.count],
    ['reopened', notice.reopened.count],
    ['changed', notice.changed.count],
    ['gone', notice.gone.count],
    ['overdue', notice.overdue.count],
  ];
  const news = counted.flatMap(([word, count]) => (count === 0 ? [] : [`${number(count)} ${word}`]));
  const worst = SEVERITIES.find((severity) => openFindings[severity] > 0);
  const parts = [
    ...(verdict.complete ? [] : ['INCOMPLETE']),
    ...(news.length === 0 ? ['nothing new'] : news),
    ...(worst === undefined ? [] : [`${number(openFindings[worst])} open ${worst}`]),
  ];
  return visible(`Countersign: ${parts.join(', ')} - ${owner ?? run.title}`);
}

/** A notice for people: at most 2,900 characters, of which each line is plain. */
export function noticeText(notice: Notice): ShownText {
  const { run, verdict, accounts, openFindings, comparedWith, owner, report, notKnown } = notice;
  const open = SEVERITIES.map((severity) => `${number(openFindings[severity])} ${severity}`).join(', ');
  const head = [
    `${run.title}${run.organizationName === null ? '' : ` - ${run.organizationName}`}: ${moment(run.asOf)}`,
    ...(owner === null ? [] : [`What ${owner} answers for`]),
    verdict.complete
      ? `Complete: ${number(accounts.read)} of ${quantity(accounts.inScope, 'account')} read.`
      : `INCOMPLETE: ${reasonsInWords(verdict)}. ${number(accounts.read)} of ${quantity(accounts.inScope, 'account')} read.`,
    `Open findings: ${open}.`,
    comparedWith === null
      ? 'No run before is known, so that all is new.'
      : `Compared with the run of ${moment(comparedWith.startedAt)}.`,
  ];
  const body = [
    ...findingLines('New', notice.new),
    ...findingLines('Open again', notice.reopened),
    ...findingLines('Changed', notice.changed),
    ...findingLines('Gone', notice.gone),
    ...(notKnown === 0 ? [] : [`Not known whether they are gone: ${quantity(notKnown, 'finding')}.`]),
    ...some('New third parties', notice.thirdParties.count, notice.thirdParties.names),
    ...some(
      'Overdue',
      notice.overdue.count,
      notice.overdue.entries.map(
        ({ what, name, due, owner: by }) => `${what} of ${name} (${due})${by === null ? '' : `: ${by}`}`,
      ),
    ),
  ];
  const foot = [`Run ${run.runId}${report === null ? '' : ` in ${report}`}. All of it is in its report.`];
  return fitted(head, body, foot);
}

/** As many lines of the body as fit between head and foot. */
function fitted(head: string[], body: string[], foot: string[]): ShownText {
  const plain = (all: readonly string[]) => all.map((line) => cut(line, LINE_LIMIT));
  const [first, middle, last] = [plain(head), plain(body), plain(foot)];
  for (let kept = middle.length; kept > 0; kept -= 1) {
    const rest = middle.length - kept;
    const more = rest === 0 ? [] : [shown`… and ${number(rest)} more lines`];
    const text = lines([...first, ...middle.slice(0, kept), ...more, ...last]);
    if (text.length <= TEXT_LIMIT) return text;
  }
  return lines([...first, ...last]);
}

function findingLines(words: string, { count, findings }: NoticedFindings): string[] {
  return some(
    words,
    count,
    findings.map(
      ({ severity, title, resourceArn, accountName }) =>
        `[${severity}] ${title}: ${shortArn(resourceArn)} in ${accountName}`,
    ),
  );
}

function some(words: string, count: number, all: readonly string[]): string[] {
  if (count === 0) return [];
  const first = all.slice(0, NAMED);
  const rest = count - first.length;
  return [
    `${words} (${number(count)}):`,
    ...first.map((line) => `  ${line}`),
    ...(rest > 0 ? [`  and ${number(rest)} more`] : []),
  ];
}

/** A line within 100 characters of ASCII, as SNS takes it for a subject. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
export function asciiLine(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]/gu, '?')
    .trimStart()
    .slice(0, 100);
}
