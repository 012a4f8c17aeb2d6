import type { GrantCondition, GrantPrincipal } from '../model/grant.ts';
import { judgedCondition } from './condition.ts';
import { type Condition, conditionOf, isNegatedOperator, oppositeOperator } from './operators.ts';
import type { Statement } from './statement.ts';

/**
 * Keys that are in the context of every request, so that their absence lets nobody past.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-currenttime
 */
const ALWAYS_PRESENT: ReadonlySet<string> = new Set(['aws:currenttime', 'aws:epochtime']);

/**
 * What a Deny statement demands of the requests that it applies to by principal and action: the conditions under
 * which it does not deny. Null when it denies them all.
 *
 * A Deny with several keys denies only where all of them hold, so a request need break only one of them: none is
 * then required alone.
 */
export function demandsOf(deny: Statement, principal: GrantPrincipal): GrantCondition[] | null {
  const open = deny.conditions.filter((condition) => !alwaysHolds(condition, principal));
  const [only, ...others] = open;
  if (only === undefined) return null;
  if (others.length === 0) {
    return (negate(only) ?? []).map((condition) => judgedCondition(condition, 'deny', deny.index));
  }
  const keys = [...new Set(open.map(({ key }) => key))].join(', ');
  return open.flatMap((condition, alternative) =>
    (negate(condition) ?? []).map((negated) => ({
      ...judgedCondition(negated, 'deny', deny.index),
      required: false,
      loophole: `statement ${deny.index + 1} denies only where all of its conditions hold (${keys}), so that a request which breaks any one of them gets past it`,
      oneOf: { alternative, of: open.length },
    })),
  );
}

/** Whether a condition of a Deny statement holds for every request that the principal can make. */
function alwaysHolds({ base, set, keyLower, values }: Condition, principal: GrantPrincipal): boolean {
  if (set !== null || (base !== 'Null' && base !== 'Bool')) return false;
  const wanted = new Set(values.map((value) => value.toLowerCase()));
  if (base === 'Null') return wanted.has('true') && wanted.has('false');
  // True only for calls that an AWS service makes by itself, and so "false" for everyone who is an AWS principal.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalisawsservice
  return (
    keyLower === 'aws:principalisawsservice' &&
    wanted.has('false') &&
    ['account', 'role', 'user', 'session', 'unique-id'].includes(principal.kind)
  );
}

/**
 * The conditions, all of which hold, of exactly those requests for which `condition` does not hold. Null where the
 * policy language has no words for that, or where it is not certain.
 */
export function negate(condition: Condition): Condition[] | null {
  const { base, set, key, keyLower, values, ifExists } = condition;
  const opposite = oppositeOperator(base);
  if (opposite === null || values.length === 0) return null;
  if (base === 'Null') {
    return set === null && values.length === 1 ? [conditionOf('Null', key, flipped(values))] : null;
  }
  if (base === 'Bool' && new Set(values.map((value) => value.toLowerCase())).size > 1) {
    // Denies whoever sends the key at all, or everyone.
    return ifExists || set !== null ? null : [conditionOf('Null', key, ['true'])];
  }

  // The quantifiers swap: "not all of them differ" is "one of them is the same".
  const oppositeSet =
    set === null ? '' : set === 'ForAllValues' ? ('ForAnyValue:' as const) : ('ForAllValues:' as const);
  const deniesAbsent = ifExists || set === 'ForAllValues' || (set === null && isNegatedOperator(base));
  const failsAbsent = oppositeSet === 'ForAnyValue:' || (oppositeSet === '' && !isNegatedOperator(opposite));
  const suffix = !deniesAbsent && failsAbsent && !ALWAYS_PRESENT.has(keyLower) ? 'IfExists' : '';
  const operator = `${oppositeSet}${opposite}${suffix}`;
  const wanted = base === 'Bool' ? flipped(values) : values;
  // Of comparisons every one must fail, where the list itself means that one holds.
  const negated =
    /Less|Greater/.test(base) && set === null
      ? wanted.map((value) => conditionOf(operator, key, [value]))
      : [conditionOf(operator, key, wanted)];
  if (deniesAbsent && !failsAbsent) negated.push(conditionOf('Null', key, ['false']));
  return negated;
}

function flipped(values: string[]): string[] {
  return values.map((value) => (value.toLowerCase() === 'true' ? 'false' : 'true'));
}
