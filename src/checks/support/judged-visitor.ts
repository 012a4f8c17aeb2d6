import type { CheckContext, Failed, Outcome, Passed } from '../../model/check.ts';
import type { Activity } from '../../model/facts/activity.ts';
import type { AuthorizationDetails } from '../../model/facts/authorization-details.ts';
import { outsideParties } from '../../parties/outside-providers.ts';
import { type JudgedRole, judgeRoles, notApplicable } from './judged-role.ts';
import { periodOf, unreadOf, type Visitor, visitorsByRole } from './role-activity.ts';

export type ActivityVerdict =
  | Pick<Passed, 'status' | 'detail' | 'silent'>
  | Pick<Failed, 'status' | 'detail' | 'severity' | 'evidence' | 'remediation' | 'fixes'>;

/**
 * Judges each outsider who came into a role that outsiders may assume. Where nobody came, and where not all was read,
 * that nothing is wrong is not known.
 */
export function judgeVisitors(
  facts: { 'authorization-details': AuthorizationDetails; activity: Activity },
  context: CheckContext,
  judge: (visitor: Visitor, subject: JudgedRole) => ActivityVerdict,
): Outcome[] {
  const { activity } = facts;
  const visitors = visitorsByRole(activity, context.study);
  return judgeRoles(facts['authorization-details'], context, (subject): Outcome[] => {
    const { role, resource, study } = subject;
    const came = visitors.get(role.arn) ?? [];
    if (came.length === 0 && outsideParties(role, study).size === 0)
      return [notApplicable(subject, 'No third party may assume this role.')];
    const unread = unreadOf(activity, role.arn);
    if (came.length === 0) {
      if (unread !== undefined) return [{ status: 'UNKNOWN', resource, detail: unread }];
      const period = periodOf(activity);
      if (!activity.entries.some(({ role: of, accountId }) => of === role.arn && accountId === null))
        return [notApplicable(subject, `CloudTrail shows no entry of a third party in ${period}.`)];
      const detail = `CloudTrail shows entries by an identity provider in ${period}, and whether they were a third party’s is on no record.`;
      return [{ status: 'NOT_APPLICABLE', silent: true, resource, detail }];
    }
    return came.map((visitor): Outcome => {
      const verdict = judge(visitor, subject);
      if (verdict.status === 'FAIL')
        return { resource, ...verdict, discriminator: visitor.key, thirdParty: visitor.party };
      if (verdict.status === 'PASS' && unread !== undefined)
        return { status: 'UNKNOWN', resource, detail: unread };
      return { resource, ...verdict };
    });
  });
}
