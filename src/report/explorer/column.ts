import { type ShownText, visible } from '../visible.ts';

/** What one row shows in one column. */
export interface Cell {
  text: string;
  /** A second, smaller line. */
  under?: string;
  /** Not shown, and found by a search all the same. */
  hidden?: string;
  /** What to sort by instead of the text; numbers before texts. */
  sort?: string | number;
}

/**
 * One column of a table: every different cell once, in the order of sorting, and for each row the index of its cell. So
 * a search looks at each different text once, and sorting rows is counting.
 */
export type Column = {
  values: ShownText[];
  unders?: ShownText[];
  hidden?: ShownText[];
  codes: number[];
};

/** The column of these rows, its texts free of invisible characters. */
export function columnOf<T>(rows: readonly T[], cellOf: (row: T) => Cell): Column {
  const keys = rows.map((row) => keyOf(cellOf(row)));
  const cells = new Map<string, Cell>();
  for (const [index, row] of rows.entries()) {
    const key = keys[index] ?? '';
    if (!cells.has(key)) cells.set(key, cellOf(row));
  }
  const sorted = [...cells].sort(([a, left], [b, right]) => compareCells(left, right) || compare(a, b));
  const codes = new Map(sorted.map(([key], code) => [key, code]));
  const texts = (part: 'under' | 'hidden') => sorted.map(([, cell]) => visible(cell[part] ?? ''));
  const has = (part: 'under' | 'hidden') => sorted.some(([, cell]) => cell[part] !== undefined);
  return {
    values: sorted.map(([, { text }]) => visible(text)),
    ...(has('under') ? { unders: texts('under') } : {}),
    ...(has('hidden') ? { hidden: texts('hidden') } : {}),
    codes: keys.map((key) => codes.get(key) ?? 0),
  };
}

function keyOf({ text, under, hidden, sort }: Cell): string {
  return JSON.stringify([text, under, hidden, sort]);
}

/** Texts without regard to case, by code unit: the same on every machine, whatever its language. */
function compareCells(a: Cell, b: Cell): number {
  return compare(sortKey(a), sortKey(b));
}

function sortKey({ sort, text }: Cell): string | number {
  return sort ?? text.toLowerCase();
}

function compare(a: string | number, b: string | number): number {
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
