import { controlId } from '../controls/controls-of.ts';
import { FRAMEWORKS } from '../controls/frameworks.ts';
import type { AccountSubject } from '../model/account.ts';
import { type AnalyzerAdministrators, administratorsOf } from '../model/analyzer-administrators.ts';
import type { Check, Failed } from '../model/check.ts';
import type { Control, ControlCounts, ControlStatus, Framework, FrameworkResult } from '../model/control.ts';
import type { Finding } from '../model/finding.ts';
import type { AuditReport, ReportCoverage } from '../model/report.ts';
import type { Rows } from '../model/rows.ts';
import { compareSeverity, type Severity } from '../model/severity.ts';
import type { AccountJudgement } from './account.ts';
import { laxerThan } from './control-demands.ts';
import { isOfOrganization } from './coverage.ts';
import { checkCounts, type Failure, type Results } from './results.ts';
import type { Rules } from './rules.ts';
import { isNotAskedFor } from './selection.ts';

export interface ControlInput {
  judgements: ReadonlyArray<Pick<AccountJudgement, 'subject' | 'results'>>;
  /** All results, findings counted as FAIL. */
  results: Pick<Results, 'counts'>;
  findings: Rows<Pick<Finding, 'checkId' | 'area' | 'status' | 'severity' | 'resourceArn'>>;
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
      const behind = control.checks.flatMap((id) => {
        const standing = standings.get(id);
        if (standing !== undefined) return standing;
        const reason = input.disabledChecks.find(({ checkId }) => checkId === id)?.reason;
        return isNotAskedFor(reason) && control.whereAskedFor?.includes(id) ? [] : notApplied(id, reason);
      });
      const counts = sum(behind.map((standing) => standing.counts));
      const notShown = [
        ...general,
        ...behind.flatMap((standing) => standing.notShown),
        ...laxerThan(control.demands ?? [], input.rules),
        ...(control.others !== undefined && isNothingJudged(counts) ? [control.others] : []),
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

function isNothingJudged({ fail, joined, excepted, pass }: ControlCounts): boolean {
  return fail + joined + excepted + pass === 0;
}

function statusOf(counts: ControlCounts, notShown: readonly string[], { whole }: Control): ControlStatus {
  const { fail, joined, excepted } = counts;
  if (fail + joined > 0) return 'NOT_MET';
  if (notShown.length > 0) return 'NOT_SHOWN';
  if (isNothingJudged(counts)) return 'NOT_APPLICABLE';
  if (whole !== true) return 'SUPPORTED';
  return excepted > 0 ? 'MET_WITH_EXCEPTIONS' : 'MET';
}

/** What keeps every control from being shown, whatever its checks say. */
function generalDoubts({ judgements, coverage }: ControlInput): string[] {
  if (judgements.length === 0) return ['No account was in scope.'];
  // To whom its bills go says nothing of its accounts; a check of its own answers that it is not known.
  return coverage.gaps.some((gap) => isOfOrganization(gap) && gap.fact !== 'billing-transfers')
    ? ['The organization was not read in full, so that accounts may be missing from the scope.']
    : [];
}

function checkStandings(input: ControlInput): Map<string, CheckStanding> {
  const { results, rules, coverage } = input;
  const open = new Map<string, Set<Severity>>();
  const noteOpen = (id: string, severity: Severity) =>
    open.set(id, (open.get(id) ?? new Set()).add(severity));
  const excepted = new Map<string, number>();
  const openRoles = new Set<string>();
  for (const { checkId, area, status, severity, resourceArn } of input.findings) {
    if (status === 'EXCEPTED') excepted.set(checkId, (excepted.get(checkId) ?? 0) + 1);
    else noteOpen(checkId, severity);
    if (status === 'OPEN' && area === 'trust') openRoles.add(resourceArn);
  }
  const folded = foldedByAcceptance(input, openRoles);
  const joined = tally(folded.open.map(({ check }) => check.id));
  const joinedExcepted = tally(folded.accepted.map(({ check }) => check.id));
  const silent = silentResults(input);
  for (const { check, outcome } of folded.open) noteOpen(check.id, outcome.severity ?? check.severity);
  const unread = new Set<string>();
  for (const { fact } of coverage.gaps) unread.add(fact);
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
        silent: silent.get(check.id) ?? 0,
      };
      return [
        check.id,
        { counts, notShown: doubts(check, counts, unread), open: [...(open.get(check.id) ?? [])] },
      ];
    }),
  );
}

/** What became part of trust findings is accepted where all of those that took it in are. */
function foldedByAcceptance(
  { folded }: ControlInput,
  openRoles: ReadonlySet<string>,
): {
  open: ControlInput['folded'];
  accepted: ControlInput['folded'];
} {
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

/**
 * By check, the results that had nothing to answer from, less those of members that an analyzer of their organization
 * answers for.
 */
function silentResults({ judgements, rules }: ControlInput): Map<string, number> {
  const ofAnalyzers = rules.checks.filter(({ area }) => area === 'access-analyzer').map(({ id }) => id);
  const answering = new Map(ofAnalyzers.map((id) => [id, new Set<string>()]));
  const silent: Array<{ subject: AccountSubject; of: Results['silent'] }> = [];
  for (const { subject, results } of judgements) {
    for (const id of answered(results)) answering.get(id)?.add(subject.accountId);
    if (results.silent.size > 0) silent.push({ subject, of: results.silent });
  }
  const total = new Map<string, number>();
  for (const { subject, of } of silent) {
    const administrators =
      subject.organizationalUnit === undefined ? [] : (administratorsOf(subject, rules) ?? []);
    for (const [checkId, count] of of) {
      const accounts = answering.get(checkId);
      if (administrators.some((id) => accounts?.has(id) === true)) continue;
      total.set(checkId, (total.get(checkId) ?? 0) + count);
    }
  }
  return total;
}

/** The checks that have said of something that it is so or is not. */
function answered({ counts, failures }: Results): Set<string> {
  const ids = new Set(failures.map(({ check }) => check.id));
  for (const [id, own] of counts) if ((own.get('PASS') ?? 0) > 0) ids.add(id);
  return ids;
}

function notApplied(checkId: string, reason = 'it is not among the checks of this run'): CheckStanding {
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
