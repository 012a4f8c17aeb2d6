import ipaddr from 'ipaddr.js';
import type { Json } from '../../world.ts';
import { isObject, like, list } from './policy-json.ts';
import type { RequestContext } from './request-context.ts';

type Test = (actual: string, wanted: string) => boolean;

/** Operators that hold when any wanted value fits. Their negations hold when none does. */
const TESTS: Record<string, Test> = {
  StringEquals: (actual, wanted) => actual === wanted,
  StringEqualsIgnoreCase: (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase(),
  StringLike: (actual, wanted) => like(wanted, actual),
  ArnEquals: (actual, wanted) => like(wanted, actual),
  ArnLike: (actual, wanted) => like(wanted, actual),
  Bool: (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase(),
  IpAddress: inRange,
  NumericEquals: (actual, wanted) => Number(actual) === Number(wanted),
  NumericLessThan: (actual, wanted) => Number(actual) < Number(wanted),
  NumericLessThanEquals: (actual, wanted) => Number(actual) <= Number(wanted),
  NumericGreaterThan: (actual, wanted) => Number(actual) > Number(wanted),
  NumericGreaterThanEquals: (actual, wanted) => Number(actual) >= Number(wanted),
  DateEquals: (actual, wanted) => moment(actual) === moment(wanted),
  DateLessThan: (actual, wanted) => moment(actual) < moment(wanted),
  DateLessThanEquals: (actual, wanted) => moment(actual) <= moment(wanted),
  DateGreaterThan: (actual, wanted) => moment(actual) > moment(wanted),
  DateGreaterThanEquals: (actual, wanted) => moment(actual) >= moment(wanted),
};

const NEGATIONS: Record<string, string> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NotIpAddress: 'IpAddress',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
};

/** Whether every operator and key of a Condition block holds. An operator that is not known never does. */
export function holds(condition: Json | undefined, context: RequestContext): boolean {
  if (condition === undefined) return true;
  if (!isObject(condition)) return false;
  return Object.entries(condition).every(
    ([operator, keys]) =>
      isObject(keys) &&
      Object.entries(keys).every(([key, values]) =>
        keyHolds(operator, context.get(key.toLowerCase()), list(values).map(String)),
      ),
  );
}

function keyHolds(written: string, actual: readonly string[] | undefined, wanted: string[]): boolean {
  const [, set, operator = ''] = /^(?:(ForAllValues|ForAnyValue):)?(.*)$/.exec(written) ?? [];
  if (operator === 'Null') return wanted.includes(String(actual === undefined));
  const base = operator.replace(/IfExists$/, '');
  const positive = NEGATIONS[base] ?? base;
  const test = TESTS[positive];
  if (!test) return false;
  const negated = positive !== base;
  if (actual === undefined) return negated || base !== operator || set === 'ForAllValues';
  const fits = (value: string): boolean => wanted.some((each) => test(value, each)) !== negated;
  return set === 'ForAnyValue' ? actual.some(fits) : actual.every(fits);
}

function inRange(actual: string, wanted: string): boolean {
  try {
    const address = ipaddr.parse(actual);
    const [range, bits] = ipaddr.parseCIDR(wanted.includes('/') ? wanted : `${wanted}/32`);
    return address.kind() === range.kind() && address.match([range, bits]);
  } catch {
    return false;
  }
}

/** Dates are ISO 8601 or seconds since 1970. */
function moment(value: string): number {
  return /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value);
}
