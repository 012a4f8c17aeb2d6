import { accountCheck } from '../../model/check.ts';
import { dayOf } from '../../model/days.ts';
import type { Grant } from '../../model/grant.ts';
import { admittingThirdPartyGrants } from '../../parties/third-party.ts';
import { endOf, startOf } from '../../policy/time-limit.ts';
import { timeBoxFixes } from '../remedies/time-box.ts';
import { judgeVisitors } from '../support/judged-visitor.ts';
import {
  daysOf,
  entryEvidence,
  nameOf,
  periodOf,
  RECORD_CANNOT_KNOW,
  unreadOf,
} from '../support/role-activity.ts';

/** Whoever comes once a week has been there on five days of them. */
const LEAST_DAYS = 30;

const DAY = 86_400_000;

export const standingAccess = accountCheck({
  id: 'standing-access',
  area: 'activity',
  per: 'account',
  title: 'Standing access is in regular use',
  failureTitle: 'Access stands open and is hardly used',
  failsWhen:
    'A third party came into a role on fewer than `days` days of the time that is looked at, which is 30 days at least, and the role is open to it for more than `openDays` days from beginning to end, or without a beginning or an end, and not yet over.',
  severity: 'info',
  rationale:
    'A role that a third party needs on a few days a year is open to whoever has its credentials on all the others. Opened for the hours of the work alone, it is worth little to a thief.',
  remediation:
    'Agree with the third party to open the role when it works. Put a beginning and an end into the trust policy by DateGreaterThan and DateLessThan on aws:CurrentTime each time: by a pipeline, or by a runbook that somebody approves and that may change this one role. Sessions that run when the end comes last until they run out: keep the longest session short, or deny all outside the same time by a policy of the role. A third party that may have to come at once, at night, needs somebody who may approve at night.',
  cannotKnow: `Whether the third party must be able to come at once, in an emergency, and how often it comes in other seasons than those looked at. ${RECORD_CANNOT_KNOW}`,
  parameters: {
    days: {
      default: 5,
      description:
        'Access on fewer days than these, within the time that is looked at (30 days at least), is no reason to stand open.',
    },
    openDays: {
      default: 7,
      description:
        'A role that is open for no more days than these from beginning to end does not stand open.',
    },
  },
  requires: ['authorization-details', 'activity'],
  evaluate: (facts, context) =>
    judgeVisitors(facts, context, (visitor, { role, study }) => {
      const who = nameOf(visitor);
      const period = periodOf(facts.activity);
      const { days: often, openDays } = context.parameters;
      const days = new Set(visitor.came.flatMap(({ entry }) => entry.days.map(({ day }) => day))).size;
      const used = `${who} came in on ${days === 1 ? '1 day' : `${days} days`} of ${period}`;
      const grants = admittingThirdPartyGrants(role, study)
        .filter(({ key }) => key === visitor.key)
        .map(({ grant }) => grant);
      if (days >= often) return { status: 'PASS', detail: `${used}.` };
      const windows = grants.map(windowOf);
      if (windows.length > 0 && windows.every(({ length }) => length <= openDays * DAY))
        return { status: 'PASS', detail: `${used}, and the role is open for a time alone.` };
      const ends = windows.map(({ end = Infinity }) => end);
      const last = Math.max(...ends);
      if (ends.length > 0 && last <= Date.parse(context.asOf))
        return { status: 'PASS', detail: `${used}, and the role is shut since ${dayOf(last)}.` };
      // Of what was not read it is not known on how many days they came then.
      const unread = unreadOf(facts.activity, role.arn);
      if (unread !== undefined) return { status: 'UNKNOWN', detail: unread };
      if (daysOf(facts.activity) < LEAST_DAYS) {
        const detail = `${used}, which are too few to tell how often it comes.`;
        return { status: 'NOT_APPLICABLE', silent: true, detail };
      }
      return {
        status: 'FAIL',
        detail: `${used}, and may come at any hour${within(windows)}.`,
        evidence: entryEvidence(visitor.came, ['/days']),
        fixes: () => timeBoxFixes(role, grants, context),
      };
    }),
});

interface Window {
  start: number | undefined;
  end: number | undefined;
  /** Milliseconds; infinite where it has no beginning or no end. */
  length: number;
}

function windowOf(grant: Grant): Window {
  const [start, end] = [startOf(grant), endOf(grant)];
  return { start, end, length: start === undefined || end === undefined ? Infinity : end - start };
}

/** Where all is open from a day to a day alone, these; a year is as good as always. */
function within([first, ...others]: readonly Window[]): string {
  if (first?.start === undefined || first.end === undefined || others.length > 0) return '';
  return ` from ${dayOf(first.start)} to ${dayOf(first.end)}`;
}
