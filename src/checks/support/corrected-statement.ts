import type { CheckContext } from '../../model/check.ts';
import { resolvePointer } from '../../model/json-pointer.ts';
import type { JudgedRole } from './judged-role.ts';

/** Condition values by operator and key. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/**
 * One statement of a role's trust policy as JSON to paste, with these conditions in place of whatever it says of the
 * same keys. External IDs that stay are shown as the report shows them. Undefined for a statement that cannot be
 * corrected by conditions alone.
 */
export function correctedStatement(
  { role }: Pick<JudgedRole, 'role'>,
  statement: number,
  conditions: Conditions,
  context: Pick<CheckContext, 'showExternalId'>,
): string | undefined {
  const element = statementOf(role.trustPolicy, statement);
  if (!isObject(element) || element.NotPrincipal !== undefined) return undefined;
  const replaced = new Set(Object.values(conditions).flatMap((block) => Object.keys(block).map(lower)));
  const kept = blocks(element.Condition).map(
    ([operator, block]) =>
      [operator, Object.entries(block).filter(([key]) => !replaced.has(lower(key)))] as const,
  );
  const merged = new Map<string, Map<string, unknown>>();
  for (const [operator, entries] of [...kept, ...blocks(conditions).map(entriesOf)]) {
    if (entries.length === 0) continue;
    const block = merged.get(operator) ?? new Map<string, unknown>();
    for (const [key, value] of entries)
      block.set(key, isExternalId(key) ? shown(operator, value, context) : value);
    merged.set(operator, block);
  }
  const condition = Object.fromEntries(
    [...merged].map(([operator, block]) => [operator, Object.fromEntries(block)]),
  );
  return JSON.stringify({ ...element, Condition: condition }, null, 2);
}

/**
 * A placeholder stays as it is, and so does whether there is to be an external ID; one in force appears only as far as
 * the report shows it.
 */
function shown(operator: string, value: unknown, context: Pick<CheckContext, 'showExternalId'>): unknown {
  if (Array.isArray(value)) return value.map((one) => shown(operator, one, context));
  if (value === null) return null;
  if (isObject(value)) {
    const members = Object.entries(value).map(([key, inner]) => [key, shown(operator, inner, context)]);
    return Object.fromEntries(members);
  }
  const text = String(value);
  const isPresence = lower(operator) === 'null' && /^(?:true|false)$/i.test(text);
  return isPresence || text.startsWith('<') ? value : context.showExternalId(text);
}

function statementOf(document: string, statement: number): unknown {
  const statements = resolvePointer(document, '/Statement');
  return Array.isArray(statements) ? statements[statement] : statements;
}

function entriesOf([operator, block]: readonly [string, Record<string, unknown>]) {
  return [operator, Object.entries(block)] as const;
}

function blocks(condition: unknown): Array<[string, Record<string, unknown>]> {
  return isObject(condition)
    ? Object.entries(condition).filter((entry): entry is [string, Record<string, unknown>] =>
        isObject(entry[1]),
      )
    : [];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isExternalId(key: string): boolean {
  return lower(key) === 'sts:externalid';
}

function lower(key: string): string {
  return key.toLowerCase();
}
