import { controlId } from '../controls/controls-of.ts';
import { FRAMEWORKS } from '../controls/frameworks.ts';
import type { AccountSubject } from '../model/account.ts';
import { type AnalyzerAdministrators, administratorsOf } from '../model/analyzer-administrators.ts';
import type { Check, Failed } from '../model/check.ts';
import type { Control, ControlCounts, ControlStatus, Framework, FrameworkResult } from '../model/control.ts';
import type { Finding } from '../model/finding.ts';
import type { AuditReport, ReportCoverage } from '../model/report.ts';
import { compareSeverity, type Severity } from '../model/severity.ts';
import type { AccountJudgement } from './account.ts';
import { laxerThan } from './control-demands.ts';
import { isOfOrganization } from './coverage.ts';
import { checkCounts, type Failure, type Results } from './results.ts';
import type { Rules } from './rules.ts';

export interface ControlInput {
  judgements: ReadonlyArray<Pick<AccountJudgement, 'subject' | 'results'>>;
  /** All results, findings counted as FAIL. */
  results: Results;
  findings: ReadonlyArray<Pick<Finding, 'checkId' | 'area' | 'status' | 'severity' | 'resourceArn'>>;
  /** Failures that became part of trust findings. */
  folded: ReadonlyArray<Pick<Failure, 'check'> & { outcome: Pick<Failed, 'witness' | 'severity'> }>;
  coverage: Pick<ReportCoverage, 'gaps'>;
  rules: Pick<Rules, 'checks' | keyof AnalyzerAdministrators | 'config' | 'baseline'>;
  disabledChecks: AuditReport['scope']['disabledChecks'];
}

/** What the whole run says by one check. */
interface CheckStanding {
  counts: ControlCounts;
  /** Why nothing is shown by it, or not by it alone, in sentences. */
  notShown: string[];
  /** The severities of failures that nobody has accepted. */
  open: Severity[];
}

/**
 * What the run shows of each control. Never MET on less than all of it: the checks behind it must judge all that its
 * text speaks of, by numbers no laxer than those of the text, must have been applied, have an answer wherever they were
 * applied, and have failed nowhere.
 */
export function frameworkResults(
  input: ControlInput,
  frameworks: readonly Framework[] = FRAMEWORKS,
): FrameworkResult[] {
  const standings = checkStandings(input);
  const general = generalDoubts(input);
  const before = new Map(input.rules.baseline?.controls?.map(({ id, status }) => [id, status]));
  return frameworks.map(({ controls, ...framework }) => ({
    framework,
    controls: controls.map((control) => {
      const behind = control.checks.map((id) => standings.get(id) ?? notApplied(id, input.disabledChecks));
      const counts = sum(behind.map((standing) => standing.counts));
      const notShown = [
        ...general,
        ...behind.flatMap((standing) => standing.notShown),
        ...laxerThan(control.demands ?? [], input.rules),
      ];
      const id = controlId(framework, control);
      const status = statusOf(counts, notShown, control);
      const [worstOpen] = behind.flatMap(({ open }) => open).sort(compareSeverity);
      const earlier = before.get(id);
      return {
        id,
        title: control.title,
        status,
        checks: [...control.checks],
        counts,
        notShown,
        unproven: control.unproven,
        ...(status === 'NOT_MET' && worstOpen !== undefined ? { worstOpen } : {}),
        ...(earlier === undefined || earlier === status ? {} : { before: earlier }),
      };
    }),
  }));
}

function statusOf(
  { fail, joined, excepted, pass }: ControlCounts,
  notShown: readonly string[],
  { whole }: Control,
): ControlStatus {
  if (fail + joined > 0) return 'NOT_MET';
  if (notShown.length > 0) return 'NOT_SHOWN';
  if (pass + excepted === 0) return 'NOT_APPLICABLE';
  if (whole !== true) return 'SUPPORTED';
  return excepted > 0 ? 'MET_WITH_EXCEPTIONS' : 'MET';
}

/** What keeps every control from being shown, whatever its checks say. */
function generalDoubts({ judgements, coverage }: ControlInput): string[] {
  if (judgements.length === 0) return ['No account was in scope.'];
  return coverage.gaps.some(isOfOrganization)
    ? ['The organization was not read in full, so that accounts may be missing from the scope.']
    : [];
}

function checkStandings(input: ControlInput): Map<string, CheckStanding> {
  const { results, rules, coverage } = input;
  const folded = foldedByAcceptance(input);
  const joined = tally(folded.open.map(({ check }) => check.id));
  const excepted = tally(
    input.findings.filter(({ status }) => status === 'EXCEPTED').map(({ checkId }) => checkId),
  );
  const joinedExcepted = tally(folded.accepted.map(({ check }) => check.id));
  const open = new Map<string, Set<Severity>>();
  const noteOpen = (id: string, severity: Severity) =>
    open.set(id, (open.get(id) ?? new Set()).add(severity));
  for (const { checkId, status, severity } of input.findings)
    if (status === 'OPEN') noteOpen(checkId, severity);
  for (const { check, outcome } of folded.open) noteOpen(check.id, outcome.severity ?? check.severity);
  const unread = new Set<string>(coverage.gaps.map(({ fact }) => fact));
  const counted = new Map(checkCounts(results, rules.checks).map((counts) => [counts.checkId, counts]));
  return new Map(
    rules.checks.map((check) => {
      const { pass = 0, fail = 0, unknown = 0, notApplicable = 0, error = 0 } = counted.get(check.id) ?? {};
      const counts: ControlCounts = {
        pass,
        fail: fail - (excepted.get(check.id) ?? 0),
        excepted: (excepted.get(check.id) ?? 0) + (joinedExcepted.get(check.id) ?? 0),
        unknown,
        error,
        notApplicable,
        joined: joined.get(check.id) ?? 0,
        silent: silentResults(check, input),
      };
      return [
        check.id,
        { counts, notShown: doubts(check, counts, unread), open: [...(open.get(check.id) ?? [])] },
      ];
    }),
  );
}

/** What became part of trust findings is accepted where all of those that took it in are. */
function foldedByAcceptance({ folded, findings }: ControlInput): {
  open: ControlInput['folded'];
  accepted: ControlInput['folded'];
} {
  const openRoles = new Set(
    findings
      .filter(({ area, status }) => area === 'trust' && status === 'OPEN')
      .map(({ resourceArn }) => resourceArn),
  );
  const isOpen = ({ outcome }: ControlInput['folded'][number]) =>
    outcome.witness === undefined || openRoles.has(outcome.witness.roleArn);
  return { open: folded.filter(isOpen), accepted: folded.filter((failure) => !isOpen(failure)) };
}

function doubts(check: Check, counts: ControlCounts, unread: ReadonlySet<string>): string[] {
  const { id, requires } = check;
  const unanswered = counts.unknown + counts.error;
  if (unanswered > 0) {
    return [`${id}: ${resultsInWords(unanswered)} without an answer.`];
  }
  const missing = requires.filter((fact: string) => unread.has(fact));
  return [
    ...(missing.length === 0 ? [] : [`${id}: not all of ${missing.join(', ')} was read.`]),
    ...(counts.silent === 0
      ? []
      : [`${id}: ${resultsInWords(counts.silent)} with no analyzer or record to judge by.`]),
  ];
}

function resultsInWords(count: number): string {
  return count === 1 ? '1 result' : `${count} results`;
}

/** Results that had nothing to answer from, less those of members that an analyzer of their organization answers for. */
function silentResults(check: Check, { judgements, rules }: ControlInput): number {
  const answering = new Set(
    check.area === 'access-analyzer'
      ? judgements
          .filter(({ results }) => hasAnswered(check, results))
          .map(({ subject }) => subject.accountId)
      : [],
  );
  const isAnsweredFor = (subject: AccountSubject) =>
    subject.organizationalUnit !== undefined &&
    (administratorsOf(subject, rules) ?? []).some((id) => answering.has(id));
  return judgements
    .filter(({ subject }) => !isAnsweredFor(subject))
    .reduce((total, { results }) => total + (results.silent.get(check.id) ?? 0), 0);
}

function hasAnswered(check: Check, { counts, failures }: Results): boolean {
  return (
    (counts.get(check.id)?.get('PASS') ?? 0) > 0 || failures.some((failure) => failure.check.id === check.id)
  );
}

function notApplied(checkId: string, disabled: ControlInput['disabledChecks']): CheckStanding {
  const reason =
    disabled.find((entry) => entry.checkId === checkId)?.reason ?? 'it is not among the checks of this run';
  return { counts: NO_RESULTS, notShown: [`${checkId} was not applied: ${reason}.`], open: [] };
}

const NO_RESULTS: ControlCounts = {
  pass: 0,
  fail: 0,
  excepted: 0,
  unknown: 0,
  error: 0,
  notApplicable: 0,
  joined: 0,
  silent: 0,
};

function sum(all: readonly ControlCounts[]): ControlCounts {
  const total = { ...NO_RESULTS };
  for (const counts of all) {
    for (const key of Object.keys(total) as Array<keyof ControlCounts>) total[key] += counts[key];
  }
  return total;
}

function tally(ids: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}
