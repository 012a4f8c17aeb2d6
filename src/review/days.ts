/**
 * A day as people and spreadsheets write it, as `2027-03-31`; undefined where it is none of the calendar, or where nobody
 * can tell the day from the month.
 */
export function readDay(text: string): string | undefined {
  const words = text.trim().replace(/^(?:until|by)\s+/i, '');
  const [, year, month, day] =
    /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]0?0:00(?::00(?:\.0+)?)?Z?)?$/.exec(words) ?? [];
  if (year !== undefined) return dayOf(year, month, day);
  // With points the day comes first, wherever days are written so.
  const [, first, second, last] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(words) ?? [];
  if (last !== undefined) return dayOf(last, second, first);
  const [, a, b, end] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(words) ?? [];
  if (end === undefined || a === undefined || b === undefined) return undefined;
  if (Number(a) > 12) return dayOf(end, b, a);
  return Number(b) > 12 || Number(a) === Number(b) ? dayOf(end, a, b) : undefined;
}

function dayOf(year: string, month = '', day = ''): string | undefined {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text ? text : undefined;
}
