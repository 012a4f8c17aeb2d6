import { type Condition, isKnownOperator } from '../operators.ts';
import { conditionHolds } from '../request-conditions.ts';
import type { EffectivePermissions, PlacedStatement } from './effective.ts';

/** What is certain of a request: values of condition keys in lower case; no values where it carries no such key. */
export type KnownKeys = ReadonlyMap<string, readonly string[]>;

/**
 * The statements that can apply to a request of which this much is known, with the conditions that are still open.
 * The same for Allow, Deny and boundary, so that a right has one verdict however it is written.
 */
export function settled(permissions: EffectivePermissions, known: KnownKeys): EffectivePermissions {
  const { allows, denies, boundary } = permissions;
  const speaks = ({ conditions }: PlacedStatement) => conditions.some((one) => isKnown(one, known));
  if (![allows, denies, boundary ?? []].some((statements) => statements.some(speaks))) return permissions;
  const settle = (statements: readonly PlacedStatement[]) =>
    statements.flatMap((statement) => {
      const { conditions } = statement;
      if (!speaks(statement)) return [statement];
      if (conditions.some((one) => isKnown(one, known) && !holds(one, known))) return [];
      return [{ ...statement, conditions: conditions.filter((one) => !isKnown(one, known)) }];
    });
  return {
    ...permissions,
    allows: settle(allows),
    denies: settle(denies),
    boundary: boundary === null ? null : settle(boundary),
  };
}

/** A condition whose values name policy variables stays open. */
function isKnown({ keyLower, base, values }: Condition, known: KnownKeys): boolean {
  return known.has(keyLower) && isKnownOperator(base) && !values.some((value) => value.includes('${'));
}

function holds({ operator, keyLower, values }: Condition, known: KnownKeys): boolean {
  return conditionHolds(operator, keyLower, values, known);
}

/** The values that statements ask of a key, or refuse. */
export function valuesAsked({ allows, denies, boundary }: EffectivePermissions, keyLower: string): string[] {
  const statements = [...allows, ...denies, ...(boundary ?? [])];
  const conditions = statements.flatMap((statement) => statement.conditions);
  return [...new Set(conditions.filter((one) => one.keyLower === keyLower).flatMap(({ values }) => values))];
}
