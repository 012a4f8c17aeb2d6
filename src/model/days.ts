/** A date as a person writes it: `2027-03-31`. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** The moment at which a day (`2027-03-31`, UTC) is over, in milliseconds since 1970. */
export function endOfDay(day: string): number {
  return Date.parse(`${day.slice(0, 10)}T00:00:00Z`) + 86_400_000;
}

/** Whether a last day (`2027-03-31`, UTC) was over at an instant; never where there is none. */
export function isOver(lastDay: string | undefined, asOf: string): boolean {
  return lastDay !== undefined && endOfDay(lastDay) <= Date.parse(asOf);
}

/** The last second of the day a year after an instant, as policies give dates. */
export function yearFrom(instant: string): string {
  const date = new Date(Date.parse(instant));
  date.setUTCFullYear(date.getUTCFullYear() + 1);
  return `${date.toISOString().slice(0, 10)}T23:59:59Z`;
}
