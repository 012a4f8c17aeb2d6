import type { Finding, Unanswered } from '../model/finding.ts';
import type { AuditReport } from '../model/report.ts';
import { quantity } from './html/support/format.ts';
import { composed, cut, lines, oneLine, type ShownText, shown, visible } from './visible.ts';
import { type Walks, walksOf } from './walk.ts';

/** How much of one case is told; the rest is in `report.json`. */
const LINES_PER_CASE = 20;
const LINE_LIMIT = 1_000;

/** One check in one account of which there is something to say. */
interface Case {
  accountId: string;
  checkId: string;
  open: number;
  excepted: number;
  unanswered: number;
  /** Of the open findings, the first of which is the worst. */
  worst: string | undefined;
  /** Whether there is a result that a declared blind spot does not explain, and one of a check that failed. */
  undeclared: boolean;
  error: boolean;
  /** What is told of it, open findings before excepted ones before what has no answer; the first lines. */
  told: ShownText[];
}

/** Whether nothing of an account was read, and a declared blind spot says so of all of it. */
type NotRead = 'open' | 'declared' | undefined;

/** In the order of the file: the first 500 cases are all that CodeBuild shows of a report. */
const STATES = ['failure', 'error', 'skipped', 'passed'] as const;
type State = (typeof STATES)[number];

/**
 * The text of `junit.xml` in parts, as AWS CodeBuild and other build servers read it: a case for each account and each check that
 * was applied. An open finding is a failure; what has no answer, and an account of which nothing was read, is an error;
 * a case whose findings are all excepted, or that lacks answers by declared blind spots alone, is skipped. CodeBuild keeps 500 cases of a report, so the failed ones come
 * first, worst first, then errors, skipped and passed ones.
 */
export function* junitXml(report: AuditReport): Iterable<ShownText> {
  const cases = casesOf(report);
  const counts = { failure: 0, error: 0, skipped: 0, passed: 0 };
  for (const { state } of cases.all()) counts[state] += 1;
  const nothing = report.scope.accounts.length === 0 || report.checks.length === 0;
  const extra = nothing ? 1 : 0;
  const all = counts.failure + counts.error + counts.skipped + counts.passed;
  const totals = shown` tests="${all + extra}" failures="${counts.failure}" errors="${counts.error + extra}"`;
  yield shown`<?xml version="1.0" encoding="UTF-8"?>\n`;
  yield shown`<testsuites${attribute('name', report.run.title)}${totals} time="0">\n`;
  yield shown`  <testsuite name="countersign"${totals} skipped="${counts.skipped}" time="0"${attribute('timestamp', report.run.asOf)}>\n`;
  if (nothing) yield NOTHING;
  for (const wanted of STATES)
    for (const entry of cases.all()) if (entry.state === wanted) yield caseElement(entry);
  yield shown`  </testsuite>\n</testsuites>\n`;
}

/** One case as it goes into the file; most have nothing to tell, and are made as they are asked for. */
interface Entry {
  accountId: string;
  checkId: string;
  told: Case | undefined;
  notRead: NotRead;
  state: State;
}

/** Cases of open findings come first, in the order of the findings, which is worst first. */
function casesOf(report: AuditReport): { all(): Iterable<Entry> } {
  const walks = walksOf(report);
  const notRead = notReadFrom(walks);
  const accountIds = walks.accounts.into<string[]>([], (ids, { accountId }) => ids.push(accountId));
  const cases = new Map<string, Map<string, Case>>();
  const [open, excepted, unanswered]: [Case[], Case[], Case[]] = [[], [], []];
  const caseOf = (accountId: string, checkId: string): Case => {
    const own = cases.get(accountId) ?? new Map<string, Case>();
    cases.set(accountId, own);
    const known = own.get(checkId) ?? newCase(accountId, checkId);
    own.set(checkId, known);
    return known;
  };
  const findings = walks.findings.gather(
    (finding) => {
      const of = caseOf(finding.accountId, finding.checkId);
      const isOpen = finding.status === 'OPEN';
      const kind = isOpen ? 'open' : 'excepted';
      if (of[kind] === 0) (isOpen ? open : excepted).push(of);
      of[kind] += 1;
      if (isOpen) of.worst ??= finding.severity;
      if (of.told.length < LINES_PER_CASE || (isOpen && of.open <= LINES_PER_CASE))
        of.told.splice(isOpen ? of.open - 1 : of.told.length, 0, toldText(findingLine(finding)));
      of.told.length = Math.min(of.told.length, LINES_PER_CASE);
    },
    () => [...open, ...excepted.filter((one) => one.open === 0)],
  );
  const others = walks.unanswered.gather(
    (result) => {
      const of = caseOf(result.accountId, result.checkId);
      if (of.unanswered === 0) unanswered.push(of);
      of.unanswered += 1;
      if (result.blindSpot === undefined) of.undeclared = true;
      if (result.status === 'ERROR') of.error = true;
      if (of.told.length < LINES_PER_CASE) of.told.push(toldText(unansweredLine(result)));
    },
    () => unanswered,
  );
  const [first, last, ids, unread] = [findings(), others(), accountIds(), notRead()];
  const checkIds = report.checks.map(({ id }) => id);
  const inScope = new Set(ids);
  const applied = new Set(checkIds);
  const entry = (accountId: string, checkId: string, told: Case | undefined): Entry => {
    const of = { accountId, checkId, told, notRead: unread.get(accountId) };
    return { ...of, state: stateOf(of) };
  };
  return {
    *all() {
      for (const one of first) yield entry(one.accountId, one.checkId, one);
      for (const accountId of inScope) {
        const own = cases.get(accountId);
        for (const checkId of applied) {
          const told = own?.get(checkId);
          if (told === undefined || told.open + told.excepted === 0) yield entry(accountId, checkId, told);
        }
      }
      for (const one of last)
        if (one.open + one.excepted === 0 && !(inScope.has(one.accountId) && applied.has(one.checkId)))
          yield entry(one.accountId, one.checkId, one);
    },
  };
}

function newCase(accountId: string, checkId: string): Case {
  return {
    ...{ accountId, checkId, open: 0, excepted: 0, unanswered: 0, worst: undefined },
    ...{ undeclared: false, error: false, told: [] },
  };
}

/** The accounts of which nothing was read. */
function notReadFrom(walks: Pick<Walks, 'gaps' | 'accounts'>): () => ReadonlyMap<string, NotRead> {
  const [open, all] = [new Set<string>(), new Set<string>()];
  const gaps = walks.gaps.gather(
    ({ accountId, blindSpot }) => {
      all.add(accountId);
      if (blindSpot === undefined) open.add(accountId);
    },
    () => (accountId: string) => all.has(accountId) && !open.has(accountId),
  );
  return walks.accounts.into(new Map<string, NotRead>(), (notRead, { accountId, status }) => {
    if (status === 'FAILED') notRead.set(accountId, gaps()(accountId) ? 'declared' : 'open');
  });
}

function stateOf({ told, notRead }: Pick<Entry, 'told' | 'notRead'>): State {
  if (told !== undefined && told.open > 0) return 'failure';
  if (told?.undeclared || notRead === 'open') return 'error';
  return told !== undefined || notRead === 'declared' ? 'skipped' : 'passed';
}

function caseElement({ accountId, checkId, told, notRead, state }: Entry): ShownText {
  const start = shown`    <testcase${attribute('classname', accountId)}${attribute('name', checkId)} time="0"`;
  if (state === 'passed') return shown`${start}/>\n`;
  const all = [...(told?.told ?? [])];
  if (notRead !== undefined) all.push(toldText('Nothing of this account was read.'));
  const { open = 0, excepted = 0, unanswered = 0 } = told ?? {};
  const count = open + excepted + unanswered + (notRead === undefined ? 0 : 1);
  const text = all.slice(0, LINES_PER_CASE);
  if (count > LINES_PER_CASE)
    text.push(shown`and ${count - LINES_PER_CASE} more, all of them in report.json`);
  const type = state === 'skipped' ? shown`` : attribute('type', typeOf(told, state));
  const element = visible(state);
  const body = shown`<${element}${attribute('message', message(told, state))}${type}>${lines(text)}</${element}>`;
  return shown`${start}>${body}</testcase>\n`;
}

function toldText(line: string): ShownText {
  return escapeXml(cut(oneLine(line), LINE_LIMIT));
}

function message(told: Case | undefined, state: State): string {
  const { open = 0, excepted = 0, unanswered = 0 } = told ?? {};
  if (state === 'failure') return quantity(open, 'open finding');
  if (state === 'skipped' && unanswered > 0)
    return `Not looked at in full: ${quantity(unanswered, 'result')} without an answer by declared blind spots`;
  if (state === 'skipped' && open + excepted === 0) return 'Not looked at, by a declared blind spot';
  if (state === 'skipped') return `${quantity(open + excepted, 'finding')}, all excepted`;
  return unanswered === 0 ? 'Nothing was read' : `${quantity(unanswered, 'result')} without an answer`;
}

/** The worst severity of a failure; UNKNOWN or ERROR. */
function typeOf(told: Case | undefined, state: State): string {
  if (state === 'failure') return told?.worst ?? 'finding';
  return told?.error ? 'ERROR' : 'UNKNOWN';
}

function findingLine({
  status,
  severity,
  title,
  resourceArn,
  detail,
  fingerprint,
  exception,
}: Finding): string {
  const accepted =
    status === 'EXCEPTED' && exception !== undefined
      ? ` (excepted by ${exception.approvedBy} until ${exception.expires})`
      : '';
  return `[${severity}]${accepted} ${title}: ${resourceArn}. Finding ${fingerprint}. ${detail}`;
}

function unansweredLine({ status, region, resourceArn, detail }: Unanswered): string {
  return `[${status}] ${resourceArn === '' ? region : `${region} ${resourceArn}`}: ${detail}`;
}

/** A run without accounts or checks must not look like a passed one. */
const NOTHING = shown`    <testcase classname="countersign" name="scope" time="0"><error message="Nothing was audited" type="UNKNOWN">No account was in scope, or no check was applied.</error></testcase>\n`;

function attribute(name: string, value: string): ShownText {
  return shown` ${visible(name)}="${escapeXml(cut(value, LINE_LIMIT))}"`;
}

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Escaped, without the two characters beyond controls and half surrogates that XML 1.0 has no place for. */
function escapeXml(text: ShownText): ShownText {
  return composed(text, (plain) =>
    plain.replace(/[\uFFFE\uFFFF]/g, '').replace(/[&<>"']/g, (character) => REFERENCES[character] ?? ''),
  );
}
