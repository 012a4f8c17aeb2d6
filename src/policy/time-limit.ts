import type { Grant, GrantCondition } from '../model/grant.ts';
import { dateValue, isNumber } from './values.ts';

/** Years after which an end is so far away that it ends nothing. */
const FAR_YEARS = 5;

/**
 * Whether a condition ends the access on a date. `aws:EpochTime` is compared as a date or as a number.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-epochtime
 */
export function isEnd({ required, keyLower, base }: GrantCondition): boolean {
  if (!required) return false;
  if (keyLower === 'aws:epochtime' && (base.startsWith('NumericLess') || base === 'NumericEquals'))
    return true;
  return isTime(keyLower) && (base.startsWith('DateLess') || base === 'DateEquals');
}

/** Whether a condition opens the access on a date. */
export function isStart({ required, keyLower, base }: GrantCondition): boolean {
  if (!required) return false;
  if (keyLower === 'aws:epochtime' && base.startsWith('NumericGreater')) return true;
  return isTime(keyLower) && base.startsWith('DateGreater');
}

export function isTime(keyLower: string): boolean {
  return keyLower === 'aws:currenttime' || keyLower === 'aws:epochtime';
}

/**
 * The moment after which a grant lets nobody in, in milliseconds since 1970; undefined when it has no end. Values of
 * one condition are ORed, so the latest of them counts; conditions are ANDed, so the earliest of those.
 */
export function endOf(grant: Pick<Grant, 'conditions'>): number | undefined {
  const end = Math.min(...grant.conditions.filter(isEnd).map(lastOf));
  return Number.isFinite(end) ? end : undefined;
}

/**
 * The moment from which a grant lets anybody in, in milliseconds since 1970; undefined when it has no beginning. The earliest
 * value of a condition counts, and the latest of the conditions.
 */
export function startOf(grant: Pick<Grant, 'conditions'>): number | undefined {
  const start = Math.max(...grant.conditions.filter(isStart).map(firstOf));
  return Number.isFinite(start) ? start : undefined;
}

/** The end of a grant as one that still has a meaning: none where it is further away than anyone plans. */
export function nearEndOf(grant: Pick<Grant, 'conditions'>, asOf: string): number | undefined {
  const end = endOf(grant);
  return end === undefined || isFar(end, asOf) ? undefined : end;
}

/** Whether a condition ends the access soon enough to count. */
export function isNearEnd(condition: GrantCondition, asOf: string): boolean {
  return isEnd(condition) && !isFar(lastOf(condition), asOf);
}

function isFar(end: number, asOf: string): boolean {
  const latest = new Date(asOf);
  latest.setUTCFullYear(latest.getUTCFullYear() + FAR_YEARS);
  return end > latest.getTime();
}

/** The latest moment that one of the values names. */
export function lastOf({ values, base }: Pick<GrantCondition, 'values' | 'base'>): number {
  return Math.max(...values.map((value) => momentOf(value, base) ?? Number.POSITIVE_INFINITY));
}

/** The earliest moment that one of the values names. */
export function firstOf({ values, base }: Pick<GrantCondition, 'values' | 'base'>): number {
  return Math.min(...values.map((value) => momentOf(value, base) ?? Number.NEGATIVE_INFINITY));
}

function momentOf(value: string, base: string): number | undefined {
  if (!base.startsWith('Numeric')) return dateValue(value);
  return isNumber(value) ? Number(value) * 1000 : undefined;
}
