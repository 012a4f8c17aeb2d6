import type { CoverageEntry } from './finding.ts';
import type { AuditReport } from './report.ts';

type Read = Pick<AuditReport, 'coverage' | 'scope' | 'checks'>;

/** Whether a gap is one of requests for temporary delegation. */
function isOfRequests({ fact }: Pick<CoverageEntry, 'fact'>): boolean {
  return fact === 'delegation-requests';
}

/** Whether a gap is of either: what is asked of a report here rests on no other. */
export function isGapOfAgreements(gap: Pick<CoverageEntry, 'fact'>): boolean {
  return isOfRequests(gap) || isOfBills(gap);
}

function isOfBills({ fact }: Pick<CoverageEntry, 'fact'>): boolean {
  return fact === 'billing-transfers';
}

/** Whether a check of the run asks for requests for temporary delegation. */
export function areRequestsAsked({ checks }: Pick<AuditReport, 'checks'>): boolean {
  return checks.some(({ id }) => id === 'delegation-request');
}

/** Accounts in scope whose requests for temporary delegation were to be read and were not, sorted. */
export function accountsWithUnreadRequests(report: Read): string[] {
  if (!areRequestsAsked(report)) return [];
  const { coverage, scope } = report;
  const unread = [
    ...coverage.gaps.filter(isOfRequests),
    ...scope.accounts.filter(({ status }) => status === 'FAILED'),
  ];
  return [...new Set(unread.map(({ accountId }) => accountId))].sort();
}

/**
 * Whether a request for temporary delegation that is not found is over, or IAM does not list it any more. One of which it is
 * not said who asks, or of which the state is not known, may be there all the same.
 */
export function requestReader(
  report: Read & Pick<AuditReport, 'unanswered'>,
): (request: { accountId: string; resourceArn: string }) => boolean {
  const unread = new Set(accountsWithUnreadRequests(report));
  const inScope = new Set(report.scope.accounts.map(({ accountId }) => accountId));
  const open = new Set(
    report.unanswered.flatMap(({ checkId, resourceArn }) =>
      checkId === 'delegation-request' ? [resourceArn] : [],
    ),
  );
  const isAsked = areRequestsAsked(report);
  return ({ accountId, resourceArn }) =>
    isAsked && inScope.has(accountId) && !unread.has(accountId) && !open.has(resourceArn);
}

/** The accounts in which it was to be read to whom bills go, and was not; an organization, where its account is not known. */
export function unreadBills({ coverage }: Pick<AuditReport, 'coverage'>): string[] {
  const gaps = coverage.gaps.filter(isOfBills);
  return [...new Set(gaps.map(({ accountId }) => accountId))].sort();
}
