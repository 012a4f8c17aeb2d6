import { z } from 'zod';

/**
 * A list that grows with the fleet, and need not be in memory: it is gone through in order, from its beginning, as often
 * as wanted. Arrays are rows; what comes from disk is read anew each time. So whoever asks goes through them seldom, keeps
 * what is compact, and takes `[...rows]` of nothing that is long.
 */
export interface Rows<T> extends Iterable<T> {
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
