import type { GrantCondition } from '../model/grant.ts';

/**
 * The operators without prefix and suffix; true for those that hold when nothing matches, the negated ones.
 * Their case counts, as IAM documents it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const OPERATORS: ReadonlyMap<string, { negated: boolean; opposite: string | null }> = new Map([
  ['StringEquals', { negated: false, opposite: 'StringNotEquals' }],
  ['StringNotEquals', { negated: true, opposite: 'StringEquals' }],
  ['StringEqualsIgnoreCase', { negated: false, opposite: 'StringNotEqualsIgnoreCase' }],
  ['StringNotEqualsIgnoreCase', { negated: true, opposite: 'StringEqualsIgnoreCase' }],
  ['StringLike', { negated: false, opposite: 'StringNotLike' }],
  ['StringNotLike', { negated: true, opposite: 'StringLike' }],
  ['NumericEquals', { negated: false, opposite: 'NumericNotEquals' }],
  ['NumericNotEquals', { negated: true, opposite: 'NumericEquals' }],
  ['NumericLessThan', { negated: false, opposite: 'NumericGreaterThanEquals' }],
  ['NumericLessThanEquals', { negated: false, opposite: 'NumericGreaterThan' }],
  ['NumericGreaterThan', { negated: false, opposite: 'NumericLessThanEquals' }],
  ['NumericGreaterThanEquals', { negated: false, opposite: 'NumericLessThan' }],
  ['DateEquals', { negated: false, opposite: 'DateNotEquals' }],
  ['DateNotEquals', { negated: true, opposite: 'DateEquals' }],
  ['DateLessThan', { negated: false, opposite: 'DateGreaterThanEquals' }],
  ['DateLessThanEquals', { negated: false, opposite: 'DateGreaterThan' }],
  ['DateGreaterThan', { negated: false, opposite: 'DateLessThanEquals' }],
  ['DateGreaterThanEquals', { negated: false, opposite: 'DateLessThan' }],
  ['Bool', { negated: false, opposite: 'Bool' }],
  ['BinaryEquals', { negated: false, opposite: null }],
  ['IpAddress', { negated: false, opposite: 'NotIpAddress' }],
  ['NotIpAddress', { negated: true, opposite: 'IpAddress' }],
  ['ArnEquals', { negated: false, opposite: 'ArnNotEquals' }],
  ['ArnNotEquals', { negated: true, opposite: 'ArnEquals' }],
  ['ArnLike', { negated: false, opposite: 'ArnNotLike' }],
  ['ArnNotLike', { negated: true, opposite: 'ArnLike' }],
  ['Null', { negated: false, opposite: 'Null' }],
]);

/** One operator, key and its values, taken apart and not yet judged. */
export type Condition = Omit<GrantCondition, 'origin' | 'statement' | 'required' | 'loophole'>;

/** Whether the operator, without prefix and suffix, is one of IAM's. */
export function isKnownOperator(base: string): boolean {
  return OPERATORS.has(base);
}

/** Whether the operator holds when no value matches. */
export function isNegatedOperator(base: string): boolean {
  return OPERATORS.get(base)?.negated ?? false;
}

/** The operator that holds of a present value exactly when `base` does not, for `Bool` and `Null` with the values swapped. */
export function oppositeOperator(base: string): string | null {
  return OPERATORS.get(base)?.opposite ?? null;
}

/** Puts a condition together from its operator as written. */
export function conditionOf(operator: string, key: string, values: string[]): Condition {
  const [, prefix, rest = ''] = /^(?:(ForAllValues|ForAnyValue):)?(.*)$/s.exec(operator) ?? [];
  const ifExists = rest.endsWith('IfExists') && rest !== 'IfExists' && rest !== 'NullIfExists';
  return {
    operator,
    base: ifExists ? rest.slice(0, -'IfExists'.length) : rest,
    ifExists,
    set: prefix === 'ForAllValues' || prefix === 'ForAnyValue' ? prefix : null,
    key,
    keyLower: key.toLowerCase(),
    values,
  };
}
