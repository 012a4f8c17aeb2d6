import type { GrantPrincipal } from '../../model/grant.ts';
import { negate } from '../negation.ts';
import type { Condition } from '../operators.ts';
import { type PrincipalElement, relate } from '../principal.ts';
import { loopholeOf } from '../requirement.ts';
import type { Statement } from '../statement.ts';
import {
  type ChainCondition,
  type ConditionVerdict,
  judgeCondition,
  judgeConditions,
  type KnownContext,
} from './known-context.ts';
import type { Demand } from './wording.ts';

/** A Deny statement of a trust policy: it refuses those of whom it speaks where all of its conditions hold. */
export interface Refusal {
  principals: PrincipalElement;
  /** Each with the conditions, all of which hold, of a request that breaks it; null where there are no words for that. */
  conditions: Array<{ holds: ChainCondition; broken: ChainCondition[] | null }>;
  statement: number;
}

export function refusalOf({ principals, conditions, index }: Statement): Refusal {
  return {
    principals,
    conditions: conditions.map((condition) => ({
      holds: chainCondition(condition),
      broken: negate(condition)?.map(chainCondition) ?? null,
    })),
    statement: index,
  };
}

/** A condition as chains keep it, external IDs left out. */
export function chainCondition(condition: Condition): ChainCondition {
  const { operator, base, ifExists, set, key, keyLower, values } = condition;
  const required = loopholeOf(condition) === null;
  return {
    operator,
    base,
    ifExists,
    set,
    key,
    keyLower,
    values: keyLower === 'sts:externalid' ? [] : values,
    required,
  };
}

/** Whether a Deny refuses those of whom it speaks, as far as its conditions go. */
export function judgeRefusal({ conditions }: Refusal, context: KnownContext): ConditionVerdict {
  return judgeConditions(
    conditions.map(({ holds }) => holds),
    context,
    'Deny',
  );
}

/**
 * What a role's session must bring so that none of these Deny statements refuses it: demands, or words where there
 * are no conditions for it. Null where one surely refuses. To break any one condition of a Deny is enough.
 */
export function pastRefusals(
  refusals: readonly Refusal[],
  role: { arn: string; accountId: string; uniqueId: string },
  context: KnownContext,
): { demands: Demand[]; words: string[] } | null {
  const demands: Demand[] = [];
  const words: string[] = [];
  for (const refusal of refusals) {
    const who = speaksOf(refusal, role);
    const when = who === 'none' ? 'stops' : judgeRefusal(refusal, context);
    if (when === 'stops') continue;
    if (who === 'all' && when === 'holds') return null;
    const ways = who === 'all' ? waysPast(refusal, context) : null;
    if (ways === null) words.push(`statement ${refusal.statement + 1} of the trust policy does not deny it`);
    else demands.push({ ways });
  }
  return { demands, words };
}

/** The conditions still open on each way past a Deny that may refuse; null where one has no words. */
function waysPast({ conditions }: Refusal, context: KnownContext): ChainCondition[][] | null {
  const ways = conditions
    .filter(({ holds }) => judgeCondition(holds, context, 'Deny') === 'open')
    .map(({ broken }) => broken?.filter((one) => judgeCondition(one, context) !== 'holds'));
  const named = ways.filter((way) => way !== undefined);
  return named.length === ways.length ? named : null;
}

/** Whether a Deny statement speaks of a role's sessions: of all, of some, or of none. */
function speaksOf(
  { principals: { not, principals, anyone } }: Refusal,
  role: { arn: string; accountId: string; uniqueId: string },
): 'all' | 'some' | 'none' {
  const caller: GrantPrincipal = { kind: 'role', value: role.arn, arn: role.arn, accountId: role.accountId };
  const relations = principals.map((one) =>
    one.kind === 'unique-id' ? (one.value === role.uniqueId ? 'covers' : 'disjoint') : relate(one, caller),
  );
  const named = anyone !== null || relations.includes('covers');
  if (!named && relations.includes('overlaps')) return 'some';
  return named === not ? 'none' : 'all';
}
