import { z } from 'zod';

/**
 * A list that grows with the fleet, and need not be in memory: it is gone through in order, from its beginning, as often
 * as wanted. Arrays are rows; what comes from disk is read anew each time. So whoever asks goes through them seldom, keeps
 * what is compact, and takes `[...rows]` of nothing that is long.
 */
export interface Rows<T> extends Iterable<T> {
  /** Of what `filter` and `flatMap` give, counted when it is first asked for. */
  readonly length: number;
  /** Each made into something else, anew whenever they are gone through. */
  map<U>(make: (row: T) => U): Rows<U>;
  filter(isOne: (row: T) => unknown): Rows<T>;
  flatMap<U>(make: (row: T) => U | readonly U[]): Rows<U>;
  /** Some of them, for good. */
  slice(from: number, to: number): T[];
  at(index: number): T | undefined;
  find(isOne: (row: T) => unknown): T | undefined;
  some(isOne: (row: T) => unknown): boolean;
  every(isOne: (row: T) => unknown): boolean;
}

/** What a document holds as a list and whoever reads it goes through as rows. */
export function rowsOf<S extends z.ZodType>(item: S): z.ZodType<Rows<z.output<S>>> {
  return z.array(item);
}

/** Where rows come from that are not in memory. */
export interface RowSource<T> {
  read(): Iterator<T>;
  /** Absent where that takes going through them. */
  length?: number;
  /** The row at a place that there is; absent where that takes going through those before it. */
  at?(index: number): T;
}

export function rowsFrom<T>(source: RowSource<T>): Rows<T> {
  return new ReadRows(source);
}

/** All rows of the first, then all of the second, and so on. */
export function joinedRows<T>(parts: ReadonlyArray<Rows<T>>): Rows<T> {
  const [only, ...others] = parts.filter((part) => part.length > 0);
  if (only === undefined) return [];
  if (others.length === 0) return only;
  // What is in memory stays an array.
  if (parts.every((part) => Array.isArray(part))) return parts.flatMap((part) => [...part]);
  return rowsFrom({
    *read() {
      for (const part of parts) yield* part;
    },
    length: parts.reduce((sum, part) => sum + part.length, 0),
    at(index) {
      let before = 0;
      for (const part of parts) {
        if (index < before + part.length) return part.at(index - before) as T;
        before += part.length;
      }
      throw new RangeError(`There is no row ${index}.`);
    },
  });
}

/** The rows under the key of each, in their order, by where they stand: none of them stays in memory. */
export function groupedRows<T>(rows: Rows<T>, key: (row: T) => string): Map<string, Rows<T>> {
  const places = new Map<string, number[]>();
  let index = 0;
  for (const row of rows) {
    const own = key(row);
    const known = places.get(own);
    if (known === undefined) places.set(own, [index]);
    else known.push(index);
    index += 1;
  }
  return new Map(
    [...places].map(([own, indexes]): [string, Rows<T>] => [
      own,
      Array.isArray(rows) ? indexes.map((place) => rows[place]) : picked(rows, indexes),
    ]),
  );
}

/** The rows in the order of their keys, by where they stand: of each the key alone stays in memory. What is equal stays in its order. */
export function sortedRows<T>(
  rows: Rows<T>,
  key: (row: T) => string,
  compare: (a: string, b: string) => number,
): Rows<T> {
  if (Array.isArray(rows)) return [...rows].sort((a, b) => compare(key(a), key(b)));
  const keys = Array.from(rows, key);
  const order = keys.map((_, index) => index).sort((a, b) => compare(keys[a] ?? '', keys[b] ?? ''));
  return picked(rows, order);
}

function picked<T>(rows: Rows<T>, indexes: readonly number[]): Rows<T> {
  return rowsFrom({
    *read() {
      for (const place of indexes) yield rows.at(place) as T;
    },
    length: indexes.length,
    at: (index) => rows.at(indexes[index] ?? -1) as T,
  });
}

/** Takes rows one after the other, to be gone through later. */
export interface Keeper<T> {
  add(row: T): void;
  /** Those taken until now. */
  rows(): Rows<T>;
}

/**
 * Where rows are kept that need not be in memory. What is kept is plain data, and comes back as JSON brings it.
 */
export type Keeping = <T>() => Keeper<T>;

export function inMemory<T>(): Keeper<T> {
  const all: T[] = [];
  return { add: (row) => all.push(row), rows: () => all };
}

export function kept<T>(rows: Iterable<T>, keeping: Keeping): Rows<T> {
  const keeper = keeping<T>();
  for (const row of rows) keeper.add(row);
  return keeper.rows();
}

/** Keeps rows in parts, so that they come part by part, in the order of the parts; within one, as they were added. */
export function keptInParts<T>(
  keeping: Keeping,
  partOf: (row: T) => string,
  compare: (a: string, b: string) => number,
): Keeper<T> {
  const parts = new Map<string, Keeper<T>>();
  return {
    add(row) {
      const name = partOf(row);
      const part = parts.get(name) ?? keeping<T>();
      parts.set(name, part);
      part.add(row);
    },
    rows: () => joinedRows([...parts].sort(([a], [b]) => compare(a, b)).map(([, part]) => part.rows())),
  };
}

class ReadRows<T> implements Rows<T> {
  readonly #source: RowSource<T>;
  #length: number | undefined;

  constructor(source: RowSource<T>) {
    this.#source = source;
    this.#length = source.length;
  }

  get length(): number {
    if (this.#length === undefined) {
      let count = 0;
      for (const _ of this) count += 1;
      this.#length = count;
    }
    return this.#length;
  }

  [Symbol.iterator](): Iterator<T> {
    return this.#source.read();
  }

  map<U>(make: (row: T) => U): Rows<U> {
    const { at, length } = this.#source;
    const rows = this;
    return rowsFrom<U>({
      *read() {
        for (const row of rows) yield make(row);
      },
      ...(length === undefined ? {} : { length }),
      ...(at === undefined ? {} : { at: (index) => make(at(index)) }),
    });
  }

  filter(isOne: (row: T) => unknown): Rows<T> {
    const rows = this;
    return rowsFrom<T>({
      *read() {
        for (const row of rows) if (isOne(row)) yield row;
      },
    });
  }

  flatMap<U>(make: (row: T) => U | readonly U[]): Rows<U> {
    const rows = this;
    return rowsFrom<U>({
      *read() {
        for (const row of rows) {
          const made = make(row);
          if (Array.isArray(made)) yield* made;
          else yield made as U;
        }
      },
    });
  }

  slice(from: number, to: number): T[] {
    const some: T[] = [];
    let index = 0;
    if (to > from)
      for (const row of this) {
        if (index >= from) some.push(row);
        index += 1;
        if (index >= to) break;
      }
    return some;
  }

  at(index: number): T | undefined {
    const { at } = this.#source;
    const place = index < 0 ? this.length + index : index;
    if (place < 0 || (at !== undefined && place >= this.length)) return undefined;
    return at === undefined ? this.slice(place, place + 1)[0] : at(place);
  }

  find(isOne: (row: T) => unknown): T | undefined {
    for (const row of this) if (isOne(row)) return row;
    return undefined;
  }

  some(isOne: (row: T) => unknown): boolean {
    for (const row of this) if (isOne(row)) return true;
    return false;
  }

  every(isOne: (row: T) => unknown): boolean {
    return !this.some((row) => !isOne(row));
  }

  toJSON(): T[] {
    return [...this];
  }
}
