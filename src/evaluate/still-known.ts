import { GLOBAL } from '../model/fact.ts';
import type { Finding, Unanswered } from '../model/finding.ts';
import type { AuditReport } from '../model/report.ts';

/** A finding that is not reported, and the accounts that it rested on. */
interface AbsentFinding {
  finding: Pick<Finding, 'checkId' | 'accountId' | 'region' | 'resourceArn'>;
  readIn: readonly string[];
}

type LookedAt = Pick<AuditReport, 'scope' | 'coverage' | 'unanswered' | 'checks'>;

/**
 * Why a run cannot tell whether a finding that it does not report is gone, in words; null when it can. It can when
 * the check was applied, and every account that the finding rested on was in scope and has an answer. A check that
 * judges all accounts together must have read them all.
 */
export function whyNotKnown(
  report: LookedAt,
  organizationWide: ReadonlySet<string>,
): (entry: AbsentFinding) => string | null {
  const scopes = new Map(report.scope.accounts.map((account) => [account.accountId, account]));
  const unanswered = new Map<string, Unanswered[]>(report.checks.map(({ id }) => [id, []]));
  for (const answer of report.unanswered) unanswered.get(answer.checkId)?.push(answer);

  return ({ finding, readIn }) => {
    const { checkId, accountId, region } = finding;
    const answers = unanswered.get(checkId);
    if (answers === undefined) return 'The check was not applied.';
    const accounts = new Set([accountId, ...readIn]);
    for (const id of accounts) {
      const scope = scopes.get(id);
      if (scope === undefined) return `Account ${id} was not in scope.`;
      if (scope.status === 'FAILED') return `Account ${id} was not read.`;
      if (region !== GLOBAL && !scope.regions.includes(region)) return `${region} was not in scope in ${id}.`;
    }
    const open = answers.find(
      (answer) =>
        (organizationWide.has(checkId) || accounts.has(answer.accountId)) && isAbout(answer, finding),
    );
    return open === undefined ? null : `The check has no answer: ${open.detail}`;
  };
}

function isAbout(answer: Unanswered, finding: AbsentFinding['finding']): boolean {
  return (
    (answer.resourceArn === '' || answer.resourceArn === finding.resourceArn) &&
    (answer.region === finding.region || answer.region === GLOBAL || finding.region === GLOBAL)
  );
}

/** The accounts of the run whose roles were read. */
export function accountsWithRolesRead({
  scope,
  coverage,
}: Pick<AuditReport, 'scope' | 'coverage'>): Set<string> {
  const unread = new Set(
    coverage.gaps.filter(({ fact }) => fact === 'authorization-details').map(({ accountId }) => accountId),
  );
  return new Set(
    scope.accounts
      .filter(({ accountId, status }) => status !== 'FAILED' && !unread.has(accountId))
      .map(({ accountId }) => accountId),
  );
}
