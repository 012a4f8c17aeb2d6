import type { Grant, GrantCondition } from '../model/grant.ts';
import { loopholeOf } from './requirement.ts';

/** The conditions of one way past a Deny with several keys, each judged as if it stood alone. */
export type Alternative = readonly GrantCondition[];

type Conditions = Pick<Grant, 'conditions' | 'actions'>;

/** The conditions of a grant that are not one way of several past a Deny. */
export function alone({ conditions, actions }: Conditions): GrantCondition[] {
  return conditions
    .filter(({ oneOf }) => oneOf === undefined)
    .map((condition) =>
      !condition.required && isAlwaysSent(condition.keyLower, actions)
        ? judged(condition, actions)
        : condition,
    );
}

/**
 * The choices that the Deny statements with several keys leave: of each, every way past it. A statement for one of
 * whose ways the policy language has no words leaves no choice that could be relied on, and is left out.
 */
export function choicesOf({ conditions, actions }: Conditions): Alternative[][] {
  const byStatement = new Map<number, { of: number; ways: Map<number, GrantCondition[]> }>();
  for (const condition of conditions) {
    const { oneOf, statement } = condition;
    if (oneOf === undefined) continue;
    const choice = byStatement.get(statement) ?? { of: oneOf.of, ways: new Map<number, GrantCondition[]>() };
    byStatement.set(statement, choice);
    const way = choice.ways.get(oneOf.alternative) ?? [];
    choice.ways.set(oneOf.alternative, [...way, judged(condition, actions)]);
  }
  return [...byStatement.values()]
    .filter(({ of, ways }) => ways.size === of)
    .map(({ ways }) => [...ways.values()]);
}

function judged(condition: GrantCondition, actions: readonly string[]): GrantCondition {
  const loophole = loopholeOf(condition, { present: isAlwaysSent(condition.keyLower, actions) });
  return { ...condition, required: loophole === null, loophole };
}

/**
 * Whether every request that a grant lets in carries the key. The key is in all signed requests; those of
 * AssumeRoleWithWebIdentity and AssumeRoleWithSAML are not signed, nor need be those of services that take anonymous ones.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalisawsservice
 */
function isAlwaysSent(keyLower: string, actions: readonly string[]): boolean {
  return (
    keyLower === 'aws:principalisawsservice' &&
    actions.every((action) => action.startsWith('sts:') && !action.startsWith('sts:AssumeRoleWith'))
  );
}
