import type { OpenValue } from './open-value.ts';

type List = Extract<OpenValue, { kind: 'list' }>;
type Members<T> = ReadonlyMap<string, T>;

/** What any of several values of which may stand in one statement, or each in one of its own. */
const MERGED = ['action', 'resource'] as const;

/**
 * A declared document in which statements that differ in their actions or resources alone are one. Values of which
 * nothing is known count as the same, since they may be.
 */
export function mergedDeclared(document: OpenValue): OpenValue {
  if (document.kind !== 'object') return document;
  const members = [...document.members].map(([name, value]): [string, OpenValue] => {
    if (name.toLowerCase() !== 'statement' || value.kind !== 'list') return [name, value];
    const certain = value.items.flatMap(({ value: one, sure }) =>
      sure && one.kind === 'object' ? [one.members] : [],
    );
    const others = value.items.filter(({ value: one, sure }) => !sure || one.kind !== 'object');
    const merged = mergedStatements(certain, together).map((one) => ({
      value: { kind: 'object', members: one } satisfies OpenValue,
      sure: true,
    }));
    return [name, { ...value, items: [...merged, ...others] }];
  });
  return { kind: 'object', members: new Map(members) };
}

/** The same of a document in force. */
export function mergedLive(document: unknown): unknown {
  if (!isObject(document)) return document;
  return Object.fromEntries(
    Object.entries(document).map(([name, value]) => {
      if (name.toLowerCase() !== 'statement' || !Array.isArray(value)) return [name, value];
      const statements = value.filter(isObject).map((one) => new Map<string, unknown>(Object.entries(one)));
      const merged = mergedStatements(statements, (...values) => values.flat()).map((one) =>
        Object.fromEntries(one),
      );
      return [name, [...merged, ...value.filter((one) => !isObject(one))]];
    }),
  );
}

function mergedStatements<T>(
  statements: ReadonlyArray<Members<T>>,
  join: (one: T, other: T) => T,
): Array<Members<T>> {
  return MERGED.reduce<Array<Members<T>>>((all, member) => mergedBy(member, all, join), [...statements]);
}

function mergedBy<T>(
  member: string,
  statements: ReadonlyArray<Members<T>>,
  join: (one: T, other: T) => T,
): Array<Members<T>> {
  const byRest = new Map<string, Members<T>>();
  for (const statement of statements) {
    const isMerged = (name: string) => name.toLowerCase() === member;
    const rest = [...statement].filter(([name]) => !isMerged(name) && !/^(?:sid|id)$/i.test(name));
    const key = JSON.stringify(rest.sort(), (_, value) => (value instanceof Map ? [...value].sort() : value));
    const known = byRest.get(key);
    const [name, value] = [...statement].find(([one]) => isMerged(one)) ?? [];
    const [, before] = [...(known ?? [])].find(([one]) => isMerged(one)) ?? [];
    if (known === undefined) byRest.set(key, statement);
    else if (name !== undefined && value !== undefined && before !== undefined)
      byRest.set(key, new Map([...rest, [name, join(before, value)]]));
    // Without any, it says the same as the other, or cannot be told from here.
    else byRest.set(`${key} ${byRest.size}`, statement);
  }
  return [...byRest.values()];
}

function together(...values: OpenValue[]): OpenValue {
  const lists = values.map(
    (value): List =>
      value.kind === 'list' ? value : { kind: 'list', items: [{ value, sure: true }], open: false },
  );
  return {
    kind: 'list',
    items: lists.flatMap(({ items }) => items),
    open: lists.some(({ open }) => open),
  };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
