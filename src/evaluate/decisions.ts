import type { JudgementConfig } from '../model/config.ts';
import { partyKey, type RegisteredThirdParty, thirdPartyRef } from '../model/party.ts';
import type { AuditReport, TrendPoint } from '../model/report.ts';
import type { Access } from '../model/review.ts';
import type { RunRecord } from '../model/run-record.ts';
import { toolKind, toolKindResource } from '../model/tool-kind.ts';
import { requestReader } from '../model/unread-agreements.ts';
import { werePeopleRead } from '../model/unread-people.ts';
import { resourceReader, unreadAnchors, unreadShares } from '../model/unread-places.ts';
import { accountsWithUnreadRoles } from '../model/unread-roles.ts';
import { meansGroup } from '../parties/identity-center-guests.ts';
import { meets } from '../parties/third-party-users.ts';
import { accessesOf } from '../review/accesses.ts';
import { anchorRegion } from '../review/anchor.ts';
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
      ? { reviews: reviewStanding(decisions, reviewSetting(report, run.judgement, trend)) }
      : {}),
    ...(countersigned === null ? {} : { countersigned }),
  };
}

/**
 * What decisions are held against in a report.
 *
 * @param judgement with the register as it was typed
 */
export function reviewSetting(
  report: Pick<
    AuditReport,
    | 'run'
    | 'scope'
    | 'coverage'
    | 'roles'
    | 'findings'
    | 'thirdParties'
    | 'checks'
    | 'identityCenter'
    | 'unanswered'
    | 'billsRead'
  >,
  judgement: Pick<JudgementConfig, 'thirdParties' | 'resourcePolicies'>,
  trend: readonly TrendPoint[] = [],
): Parameters<typeof reviewStanding>[1] {
  const { thirdParties: register } = judgement;
  const unread = new Set(accountsWithUnreadRoles(report));
  const read = new Set(
    report.scope.accounts.map(({ accountId }) => accountId).filter((accountId) => !unread.has(accountId)),
  );
  const own = new Set([...report.scope.accounts, ...report.scope.excluded].map(({ accountId }) => accountId));
  const shares = unreadShares(report);
  const anchors = unreadAnchors(report);
  const wasKindRead = toolKindReader(report);
  const wasRequestRead = requestReader(report);
  const wasResourceRead = resourceReader(report, judgement);
  return {
    accesses: accessesOf(report),
    wasRead: ({ accountId, roleArn, share, person, resource, principal, ...of }) => {
      if (of.billing !== undefined) return report.billsRead?.includes(accountId) ?? false;
      if (of.delegation !== undefined) return wasRequestRead({ accountId, resourceArn: roleArn });
      if (resource !== undefined)
        return wasResourceRead({ accountId, region: resource.region, resourceArn: roleArn });
      if (person !== undefined) return werePeopleRead(report, { accountId, region: person.region });
      if (share !== undefined)
        return shares.wereRead({ accountId, ...share }) && wasKindRead({ accountId, ...share, arn: roleArn });
      const region = anchorRegion(principal);
      const isAnchorRead =
        region === undefined || anchors.wereRead({ accountId, region, service: 'rolesanywhere' });
      return isAnchorRead && read.has(accountId);
    },
    isOwn: (accountId) => own.has(accountId),
    wouldList: lister(report, register),
    asOf: report.run.asOf,
    typed: new Map(
      register.flatMap(({ name, lastReviewed }) =>
        lastReviewed === undefined ? [] : [[partyKey(thirdPartyRef('registered', name)), lastReviewed]],
      ),
    ),
    since: trend[0]?.startedAt ?? report.run.startedAt,
  };
}

/** Whether it was read with whom such things are shared: profiles and review templates are not in facts of earlier versions. */
function toolKindReader({ unanswered }: Pick<AuditReport, 'unanswered'>) {
  const open = new Set(
    unanswered.flatMap(({ checkId, resourceArn }) =>
      checkId === 'well-architected-share' ? [resourceArn] : [],
    ),
  );
  return ({ accountId, region, arn }: { accountId: string; region: string; arn: string }): boolean => {
    const kind = toolKind(arn);
    return kind === undefined || !open.has(toolKindResource(kind, { accountId, region }));
  };
}

/**
 * Whether a user or person stands in the report though not among the accesses, so that it enters nothing, or would be listed
 * there by what is known of it. A tag that is no longer there may have been taken away.
 */
function lister(
  { thirdParties, identityCenter }: Pick<AuditReport, 'thirdParties' | 'identityCenter'>,
  register: readonly RegisteredThirdParty[],
): Parameters<typeof reviewStanding>[1]['wouldList'] {
  const listed = new Set(
    thirdParties.flatMap(({ users = [], people = [] }) => [
      ...users.map(({ userArn }) => userArn),
      ...people.flatMap(({ resourceArn }) => resourceArn ?? []),
    ]),
  );
  return ({ party, roleArn: arn, person }) => {
    if (listed.has(arn)) return true;
    if (person !== undefined) return wouldBeFound(person, identityCenter);
    const entry = register.find(({ name }) => partyKey(thirdPartyRef('registered', name)) === party.key);
    const user = { arn, name: arn.slice(arn.lastIndexOf('/') + 1) };
    return entry?.users?.some((selector) => meets(user, selector) === true) ?? false;
  };
}

/**
 * A person whom a domain of the register meant would be found by that domain, whatever its groups. One whom only a group
 * meant is not in that group any more where the group is still looked into: gone with it is what these groups gave.
 */
function wouldBeFound(
  { meantBy, holds }: NonNullable<Access['person']>,
  asked: AuditReport['identityCenter'],
): boolean {
  if (meantBy.domains.some((domain) => asked?.domains.includes(domain))) return true;
  const groups = meantBy.groups.filter((group) => asked?.groups.includes(group));
  return (
    groups.length > 0 &&
    holds.every(({ group }) => group !== null && meansGroup({ domains: [], groups }, group))
  );
}
