import { Numbers } from '../../model/numbers.ts';
import { Pool } from '../../model/pool.ts';
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

/** A column made row by row: it keeps each different cell once, and a number a row. */
export class ColumnBuilder {
  #cells = new Pool<Cell>();
  #rows = new Numbers();
  readonly #sortOf: (text: string) => string | number;

  /** @param sortOf what to sort by instead of the text, where that follows from the text */
  constructor(sortOf = (text: string): string | number => text.toLowerCase()) {
    this.#sortOf = sortOf;
  }

  /** The number of the cell in the order of coming; of a new one it is as many as there were before. */
  add({ text, under, hidden, sort }: Cell): number {
    const number = this.#cells.add({
      text,
      ...(under !== undefined && { under }),
      ...(hidden !== undefined && { hidden }),
      ...(sort !== undefined && { sort }),
    });
    this.#rows.add(number);
    return number;
  }

  /** How many different cells there are. */
  get size(): number {
    return this.#cells.size;
  }

  /** For each cell in the order of coming, its place in the order of sorting. */
  places(): Uint32Array {
    return placesOf(this.#sorted());
  }

  /** For each row, the place of its cell in the order of sorting. */
  ranks(): Uint32Array {
    return ranksOf(this.#rows, this.places());
  }

  /**
   * The column, once: what it was made from is let go with it.
   *
   * @param order the rows, in the order that the table has them; by default as they came
   */
  column(order?: Uint32Array): Column {
    const sorted = this.#sorted();
    const ranks = ranksOf(this.#rows, placesOf(sorted));
    const unders = this.#texts(sorted, 'under');
    const hidden = this.#texts(sorted, 'hidden');
    const column: Column = {
      values: Array.from(sorted, (number) => visible(this.#cells.at(number).text)),
      ...(unders && { unders }),
      ...(hidden && { hidden }),
      codes: order === undefined ? [...ranks] : Array.from(order, (row) => ranks[row] ?? 0),
    };
    this.#cells = new Pool();
    this.#rows = new Numbers();
    return column;
  }

  /** What each cell has of the part; undefined where none has it. */
  #texts(sorted: Uint32Array, part: 'under' | 'hidden'): ShownText[] | undefined {
    const texts = Array.from(sorted, (number) => this.#cells.at(number)[part]);
    return texts.some((text) => text !== undefined) ? texts.map((text = '') => visible(text)) : undefined;
  }

  /** The numbers of the cells, in the order of sorting. Texts without regard to case, by code unit: the same on every machine, whatever its language. */
  #sorted(): Uint32Array {
    const keys = Array.from(this.#cells, ({ text, sort }) => sort ?? this.#sortOf(text));
    return Uint32Array.from(keys, (_, number) => number).sort(
      (a, b) => compare(keys[a] ?? '', keys[b] ?? '') || compare(this.#keyOf(a), this.#keyOf(b)),
    );
  }

  /** What tells cells apart that are sorted by the same. */
  #keyOf(number: number): string {
    const { text, under, hidden, sort } = this.#cells.at(number);
    return JSON.stringify([text, under, hidden, sort]);
  }
}

/** For each number its place among them. */
function placesOf(sorted: Uint32Array): Uint32Array {
  const places = new Uint32Array(sorted.length);
  for (const [place, number] of sorted.entries()) places[number] = place;
  return places;
}

function ranksOf(rows: Numbers, places: Uint32Array): Uint32Array {
  return Uint32Array.from({ length: rows.length }, (_, row) => places[rows.at(row)] ?? 0);
}

function compare(a: string | number, b: string | number): number {
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
