import type { Grant, GrantCondition } from '../../model/grant.ts';
import { jsonPointer } from '../../model/json-pointer.ts';
import { partText } from '../../model/json-text.ts';

/** What of a trust policy's statements is to blame: whom a grant admits, some of its conditions, or both. */
export interface Blame {
  /** Left out, the principals are to blame. */
  principals?: boolean;
  conditions?(condition: GrantCondition): boolean;
  /** Statements to show besides, that give the grants no conditions. */
  also?: readonly number[];
}

/** JSON Pointers into one statement of a trust policy, to the parts of it that these grants are to blame for. */
export function statementMarks(
  statement: unknown,
  number: number,
  grants: readonly Grant[],
  { principals = true, conditions = () => false }: Blame,
): string[] {
  if (!isObject(statement)) return [];
  const here = grants.filter((grant) => grant.statement === number);
  const values = new Set(here.map(({ principal }) => principal.value));
  const blamed = grants
    .flatMap((grant) => grant.conditions)
    .filter((condition) => condition.statement === number && conditions(condition));
  return [
    ...new Set([
      ...(principals && here.length > 0 ? principalMarks(statement, values) : []),
      ...conditionMarks(statement, blamed),
    ]),
  ];
}

/** The principals of these values, each by its own pointer; the whole element where none is found by its value. */
function principalMarks(statement: Record<string, unknown>, values: ReadonlySet<string>): string[] {
  if (statement.Principal === undefined) return statement.NotPrincipal === undefined ? [] : ['/NotPrincipal'];
  const { Principal: principal } = statement;
  if (!isObject(principal)) return ['/Principal'];
  const found = Object.entries(principal).flatMap(([type, named]) =>
    valueMarks(jsonPointer('Principal', type), named, (value) => values.has(value)),
  );
  return found.length > 0 ? found : ['/Principal'];
}

/** Pointers to the values, one or a list of them, for which `wanted` holds. */
export function valueMarks(at: string, values: unknown, wanted: (value: string) => boolean): string[] {
  if (!Array.isArray(values)) return wanted(partText(values)) ? [at] : [];
  return values.flatMap((value, index) => (wanted(partText(value)) ? [`${at}${jsonPointer(index)}`] : []));
}

/** One value or a list of them as a list of texts. */
export function valuesOf(values: unknown): string[] {
  return (Array.isArray(values) ? values : [values]).map(partText);
}

/**
 * Where the conditions stand in the statement, by key whatever their operator: those that a Deny gives rise to are
 * negated. An operator of which nothing else is left over is marked with its key.
 */
function conditionMarks(statement: unknown, conditions: readonly GrantCondition[]): string[] {
  if (!isObject(statement) || !isObject(statement.Condition)) return [];
  const operators = new Set(
    conditions.filter(({ origin }) => origin === 'allow').map(({ operator }) => operator),
  );
  const keys = new Set(conditions.map(({ keyLower }) => keyLower));
  const isDeny = statement.Effect === 'Deny';
  return Object.entries(statement.Condition).flatMap(([operator, block]) => {
    if (!isObject(block) || !(isDeny || operators.has(operator))) return [];
    const blamed = Object.keys(block).filter((key) => keys.has(key.toLowerCase()));
    const isAll = blamed.length > 0 && blamed.length === Object.keys(block).length;
    return isAll
      ? [jsonPointer('Condition', operator)]
      : blamed.map((key) => jsonPointer('Condition', operator, key));
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
