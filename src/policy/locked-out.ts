import type { Grant, GrantCondition } from '../model/grant.ts';
import { type Alternative, alone, choicesOf } from './alternatives.ts';
import { neverMet } from './dead-conditions.ts';
import { endOf, firstOf, isStart } from './time-limit.ts';

/**
 * Whether nobody can ever come in by a grant, whenever that is: one of its conditions is met by no request, or two of
 * them by none together. What opens later, or has ended, is another matter. Conditions are ANDed.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
export function locksOutEveryone(grant: Grant): boolean {
  if (grant.conditions.length === 0) return false;
  const all = alone(grant);
  const isDead = (condition: GrantCondition) =>
    condition.required && neverMet(condition, grant.principal, grant.actions) !== null;
  const isClosed = (way: Alternative) => way.some(isDead);
  return (
    all.some(isDead) ||
    choicesOf(grant).some((ways) => ways.every(isClosed)) ||
    all.some((one, index) => all.slice(index + 1).some((other) => contradict(one, other))) ||
    endsBeforeStart(all)
  );
}

/** Whether a condition holds only of requests without its key. */
export function demandsAbsence({ base, set, values, oneOf }: GrantCondition): boolean {
  return (
    base === 'Null' &&
    set === null &&
    oneOf === undefined &&
    values.length > 0 &&
    values.every((value) => value.toLowerCase() === 'true')
  );
}

function contradict(one: GrantCondition, other: GrantCondition): boolean {
  if (one.keyLower !== other.keyLower) return false;
  return (
    (one.required && demandsAbsence(other)) ||
    (other.required && demandsAbsence(one)) ||
    excludes(one, other) ||
    excludes(other, one)
  );
}

/** Whether the exact values that one condition asks for are none of those that the other lets through. */
function excludes(one: GrantCondition, other: GrantCondition): boolean {
  if (!one.required || ![one, other].every(isExact) || one.base !== 'StringEquals') return false;
  const named = new Set(other.values);
  return one.values.every((value) =>
    other.base === 'StringNotEquals' ? named.has(value) : other.required && !named.has(value),
  );
}

/**
 * Keys of which one request carries several values. What an operator for one value makes of them is documented nowhere,
 * so that nothing is said of them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-saml
 */
const SEVERAL_VALUES =
  /^saml:(?!(?:aud|iss|sub|sub_type|doc|namequalifier)$)|:amr$|orgpaths$|tagkeys$|^aws:calledvia$/;

function isExact({ base, set, keyLower, values }: GrantCondition): boolean {
  return (
    set === null &&
    !SEVERAL_VALUES.test(keyLower) &&
    /^String(?:Not)?Equals$/.test(base) &&
    values.length > 0 &&
    !values.some((value) => value.includes('${'))
  );
}

function endsBeforeStart(conditions: readonly GrantCondition[]): boolean {
  const end = endOf({ conditions: [...conditions] });
  const start = Math.max(...conditions.filter(isStart).map(firstOf));
  return end !== undefined && start > end;
}
