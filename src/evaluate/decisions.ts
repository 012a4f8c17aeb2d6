import { partyKey, type RegisteredThirdParty, thirdPartyRef } from '../model/party.ts';
import type { AuditReport, TrendPoint } from '../model/report.ts';
import type { RunRecord } from '../model/run-record.ts';
import { accountsWithUnreadRoles } from '../model/unread-roles.ts';
import { unreadShares } from '../model/unread-shares.ts';
import { meets } from '../parties/third-party-users.ts';
import { accessesOf } from '../review/accesses.ts';
import { reviewStanding } from '../review/standing.ts';
import type { Rules } from './rules.ts';

/** What people had said of the runs before, held against what this one found; nothing where nobody had. */
export function decisionsIn(
  report: AuditReport,
  { run, rules }: { run: Pick<RunRecord, 'judgement'>; rules: Pick<Rules, 'decisions'> },
  trend: readonly TrendPoint[],
): Pick<AuditReport, 'reviews' | 'countersigned'> {
  const { decisions } = rules;
  if (decisions === undefined) return {};
  const { reviews, problems, countersigned } = decisions;
  const hasReviews = reviews.length + problems.length > 0;
  return {
    ...(hasReviews
      ? { reviews: reviewStanding(decisions, reviewSetting(report, run.judgement.thirdParties, trend)) }
      : {}),
    ...(countersigned === null ? {} : { countersigned }),
  };
}

/**
 * What decisions are held against in a report.
 *
 * @param register as it was typed
 */
export function reviewSetting(
  report: Pick<AuditReport, 'run' | 'scope' | 'coverage' | 'roles' | 'findings' | 'thirdParties' | 'checks'>,
  register: readonly RegisteredThirdParty[],
  trend: readonly TrendPoint[] = [],
): Parameters<typeof reviewStanding>[1] {
  const unread = new Set(accountsWithUnreadRoles(report));
  const read = new Set(
    report.scope.accounts.map(({ accountId }) => accountId).filter((accountId) => !unread.has(accountId)),
  );
  const shares = unreadShares(report);
  return {
    accesses: accessesOf(report),
    wasRead: ({ accountId, share }) =>
      share === undefined ? read.has(accountId) : shares.wereRead({ accountId, ...share }),
    wouldList: userLister(report, register),
    asOf: report.run.asOf,
    typed: new Map(
      register.flatMap(({ name, lastReviewed }) =>
        lastReviewed === undefined ? [] : [[partyKey(thirdPartyRef('registered', name)), lastReviewed]],
      ),
    ),
    since: trend[0]?.startedAt ?? report.run.startedAt,
  };
}

/**
 * Whether a user is without keys and password by the report, or would be listed there by what its ARN says. A tag that is no
 * longer there may have been taken away.
 */
function userLister(
  { thirdParties }: Pick<AuditReport, 'thirdParties'>,
  register: readonly RegisteredThirdParty[],
): Parameters<typeof reviewStanding>[1]['wouldList'] {
  const listed = new Set(thirdParties.flatMap(({ users = [] }) => users.map(({ userArn }) => userArn)));
  return ({ party, roleArn: arn }) => {
    if (listed.has(arn)) return true;
    const entry = register.find(({ name }) => partyKey(thirdPartyRef('registered', name)) === party.key);
    const user = { arn, name: arn.slice(arn.lastIndexOf('/') + 1) };
    return entry?.users?.some((selector) => meets(user, selector) === true) ?? false;
  };
}
