/** AWS answered, and what it said is not what it documents. Who made the call says which it was. */
export class UnusableAnswer extends Error {
  /** The problem in our own words: the SDK adds some to the message of what fails while it reads. */
  readonly problem: string;

  constructor(problem: string) {
    super(problem);
    this.problem = problem;
    this.name = 'UnusableAnswer';
  }
}

/** A value that AWS documents as always there; its absence fails the fact rather than passing as empty. */
export function required<T>(value: T | null | undefined, name: string): T {
  if (value === undefined || value === null) throw new UnusableAnswer(`the service left out ${name}`);
  return value;
}

/** A text that AWS always gives, and that is needed before the fact as a whole is looked at. */
export function requiredText(value: string | null | undefined, name: string): string {
  const text: unknown = required(value, name);
  if (typeof text !== 'string') throw new UnusableAnswer(`${name} is no text`);
  return text;
}

/** A list that AWS leaves out where it is empty. What is no list is not taken for one; what its items are is not asked. */
export function itemsOf<T>(value: readonly T[] | null | undefined, name: string): readonly T[] {
  const list: unknown = value ?? [];
  if (!Array.isArray(list)) throw new UnusableAnswer(`${name} is no list`);
  if (list.some((item) => item === null || item === undefined))
    throw new UnusableAnswer(`${name} has an item that is missing`);
  return list;
}

/** A list of things with members: one without any would be passed over by whoever looks for one of them. */
export function listOf<T extends object>(value: readonly T[] | null | undefined, name: string): readonly T[] {
  const list = itemsOf(value, name);
  if (list.some((item) => typeof item !== 'object' || Array.isArray(item)))
    throw new UnusableAnswer(`${name} has an item that is no object`);
  return list;
}

/** The members of an object that AWS leaves out where it is empty. A text or a list has none. */
export function membersOf<T>(
  value: Readonly<Record<string, T>> | null | undefined,
  name: string,
): Array<[string, T]> {
  const map: unknown = value ?? {};
  if (typeof map !== 'object' || Array.isArray(map)) throw new UnusableAnswer(`${name} is no object`);
  return Object.entries(value ?? {});
}

/** ISO 8601 UTC, or null for a time that AWS did not give. */
export function timeOrNull(value: Date | null | undefined, name: string): string | null {
  if (value === undefined || value === null) return null;
  if (!(value instanceof Date) || Number.isNaN(value.getTime()))
    throw new UnusableAnswer(`${name} is no time`);
  return value.toISOString();
}

/** A time that AWS always gives. */
export function time(value: Date | undefined, name: string): string {
  return required(timeOrNull(value, name), name);
}
