import { queryObjects } from 'node:v8';
import type { Rows } from '../../src/model/rows.ts';

/** Rows that are made as they are asked for, each time other ones. */
abstract class LazyRows<T> implements Rows<T> {
  abstract [Symbol.iterator](): Iterator<T>;

  get length(): number {
    return [...this].length;
  }

  map<U>(make: (row: T) => U): Rows<U> {
    return new DerivedRows(this, (row) => [make(row)]);
  }

  filter(isOne: (row: T) => unknown): Rows<T> {
    return new DerivedRows(this, (row) => (isOne(row) ? [row] : []));
  }

  flatMap<U>(make: (row: T) => U | readonly U[]): Rows<U> {
    return new DerivedRows(this, (row) => [make(row)].flat() as U[]);
  }

  slice(from: number, to: number): T[] {
    return [...this].slice(from, to);
  }

  at(index: number): T | undefined {
    return [...this].at(index);
  }

  find(isOne: (row: T) => unknown): T | undefined {
    return [...this].find(isOne);
  }

  some(isOne: (row: T) => unknown): boolean {
    return [...this].some(isOne);
  }

  every(isOne: (row: T) => unknown): boolean {
    return [...this].every(isOne);
  }
}

class DerivedRows<T, U> extends LazyRows<U> {
  readonly #rows: Iterable<T>;
  readonly #make: (row: T) => readonly U[];

  constructor(rows: Iterable<T>, make: (row: T) => readonly U[]) {
    super();
    this.#rows = rows;
    this.#make = make;
  }

  *[Symbol.iterator](): Iterator<U> {
    for (const row of this.#rows) yield* this.#make(row);
  }
}

/** Rows as they come from disk: nobody holds them but whoever keeps them. Counts how often they are gone through. */
export class CountedRows<T extends object> extends LazyRows<T> {
  /** Times that they were gone through, in full or in part. */
  passes = 0;
  /** Called when they were gone through to the end, with how many rows of all such lists somebody holds on to. */
  whenThrough: ((kept: number) => void) | undefined;
  readonly #lines: readonly string[];
  readonly #Row: new () => object;

  /**
   * @param Row by this are rows of lists that are counted together told from all other objects in the heap
   */
  constructor(rows: Iterable<T>, Row: new () => object) {
    super();
    this.#Row = Row;
    this.#lines = Array.from(rows, (row) => JSON.stringify(row));
  }

  override get length(): number {
    return this.#lines.length;
  }

  /** By its place a row is read alone, which is no pass. */
  override at(index: number): T | undefined {
    const line = this.#lines.at(index);
    return line === undefined ? undefined : this.#row(line);
  }

  #row(line: string): T {
    return Object.setPrototypeOf(JSON.parse(line), this.#Row.prototype);
  }

  *[Symbol.iterator](): Iterator<T> {
    this.passes += 1;
    for (const line of this.#lines) yield this.#row(line);
    // Takes out of the heap first what nobody holds, which takes its time.
    this.whenThrough?.(queryObjects(this.#Row, { format: 'count' }));
  }
}
