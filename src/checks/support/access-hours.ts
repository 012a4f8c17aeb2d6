import type { AccessHours } from '../../model/party.ts';

const WEEKDAYS: readonly string[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const MINUTES_A_QUARTER = 15;

/** Says of a quarter of an hour whether it is within agreed hours. */
export type WithinHours = (day: string, quarter: number) => boolean;

/**
 * Agreed hours as a question about quarters of an hour in UTC, of which every time zone is a whole number away. Which time
 * it was there Node's own table of zones tells.
 */
export function withinHours({ zone, days, from, to }: AccessHours): WithinHours {
  const there = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const [begins, ends] = [minutesOf(from), minutesOf(to)];
  const isAgreed = (weekday: number) => days.includes(WEEKDAYS[(weekday + 7) % 7] ?? '');
  // Whoever comes in many ways comes in the same quarters of an hour, and asking the table of zones takes its time.
  const known = new Map<string, boolean>();
  return (day, quarter) => {
    const place = `${day} ${quarter}`;
    const answer = known.get(place) ?? isWithin(day, quarter);
    known.set(place, answer);
    return answer;
  };

  function isWithin(day: string, quarter: number): boolean {
    const moment = Date.parse(`${day}T00:00:00Z`) + quarter * MINUTES_A_QUARTER * 60_000;
    const parts = new Map(there.formatToParts(moment).map(({ type, value }) => [type, value]));
    const weekday = WEEKDAYS.indexOf((parts.get('weekday') ?? '').toLowerCase());
    const minute = minutesOf(`${parts.get('hour')}:${parts.get('minute')}`);
    if (begins < ends) return isAgreed(weekday) && minute >= begins && minute < ends;
    return (isAgreed(weekday) && minute >= begins) || (isAgreed(weekday - 1) && minute < ends);
  }
}

/** `mon, tue from 22:00 to 06:00 (Europe/Dublin)`. */
export function hoursInWords({ zone, days, from, to }: AccessHours): string {
  return `${days.join(', ')} from ${from} to ${to} (${zone})`;
}

function minutesOf(time: string): number {
  const [hours, minutes] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
}
