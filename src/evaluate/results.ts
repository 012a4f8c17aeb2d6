import type { AccountSubject } from '../model/account.ts';
import type { Check, CheckStatus, Failed, Outcome } from '../model/check.ts';
import type { CheckCounts, Unanswered } from '../model/finding.ts';

/** A FAIL on its way to becoming a finding. */
export interface Failure {
  check: Check;
  accountId: string;
  region: string;
  outcome: Failed;
  /** The account whose facts the evidence stands in, unless a piece of evidence names another. */
  evidenceAccountId: string;
}

/** What is kept of results: failures and unanswered questions in full, everything else as a number. */
export interface Results {
  failures: Failure[];
  unanswered: Unanswered[];
  /** By check id and status. */
  counts: Map<string, Map<CheckStatus, number>>;
  /** By check id: how many of its results are NOT_APPLICABLE for want of something to answer from. */
  silent: Map<string, number>;
}

export function emptyResults(): Results {
  return { failures: [], unanswered: [], counts: new Map(), silent: new Map() };
}

export function countResult(
  results: Pick<Results, 'counts'>,
  checkId: string,
  status: CheckStatus,
  by = 1,
): void {
  const counts = results.counts.get(checkId) ?? new Map<CheckStatus, number>();
  counts.set(status, (counts.get(status) ?? 0) + by);
  results.counts.set(checkId, counts);
}

/** The account and Region that a result belongs to, where the outcome itself does not say. */
export interface Unit {
  account: AccountSubject;
  region: string;
}

export function addOutcome(results: Results, check: Check, unit: Unit, outcome: Outcome): void {
  const accountId = outcome.accountId ?? unit.account.accountId;
  const region = outcome.region ?? unit.region;
  if (outcome.status === 'FAIL') {
    // Counted when it has become a finding: two accounts may report the same thing.
    results.failures.push({ check, accountId, region, outcome, evidenceAccountId: unit.account.accountId });
    return;
  }
  countResult(results, check.id, outcome.status);
  if (outcome.silent) results.silent.set(check.id, (results.silent.get(check.id) ?? 0) + 1);
  if (outcome.status === 'UNKNOWN') {
    results.unanswered.push({
      checkId: check.id,
      status: 'UNKNOWN',
      accountId,
      region,
      resourceArn: outcome.resource.arn,
      detail: outcome.detail,
    });
  }
}

/** Records that a check could not be answered for a whole unit. */
export function addUnanswered(
  results: Results,
  check: Check,
  unit: Unit,
  status: 'UNKNOWN' | 'ERROR',
  detail: string,
): void {
  countResult(results, check.id, status);
  const { accountId } = unit.account;
  results.unanswered.push({
    checkId: check.id,
    status,
    accountId,
    region: unit.region,
    resourceArn: '',
    detail,
  });
}

/** Adds numbers to numbers; failures and unanswered questions stay where they are. */
export function mergeCounts(into: Results, from: Pick<Results, 'counts' | 'silent'>): void {
  for (const [checkId, counts] of from.counts) {
    for (const [status, count] of counts) countResult(into, checkId, status, count);
  }
  for (const [checkId, count] of from.silent) {
    into.silent.set(checkId, (into.silent.get(checkId) ?? 0) + count);
  }
}

/** One line a check, in the order given; checks with no result at all show zeros. */
export function checkCounts(results: Pick<Results, 'counts'>, checks: readonly Check[]): CheckCounts[] {
  return checks.map(({ id }) => {
    const counts = results.counts.get(id);
    return {
      checkId: id,
      pass: counts?.get('PASS') ?? 0,
      fail: counts?.get('FAIL') ?? 0,
      unknown: counts?.get('UNKNOWN') ?? 0,
      notApplicable: counts?.get('NOT_APPLICABLE') ?? 0,
      error: counts?.get('ERROR') ?? 0,
    };
  });
}
