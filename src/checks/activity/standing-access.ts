import { accountCheck } from '../../model/check.ts';
import type { Grant } from '../../model/grant.ts';
import { admittingThirdPartyGrants } from '../../parties/third-party.ts';
import { isEnd, isStart } from '../../policy/time-limit.ts';
import { timeBoxFixes } from '../remedies/time-box.ts';
import { judgeVisitors } from '../support/judged-visitor.ts';
import { entryEvidence, nameOf, periodOf, RECORD_CANNOT_KNOW } from '../support/role-activity.ts';

export const standingAccess = accountCheck({
  id: 'standing-access',
  area: 'activity',
  per: 'account',
  title: 'Standing access is in regular use',
  failureTitle: 'Access stands open and is hardly used',
  severity: 'info',
  rationale:
    'A role that a third party needs on a few days a year is open to whoever has its credentials on all the others. Opened for the hours of the work alone, it is worth little to a thief.',
  remediation:
    'Agree with the third party to open the role when it works: put a beginning and an end into the trust policy by DateGreaterThan and DateLessThan on aws:CurrentTime each time, by a pipeline that somebody approves, or let it ask through a tool for access on request. Sessions that run when the end comes last until they run out: keep the longest session short.',
  cannotKnow: `Whether the third party must be able to come at once, in an emergency, and how often it comes in other seasons than those looked at. ${RECORD_CANNOT_KNOW}`,
  parameters: {
    days: {
      default: 5,
      description:
        'Access on fewer days than these, within the time that is looked at, is no reason to stand open.',
    },
  },
  requires: ['authorization-details', 'activity'],
  evaluate: (facts, context) =>
    judgeVisitors(facts, context, (visitor, { role, study }) => {
      const who = nameOf(visitor);
      const period = periodOf(facts.activity);
      const days = new Set(visitor.came.flatMap(({ entry }) => entry.days.map(({ day }) => day))).size;
      const used = `${who} came in on ${days === 1 ? '1 day' : `${days} days`} of ${period}`;
      const grants = admittingThirdPartyGrants(role, study)
        .filter(({ key }) => key === visitor.key)
        .map(({ grant }) => grant);
      if (days >= context.parameters.days) return { status: 'PASS', detail: `${used}.` };
      if (grants.length > 0 && grants.every(isOpenForAWhile))
        return { status: 'PASS', detail: `${used}, and the role is open for a time alone.` };
      return {
        status: 'FAIL',
        detail: `${used}, and may come at any hour.`,
        evidence: entryEvidence(visitor.came, ['/days']),
        fixes: () => timeBoxFixes(role, grants, context),
      };
    }),
});

/** It has a beginning and an end. */
function isOpenForAWhile({ conditions }: Grant): boolean {
  return conditions.some(isStart) && conditions.some(isEnd);
}
