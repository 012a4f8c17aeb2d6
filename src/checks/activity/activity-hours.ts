import { accountCheck, type OutcomeEvidence } from '../../model/check.ts';
import { jsonPointer } from '../../model/json-pointer.ts';
import { hoursInWords, type WithinHours, withinHours } from '../support/access-hours.ts';
import { judgeVisitors } from '../support/judged-visitor.ts';
import {
  type CameIn,
  firstFew,
  MOST_SHOWN,
  nameOf,
  periodOf,
  RECORD_CANNOT_KNOW,
  timesOf,
} from '../support/role-activity.ts';

export const activityHours = accountCheck({
  id: 'activity-hours',
  area: 'activity',
  per: 'account',
  title: 'Third party comes within the agreed hours',
  failureTitle: 'Third party came outside the agreed hours',
  failsWhen:
    'A registered third party with `accessHours` came into a role in a quarter of an hour outside them.',
  severity: 'low',
  rationale:
    'Hours are agreed so that somebody is there when a third party works. Whoever comes when nobody looks may have reason to.',
  remediation:
    'Ask the third party what it did then. If it has to come at such hours, change accessHours in the register; if not, have it change its schedule, or open the role for the hours alone.',
  cannotKnow: `What was agreed on by word of mouth, and that a session which began within the hours went on after them: the beginning is what is judged. ${RECORD_CANNOT_KNOW}`,
  requires: ['authorization-details', 'activity'],
  evaluate: (facts, context) =>
    judgeVisitors(facts, context, (visitor) => {
      const who = nameOf(visitor);
      const hours = visitor.entry?.accessHours;
      if (hours === undefined)
        return { status: 'NOT_APPLICABLE', detail: `The register names no hours of ${who}.` };
      const outside = daysOutside(visitor.came, withinHours(hours));
      const period = periodOf(facts.activity);
      if (outside.length === 0) {
        return {
          status: 'PASS',
          detail: `All ${timesOf(visitor.came)} entries of ${who} in ${period} came within the agreed hours: ${hoursInWords(hours)}.`,
        };
      }
      const days = [...new Set(outside.map(({ day }) => day))].sort();
      const moments = outside.map(({ day, quarters }) => `${day} ${timeOf(quarters[0] ?? 0)} UTC`).sort();
      return {
        status: 'FAIL',
        detail: `${who} came in on ${days.length === 1 ? '1 day' : `${days.length} days`} of ${period} outside the agreed hours, which are ${hoursInWords(hours)}: ${firstFew(moments)}.`,
        evidence: outside.slice(0, MOST_SHOWN).map(({ evidence }) => evidence),
      };
    }),
});

/** A day on which an entry was outside, with the quarters of an hour in which it was. */
interface DayOutside {
  day: string;
  quarters: number[];
  evidence: OutcomeEvidence;
}

function daysOutside(came: readonly CameIn[], isWithin: WithinHours): DayOutside[] {
  return came.flatMap(({ entry, index }) =>
    entry.days.flatMap((value, place): DayOutside[] => {
      const quarters = value.quarters.filter((quarter) => !isWithin(value.day, quarter));
      if (quarters.length === 0) return [];
      const pointer = jsonPointer('entries', index, 'days', place);
      const evidence: OutcomeEvidence = { fact: 'activity', region: 'global', pointer, value };
      return [{ day: value.day, quarters, evidence: { ...evidence, marks: ['/quarters'] } }];
    }),
  );
}

/** `22:15`, when a quarter of an hour begins. */
function timeOf(quarter: number): string {
  const padded = (number: number) => String(number).padStart(2, '0');
  return `${padded(Math.floor(quarter / 4))}:${padded((quarter % 4) * 15)}`;
}
