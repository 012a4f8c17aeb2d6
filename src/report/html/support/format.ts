import { SEVERITIES, type Severity } from '../../../model/severity.ts';
import { composed, type Shown, type ShownText, shorten, shownData, visible } from '../../visible.ts';

const DAY = 86_400_000;
/** Nothing on the page is longer, whatever an account may call its things. */
const TEXT_LIMIT = 4_000;

export interface SeverityCount {
  severity: Severity;
  count: string;
}

/** `1,234`, in every locale. */
export function number(value: number): ShownText {
  return composed(value, (digits) => String(digits).replace(/\B(?=(\d{3})+$)/g, ','));
}

/** `1 account`, `12 accounts`. */
export function quantity(value: number, singular: string, plural = `${singular}s`): string {
  return `${number(value)} ${value === 1 ? singular : plural}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** `External ID, time limit`: what stands in a cell of its own begins as a sentence does. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `2026-11-22` of an ISO 8601 time. */
export function date(instant: string): string {
  return instant.slice(0, 10);
}

/** `2026-11-22 23:59 UTC` of an ISO 8601 UTC time. */
export function moment(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;
}

/** `2026-11-22 23:59:08 UTC` of an ISO 8601 UTC time, where the order of things may hang on seconds. */
export function exactMoment(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 19)} UTC`;
}

/** `today`, `1 day ago`, `41 days ago`; empty when either time cannot be read or lies ahead. */
export function age(instant: string, asOf: string): string {
  const days = Math.floor((Date.parse(asOf) - Date.parse(instant)) / DAY);
  if (!(days >= 0)) return '';
  return days === 0 ? 'today' : `${quantity(days, 'day')} ago`;
}

/** `1 h`, `90 min`. */
export function duration(seconds: number): string {
  return seconds % 3600 === 0 ? `${seconds / 3600} h` : `${number(Math.round(seconds / 60))} min`;
}

/** The severities that occur, worst first. */
export function severityCounts(counts: Record<Severity, number>): SeverityCount[] {
  return SEVERITIES.flatMap((severity) =>
    counts[severity] > 0 ? [{ severity, count: number(counts[severity]) }] : [],
  );
}

/** The last part of an ARN, or the text itself. */
export function shortArn(arn: string): string {
  return arn.split(':').slice(5).join(':') || arn;
}

/** An `id` attribute made of a prefix and a value. */
export function anchor(prefix: string, value: string): string {
  return `${prefix}-${value.replace(/[^A-Za-z0-9-]/g, '_')}`;
}

/** The first `limit` entries and a sentence on the rest, null when there is none. */
export function capped<T>(
  all: { readonly length: number; slice(from: number, to: number): T[] },
  limit: number,
  rest: (left: number) => string,
): { shown: T[]; leftOut: string | null } {
  const left = all.length - limit;
  return { shown: all.slice(0, limit), leftOut: left > 0 ? rest(left) : null };
}

/** A copy in which every text is shown and of bearable length. */
export function displayable<T>(value: T): Shown<T> {
  return shownData(value, (text) => visible(shorten(text, TEXT_LIMIT)));
}

/** A name as headings and cells show it. */
export function label(text: string): string {
  return shorten(text, 120);
}
