import { accountCheck, type CheckContext } from '../../model/check.ts';
import { endOfDay } from '../../model/days.ts';
import { partyKey } from '../../model/party.ts';
import { judgeVisitors } from '../support/judged-visitor.ts';
import {
  day,
  entryEvidence,
  inTimes,
  lastOf,
  nameOf,
  periodOf,
  RECORD_CANNOT_KNOW,
  spanOf,
  type Visitor,
} from '../support/role-activity.ts';

export const activityAfterEnd = accountCheck({
  id: 'activity-after-end',
  area: 'activity',
  per: 'account',
  title: 'Third party stays away once its time is over',
  failureTitle: 'Third party came after its time was over',
  failsWhen:
    'A third party came into a role after the last day of its contract by the register, or after the day by which a sealed review wanted its access removed; the earlier of the two counts.',
  severity: 'high',
  rationale:
    'The contract has ended, or its removal was decided, and the third party still comes in and works. What it does now nobody has agreed to.',
  remediation:
    'Shut the role now, and ask the third party what it still does and why. If the work goes on, renew the contract in the register or take the decision back in a review; if not, remove the role.',
  cannotKnow: `Whether the work was agreed to in another way. The day of an end is the whole day in UTC. ${RECORD_CANNOT_KNOW}`,
  requires: ['authorization-details', 'activity'],
  evaluate: (facts, context) =>
    judgeVisitors(facts, context, (visitor, { role }) => {
      const who = nameOf(visitor);
      const ends = endsOf(visitor, role.arn, context);
      const [end] = ends.toSorted((a, b) => (a.day < b.day ? -1 : 1));
      if (end === undefined) {
        const detail = `Neither the register nor a sealed review gives the access of ${who} an end.`;
        return { status: 'NOT_APPLICABLE', detail };
      }
      const over = endOfDay(end.day);
      const after = visitor.came.filter(({ entry }) => Date.parse(entry.lastAt) >= over);
      const period = periodOf(facts.activity);
      if (after.length === 0) {
        const { to } = spanOf(facts.activity);
        if (Date.parse(to) <= over && over <= Date.parse(context.asOf)) {
          const detail = `What is on record ends on ${day(to)}, so that it shows nothing of ${who} after ${end.day}, when ${end.why}.`;
          return { status: 'UNKNOWN', detail };
        }
        return {
          status: 'PASS',
          detail: `CloudTrail shows no entry of ${who} in ${period} that was after ${end.day}, when ${end.why}.`,
        };
      }
      const times = after
        .flatMap(({ entry }) => entry.days)
        .filter((one) => Date.parse(`${one.day}T00:00:00Z`) >= over)
        .reduce((sum, { count }) => sum + count, 0);
      return {
        status: 'FAIL',
        detail: `${who} came in ${inTimes(times)} in ${period} after ${end.day}, when ${end.why}. The last time was on ${day(lastOf(after))}.`,
        evidence: entryEvidence(after, ['/lastAt']),
      };
    }),
});

/** The days after which a party has nothing to do in a role any more, and why. */
function endsOf(
  { entry, party }: Visitor,
  roleArn: string,
  { removalDecided }: CheckContext,
): Array<{ day: string; why: string }> {
  const until = removalDecided?.(roleArn, partyKey(party));
  return [
    ...(entry?.contractEnds === undefined
      ? []
      : [{ day: entry.contractEnds, why: 'its contract ended by the register' }]),
    ...(until === undefined ? [] : [{ day: until, why: 'it was to be removed by a sealed review' }]),
  ];
}
