import type { Finding, Unanswered } from '../model/finding.ts';
import type { AuditReport } from '../model/report.ts';
import { quantity } from './html/support/format.ts';
import { composed, cut, lines, oneLine, type ShownText, shown, visible } from './visible.ts';

/** How much of one case is told; the rest is in `report.json`. */
const LINES_PER_CASE = 20;
const LINE_LIMIT = 1_000;

/** One check in one account. */
interface Case {
  accountId: string;
  checkId: string;
  findings: Finding[];
  unanswered: Unanswered[];
  /** Whether nothing of the account was read, and a declared blind spot says so of all of it. */
  notRead: 'open' | 'declared' | undefined;
}

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
  const cases = casesOf(report)
    .map((entry) => ({ entry, state: stateOf(entry) }))
    .sort((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state));
  const count = (wanted: State) => cases.filter(({ state }) => state === wanted).length;
  const nothing = report.scope.accounts.length === 0 || report.checks.length === 0;
  const extra = nothing ? 1 : 0;
  const totals = shown` tests="${cases.length + extra}" failures="${count('failure')}" errors="${count('error') + extra}"`;
  yield shown`<?xml version="1.0" encoding="UTF-8"?>\n`;
  yield shown`<testsuites${attribute('name', report.run.title)}${totals} time="0">\n`;
  yield shown`  <testsuite name="countersign"${totals} skipped="${count('skipped')}" time="0"${attribute('timestamp', report.run.asOf)}>\n`;
  if (nothing) yield NOTHING;
  for (const { entry, state } of cases) yield caseElement(entry, state);
  yield shown`  </testsuite>\n</testsuites>\n`;
}

/** Cases of open findings come first, in the order of the findings, which is worst first. */
function casesOf({ findings, unanswered, scope, checks, coverage }: AuditReport): Case[] {
  const open = new Set(
    coverage.gaps.filter(({ blindSpot }) => blindSpot === undefined).map(({ accountId }) => accountId),
  );
  const declared = new Set(coverage.gaps.map(({ accountId }) => accountId).filter((id) => !open.has(id)));
  const notRead = new Map(
    scope.accounts
      .filter(({ status }) => status === 'FAILED')
      .map(({ accountId }) => [accountId, declared.has(accountId) ? 'declared' : 'open'] as const),
  );
  const cases = new Map<string, Case>();
  function caseOf(accountId: string, checkId: string): Case {
    const key = JSON.stringify([accountId, checkId]);
    const known = cases.get(key);
    if (known !== undefined) return known;
    const fresh = { accountId, checkId, findings: [], unanswered: [], notRead: notRead.get(accountId) };
    cases.set(key, fresh);
    return fresh;
  }
  for (const wanted of ['OPEN', 'EXCEPTED'] as const) {
    for (const finding of findings.filter(({ status }) => status === wanted)) {
      caseOf(finding.accountId, finding.checkId).findings.push(finding);
    }
  }
  for (const { accountId } of scope.accounts) for (const { id } of checks) caseOf(accountId, id);
  for (const entry of unanswered) caseOf(entry.accountId, entry.checkId).unanswered.push(entry);
  return [...cases.values()];
}

function stateOf({ findings, unanswered, notRead }: Case): State {
  if (findings.some(({ status }) => status === 'OPEN')) return 'failure';
  if (unanswered.some(({ blindSpot }) => blindSpot === undefined) || notRead === 'open') return 'error';
  return findings.length + unanswered.length > 0 || notRead === 'declared' ? 'skipped' : 'passed';
}

function caseElement(entry: Case, state: State): ShownText {
  const { accountId, checkId, findings, unanswered } = entry;
  const start = shown`    <testcase${attribute('classname', accountId)}${attribute('name', checkId)} time="0"`;
  if (state === 'passed') return shown`${start}/>\n`;
  const told = [
    ...findings.map(findingLine),
    ...unanswered.map(unansweredLine),
    ...(entry.notRead !== undefined ? ['Nothing of this account was read.'] : []),
  ];
  const left = told.length - LINES_PER_CASE;
  const text = told.slice(0, LINES_PER_CASE).map((line) => escapeXml(cut(oneLine(line), LINE_LIMIT)));
  if (left > 0) text.push(shown`and ${left} more, all of them in report.json`);
  const type = state === 'skipped' ? shown`` : attribute('type', typeOf(entry, state));
  const element = visible(state);
  const body = shown`<${element}${attribute('message', message(entry, state))}${type}>${lines(text)}</${element}>`;
  return shown`${start}>${body}</testcase>\n`;
}

function message({ findings, unanswered }: Case, state: State): string {
  const open = findings.filter(({ status }) => status === 'OPEN').length;
  if (state === 'failure') return quantity(open, 'open finding');
  if (state === 'skipped' && unanswered.length > 0)
    return `Not looked at in full: ${quantity(unanswered.length, 'result')} without an answer by declared blind spots`;
  if (state === 'skipped' && findings.length === 0) return 'Not looked at, by a declared blind spot';
  if (state === 'skipped') return `${quantity(findings.length, 'finding')}, all excepted`;
  return unanswered.length === 0
    ? 'Nothing was read'
    : `${quantity(unanswered.length, 'result')} without an answer`;
}

/** The worst severity of a failure; UNKNOWN or ERROR. */
function typeOf({ findings, unanswered }: Case, state: State): string {
  if (state === 'failure') return findings.find(({ status }) => status === 'OPEN')?.severity ?? 'finding';
  return unanswered.some(({ status }) => status === 'ERROR') ? 'ERROR' : 'UNKNOWN';
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
