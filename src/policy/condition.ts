import type { GrantCondition } from '../model/grant.ts';
import { type Condition, conditionOf, isKnownOperator } from './operators.ts';
import { loopholeOf } from './requirement.ts';

/**
 * Takes a statement's Condition element apart. What cannot be read is told to `problem` and never guards anything.
 * Without `variables` the `*` in `${*}` is a wildcard, and is then written as the policy language of today writes that.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
 */
export function readConditions(
  element: unknown,
  problem: (text: string) => void,
  { variables }: { variables: boolean } = { variables: true },
): Condition[] {
  if (element === undefined) return [];
  if (!isObject(element)) {
    problem('its Condition is not an object');
    return [];
  }
  const conditions: Condition[] = [];
  for (const [operator, block] of Object.entries(element)) {
    if (!isObject(block)) {
      problem(`condition operator ${operator} holds no object of keys and values`);
      continue;
    }
    for (const [key, values] of Object.entries(block)) {
      const texts = readValues(operator, key, values, problem);
      const condition = conditionOf(operator, key, variables ? texts : texts.map(withoutEscapes));
      if (!isKnownOperator(condition.base)) problem(`condition operator ${operator} is not known`);
      conditions.push(condition);
    }
  }
  return conditions;
}

/** A condition as part of a grant, with the judgement whether it requires anything. */
export function judgedCondition(
  condition: Condition,
  origin: GrantCondition['origin'],
  statement: number,
): GrantCondition {
  const { operator, base, ifExists, set, key, keyLower, values } = condition;
  const loophole = loopholeOf(condition);
  // Named one by one, since a spread here took a sixth of the time that reading a trust policy takes.
  const required = loophole === null;
  return { operator, base, ifExists, set, key, keyLower, values, origin, statement, required, loophole };
}

/**
 * The conditions of one grant, judged together: a key that one condition demands to be sent cannot be left out to get
 * past another condition on it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
export function judgedTogether(conditions: GrantCondition[]): GrantCondition[] {
  if (conditions.length < 2 || conditions.every(({ required }) => required)) return conditions;
  const demanded = new Set(conditions.filter(demandsPresence).map(({ keyLower }) => keyLower));
  if (demanded.size === 0) return conditions;
  return conditions.map((condition) => {
    if (condition.required || !demanded.has(condition.keyLower) || !isJudgedAlone(condition))
      return condition;
    const loophole = loopholeOf(condition, { present: true });
    return { ...condition, required: loophole === null, loophole };
  });
}

function demandsPresence(condition: GrantCondition): boolean {
  if (condition.required) return true;
  return (
    condition.base === 'Null' &&
    condition.set === null &&
    condition.values.length > 0 &&
    condition.values.every((value) => value.toLowerCase() === 'false') &&
    isJudgedAlone(condition)
  );
}

/** Not so for those of a Deny with several keys, of which a request may break any one. */
function isJudgedAlone({ oneOf }: GrantCondition): boolean {
  return oneOf === undefined;
}

function readValues(
  operator: string,
  key: string,
  values: unknown,
  problem: (text: string) => void,
): string[] {
  const texts: string[] = [];
  for (const value of Array.isArray(values) ? values : [values]) {
    if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') {
      texts.push(String(value));
    } else {
      // Without one of its values a condition means something else, so none of it counts.
      problem(`a value of ${operator} ${key} is neither text, number nor boolean`);
      return [];
    }
  }
  return texts;
}

function withoutEscapes(text: string): string {
  return text.replace(/\$\{(?=[*?]\})/g, '${$}{');
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
