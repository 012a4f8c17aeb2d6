import { conditionOf, isNegatedOperator } from '../operators.ts';
import { ipRange } from '../values.ts';

type Json = Record<string, unknown>;

/**
 * Whether a policy surely lets in nobody whom another one does not: it has its Deny statements, and each of its
 * Allow statements is one of the other's with fewer principals or more conditions. It goes by how policies are written,
 * and rests on nothing that reads them; in doubt the answer is no.
 */
export function isNoWider(after: unknown, before: unknown): boolean {
  const [then, now] = [statementsOf(after), statementsOf(before)];
  if (then === undefined || now === undefined || versionOf(after) !== versionOf(before)) return false;
  const isDeny = ({ Effect }: Json) => Effect !== 'Allow';
  return (
    now.filter(isDeny).every((deny) => then.some((one) => isDeny(one) && written(one) === written(deny))) &&
    then
      .filter((statement) => !isDeny(statement))
      .every((statement) => now.some((one) => !isDeny(one) && isPartOf(statement, one)))
  );
}

function statementsOf(document: unknown): Json[] | undefined {
  if (!isObject(document)) return undefined;
  const { Statement } = document;
  const statements = Array.isArray(Statement) ? Statement : [Statement];
  return statements.every(isObject) ? statements : undefined;
}

function versionOf(document: unknown): unknown {
  return isObject(document) ? document.Version : undefined;
}

function isPartOf(statement: Json, whole: Json): boolean {
  const { Sid: _sid, Principal: some, Condition: more, ...rest } = statement;
  const { Sid: _other, Principal: all, Condition: fewer, ...same } = whole;
  return written(rest) === written(same) && names(some, all) && demands(more, fewer);
}

/** Whether all principals of one element stand in the other too. */
function names(some: unknown, all: unknown): boolean {
  if (!isObject(some) || !isObject(all)) return written(some) === written(all);
  return Object.entries(some).every(([type, named]) => {
    const known = listOf(Object.hasOwn(all, type) ? all[type] : []).map(written);
    return listOf(named).every((one) => known.includes(written(one)));
  });
}

/** Whether one Condition element asks for all that the other asks for, or for more. */
function demands(more: unknown, fewer: unknown): boolean {
  const asked = conditionsOf(more);
  return conditionsOf(fewer).every((condition) => asked.some((one) => implies(one, condition)));
}

interface Asked {
  operator: string;
  key: string;
  values: unknown[];
}

function conditionsOf(element: unknown): Asked[] {
  if (element === undefined) return [];
  if (!isObject(element)) return [{ operator: '', key: '', values: [element] }];
  return Object.entries(element).flatMap(([operator, block]) =>
    isObject(block)
      ? Object.entries(block).map(([key, values]) => ({ operator, key, values: listOf(values) }))
      : [{ operator, key: '', values: [block] }],
  );
}

/** Whether each request that meets the one meets the other as well. */
function implies(one: Asked, other: Asked): boolean {
  if (one.key.toLowerCase() !== other.key.toLowerCase()) return false;
  if (one.operator === other.operator && written(one.values) === written(other.values)) return true;
  const [strict, lax] = [one, other].map(({ operator, key }) => conditionOf(operator, key, []));
  if (strict === undefined || lax === undefined || strict.base !== lax.base || strict.set !== lax.set)
    return false;
  if (strict.ifExists && !lax.ifExists) return false;
  if (isNegatedOperator(lax.base) || lax.base === 'Null')
    return written(one.values) === written(other.values);
  const within = (value: unknown) =>
    other.values.some((wider) => written(wider) === written(value) || isRangeWithin(lax.base, value, wider));
  return one.values.length > 0 && one.values.every(within);
}

function isRangeWithin(base: string, value: unknown, wider: unknown): boolean {
  if (base !== 'IpAddress' || typeof value !== 'string' || typeof wider !== 'string') return false;
  const [inner, outer] = [ipRange(value), ipRange(wider)];
  if (inner === undefined || outer === undefined) return false;
  return inner[0].kind() === outer[0].kind() && inner[1] >= outer[1] && inner[0].match(outer);
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

function written(value: unknown): string {
  return JSON.stringify(value) ?? '';
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
