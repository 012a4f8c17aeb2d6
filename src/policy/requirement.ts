import { tooWide } from './breadth.ts';
import { isFilledIn, isStandIn } from './external-ids/stand-in.ts';
import { withHome } from './home.ts';
import { type Condition, isKnownOperator, isNegatedOperator } from './operators.ts';
import { dateValue, ipRange, isNumber } from './values.ts';
import { arnParts, isOnlyWildcards } from './wildcard.ts';

/**
 * Keys that may hold several values in one request. Without ForAnyValue or ForAllValues it is not defined which of
 * them an operator looks at.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
const MULTI_VALUED_KEYS: ReadonlySet<string> = new Set([
  'aws:calledvia',
  'aws:principalorgpaths',
  'aws:principalservicenameslist',
  'aws:resourceorgpaths',
  'aws:sourceorgpaths',
  'aws:tagkeys',
  'aws:vpceorgpaths',
  'sts:transitivetagkeys',
]);

/**
 * How a request without the key, or with another value than those named, gets past a condition of an Allow
 * statement, in words; null when it does not: then the condition is required. In doubt it is not. With `present`,
 * the key is known to be in the request.
 */
export function loopholeOf(condition: Condition, { present } = { present: false }): string | null {
  const { operator, base, key, values } = condition;
  if (!isKnownOperator(base)) return `${operator} is not an operator that IAM knows`;
  if (base === 'Null') return loopholeOfNull(condition);
  if (condition.ifExists && !present) return `${operator} lets a request through that carries no ${key}`;
  if (condition.set === 'ForAllValues' && !present) {
    return `${operator} lets a request through that carries no ${key}, since it holds for an empty set`;
  }
  if (isNegatedOperator(base)) {
    return condition.set === null
      ? `${operator} lets a request through that carries no ${key} or any value but those named`
      : `${operator} lets a request through with any value of ${key} but those named`;
  }
  if (values.length === 0) return `${operator} names no value for ${key}`;
  if (condition.set === null && MULTI_VALUED_KEYS.has(condition.keyLower)) {
    return `${operator} has no ForAnyValue, which ${key} needs since it may hold several values`;
  }
  const open = values.map((value) => loopholeOfValue(base, value)).find((loophole) => loophole !== null);
  if (open !== undefined) return `${operator} on ${key} ${open}`;
  if (base === 'Bool' && new Set(values.map((value) => value.toLowerCase())).size > 1) {
    return `${operator} on ${key} accepts both true and false`;
  }
  const wide = tooWide(condition);
  return wide === null ? null : `${operator} on ${key} ${wide}`;
}

function loopholeOfNull({ set, operator, key, values }: Condition): string | null {
  const wanted = new Set(values.map((value) => value.toLowerCase()));
  if (set === null && wanted.size === 1 && wanted.has('false')) {
    return `${operator} requires only that ${key} is sent, and accepts any value of it`;
  }
  return `${operator} lets a request through that carries no ${key}`;
}

/** What makes one of the values accept (nearly) everything, or leaves unknown what it accepts. */
function loopholeOfValue(base: string, value: string): string | null {
  if (isFilledIn(withHome(value)))
    return 'compares with a policy variable, which the request itself fills in';
  if (base === 'StringLike' && isOnlyWildcards(value)) return `accepts any value: ${value}`;
  // As a text it says what it need say. What number, date or ARN it would be, nobody can tell any more.
  if (isStandIn(value) && !base.startsWith('String') && base !== 'BinaryEquals') {
    return 'compares with a value that the evidence does not hold';
  }
  if (base.startsWith('Arn')) {
    const parts = arnParts(value);
    if (isOnlyWildcards(value) || parts?.slice(1).every(isOnlyWildcards)) return `accepts any ARN: ${value}`;
    if (parts === undefined) return 'has a value that is no ARN';
  }
  if (base === 'Bool' && !/^(?:true|false)$/i.test(value)) return 'has a value that is no boolean';
  if (base.startsWith('Numeric') && !isNumber(value)) return 'has a value that is no number';
  if (base.startsWith('Date') && dateValue(value) === undefined) return 'has a value that is no date';
  if (base === 'IpAddress') {
    const range = ipRange(value);
    if (range === undefined) return 'has a value that is no IP range';
    if (range[1] === 0) return `accepts any address: ${value}`;
  }
  return null;
}
