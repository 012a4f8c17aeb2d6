import type { Grant } from '../../model/grant.ts';
import { parseJson } from '../../model/json-text.ts';
import { valuesOf } from '../support/marks.ts';

/** A trust policy document, parsed. */
export type TrustDocument = Record<string, unknown>;

/** Condition values by operator and key. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** The trust policy of a role; undefined when it is no JSON object. */
export function trustDocument(text: string): TrustDocument | undefined {
  try {
    const document: unknown = parseJson(text);
    return isObject(document) ? document : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The document with these conditions on whom the grants admit, in place of whatever it says of the same keys. Where a
 * statement admits others too, those whom the grants admit get a statement of their own. Undefined when that cannot
 * be done: someone is admitted by NotPrincipal, or by a name that the statement does not give.
 */
export function withConditions(
  document: TrustDocument,
  grants: readonly Grant[],
  conditions: (grant: Grant) => Conditions,
): TrustDocument | undefined {
  return edited(document, grants, (statement, grant) => [
    { ...statement, Condition: replaced(statement.Condition, conditions(grant)) },
  ]);
}

/**
 * The document without those whom the grants admit. Null when nobody is admitted any more; undefined when it cannot
 * be done, see `withConditions`.
 */
export function withoutGrants(
  document: TrustDocument,
  grants: readonly Grant[],
): TrustDocument | null | undefined {
  const left = edited(document, grants, () => []);
  if (left === undefined) return undefined;
  return statementsOf(left).some((statement) => isObject(statement) && statement.Effect === 'Allow')
    ? left
    : null;
}

type Statement = Record<string, unknown>;

/** Takes those whom the grants admit out of their statements and puts what `edit` makes of them in their place. */
function edited(
  document: TrustDocument,
  grants: readonly Grant[],
  edit: (statement: Statement, grant: Grant) => Statement[],
): TrustDocument | undefined {
  const concerned = new Set(grants.map(({ statement }) => statement));
  const result: unknown[] = [];
  for (const [index, statement] of statementsOf(document).entries()) {
    if (!concerned.has(index)) {
      result.push(statement);
      continue;
    }
    const here = grants.filter((grant) => grant.statement === index);
    const [first] = here;
    const parts = isObject(statement)
      ? divided(statement, new Set(here.map(({ principal }) => principal.value)))
      : undefined;
    if (parts === undefined || first === undefined) return undefined;
    result.push(...parts.others, ...edit(parts.meant, first));
  }
  return { ...document, Statement: result };
}

/** A statement as one for the principals of these values, and one for the others, if there are any. */
function divided(
  statement: Statement,
  values: ReadonlySet<string>,
): { meant: Statement; others: Statement[] } | undefined {
  const { Principal: principal } = statement;
  if (typeof principal === 'string') {
    return values.size === 1 && values.has(principal) ? { meant: statement, others: [] } : undefined;
  }
  if (!isObject(principal)) return undefined;
  const meant = restricted(principal, (value) => values.has(value));
  const others = restricted(principal, (value) => !values.has(value));
  const found = new Set(Object.values(meant).flatMap(valuesOf));
  if ([...values].some((value) => !found.has(value))) return undefined;
  if (Object.keys(others).length === 0) return { meant: statement, others: [] };
  const { Sid: _, ...unnamed } = statement;
  return { meant: { ...unnamed, Principal: meant }, others: [{ ...statement, Principal: others }] };
}

function restricted(
  principal: Record<string, unknown>,
  wanted: (value: string) => boolean,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(principal).flatMap(([type, named]) => {
      const kept = valuesOf(named).filter(wanted);
      if (kept.length === 0) return [];
      return [[type, Array.isArray(named) && kept.length > 1 ? kept : kept.length === 1 ? kept[0] : kept]];
    }),
  );
}

/** The Condition element with these conditions in place of all that it says of the same keys. */
function replaced(element: unknown, conditions: Conditions): Record<string, unknown> {
  const keys = new Set(Object.values(conditions).flatMap((block) => Object.keys(block).map(lower)));
  const merged = new Map<string, Map<string, unknown>>();
  const add = (operator: string, entries: ReadonlyArray<[string, unknown]>) => {
    if (entries.length === 0) return;
    merged.set(operator, new Map([...(merged.get(operator) ?? []), ...entries]));
  };
  for (const [operator, block] of blocksOf(element)) {
    add(
      operator,
      Object.entries(block).filter(([key]) => !keys.has(lower(key))),
    );
  }
  for (const [operator, block] of Object.entries(conditions)) add(operator, Object.entries(block));
  return Object.fromEntries([...merged].map(([operator, block]) => [operator, Object.fromEntries(block)]));
}

function blocksOf(element: unknown): Array<[string, Record<string, unknown>]> {
  return isObject(element)
    ? Object.entries(element).filter((entry): entry is [string, Record<string, unknown>] =>
        isObject(entry[1]),
      )
    : [];
}

function statementsOf({ Statement: statements }: TrustDocument): unknown[] {
  return Array.isArray(statements) ? statements : [statements];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function lower(key: string): string {
  return key.toLowerCase();
}

/** The value of a condition that any of them meets: one alone is written without a list. */
export function oneOrAll(values: readonly string[]): string | string[] {
  const [only, ...others] = values;
  return only === undefined || others.length > 0 ? [...values] : only;
}
