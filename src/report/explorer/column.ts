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

/** A column made row by row: it keeps each different cell once, free of invisible characters, and a number a row. */
export class ColumnBuilder {
  readonly #cells = new Map<string, { cell: Cell; code: number }>();
  readonly #codes: number[] = [];

  /** The number of the cell in the order of coming; of a new one it is as many as there were before. */
  add(cell: Cell): number {
    const key = keyOf(cell);
    const known = this.#cells.get(key);
    const code = known?.code ?? this.#cells.size;
    if (known === undefined) this.#cells.set(key, { cell, code });
    this.#codes.push(code);
    return code;
  }

  /** How many different cells there are. */
  get size(): number {
    return this.#cells.size;
  }

  /** For each cell in the order of coming, its place in the order of sorting. */
  places(): number[] {
    const places: number[] = [];
    for (const [place, { code }] of this.#sorted().entries()) places[code] = place;
    return places;
  }

  /**
   * @param order the rows, in the order that the table has them; by default as they came
   */
  column(order?: readonly number[]): Column {
    const sorted = this.#sorted();
    const places = this.places();
    const texts = (part: 'under' | 'hidden') => sorted.map(({ cell }) => visible(cell[part] ?? ''));
    const has = (part: 'under' | 'hidden') => sorted.some(({ cell }) => cell[part] !== undefined);
    const placeOf = (code: number | undefined) => places[code ?? 0] ?? 0;
    return {
      values: sorted.map(({ cell }) => visible(cell.text)),
      ...(has('under') ? { unders: texts('under') } : {}),
      ...(has('hidden') ? { hidden: texts('hidden') } : {}),
      codes: order === undefined ? this.#codes.map(placeOf) : order.map((row) => placeOf(this.#codes[row])),
    };
  }

  #sorted(): Array<{ cell: Cell; code: number }> {
    return [...this.#cells]
      .sort(([a, left], [b, right]) => compareCells(left.cell, right.cell) || compare(a, b))
      .map(([, entry]) => entry);
  }
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
