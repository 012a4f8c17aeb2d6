import { isStandIn } from '../external-ids/stand-in.ts';
import { type Condition, isNegatedOperator } from '../operators.ts';
import { wildcardCovers, wildcardsMeet } from '../permissions/resources.ts';

/**
 * Whether a condition holds for every request, or for none, that carries its key with values of which no more is known
 * than that each matches a pattern with a wildcard; undefined where it depends on the rest of the value.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function holdsByPattern({ base, set, values }: Condition, pattern: string): boolean | undefined {
  if (base === 'Null') return set === null ? values.some((value) => /^false$/i.test(value)) : undefined;
  if (values.length === 0 || !base.startsWith('String')) return undefined;
  const found = values.map((value) => matches(base, value, pattern));
  const some = found.includes(true) ? true : found.every((one) => one === false) ? false : undefined;
  return some === undefined ? undefined : some !== isNegatedOperator(base);
}

/** Whether a value of a condition on text matches all that the pattern stands for, or none of it. */
function matches(base: string, value: string, pattern: string): boolean | undefined {
  if (value.includes('$') || isStandIn(value)) return undefined;
  if (base.endsWith('Like')) {
    if (!wildcardsMeet(value, pattern)) return false;
    return wildcardCovers(value, pattern) ? true : undefined;
  }
  // Neither ids nor session names hold a wildcard, which is a character like others here.
  if (/[*?]/.test(value)) return false;
  const [wanted, known] = base.endsWith('IgnoreCase')
    ? [value.toLowerCase(), pattern.toLowerCase()]
    : [value, pattern];
  return wildcardsMeet(wanted, known) ? undefined : false;
}
