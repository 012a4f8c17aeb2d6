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

/**
 * A column made row by row: it keeps each different cell once, free of invisible characters, and a number a row. Of tens
 * of thousands of rows each may have a cell of its own: one of nothing but a text is kept as that text.
 */
export class ColumnBuilder {
  readonly #texts = new Map<string, number>();
  readonly #others = new Map<string, number>();
  readonly #cells: Array<string | Cell> = [];
  readonly #sortOf: (text: string) => string | number;
  #codes = new Uint32Array(64);
  #rows = 0;

  /** @param sortOf what to sort by instead of the text, where that follows from the text */
  constructor(sortOf = (text: string): string | number => text.toLowerCase()) {
    this.#sortOf = sortOf;
  }

  /** The number of the cell in the order of coming; of a new one it is as many as there were before. */
  add(cell: Cell): number {
    const isText = cell.under === undefined && cell.hidden === undefined && cell.sort === undefined;
    const [known, key] = isText ? [this.#texts, cell.text] : [this.#others, keyOf(cell)];
    const code = known.get(key) ?? this.#cells.length;
    if (code === this.#cells.length) {
      known.set(key, code);
      this.#cells.push(isText ? cell.text : cell);
    }
    if (this.#rows === this.#codes.length) {
      const codes = new Uint32Array(this.#rows * 2);
      codes.set(this.#codes);
      this.#codes = codes;
    }
    this.#codes[this.#rows] = code;
    this.#rows += 1;
    return code;
  }

  /** How many different cells there are. */
  get size(): number {
    return this.#cells.length;
  }

  /** For each cell in the order of coming, its place in the order of sorting. */
  places(): number[] {
    return placesOf(this.#sorted());
  }

  /**
   * @param order the rows, in the order that the table has them; by default as they came
   */
  column(order?: readonly number[]): Column {
    const sorted = this.#sorted();
    const places = placesOf(sorted);
    const cells = Array.from(sorted, (code) => this.#cell(code));
    const texts = (part: 'under' | 'hidden') => cells.map((cell) => visible(cell[part] ?? ''));
    const has = (part: 'under' | 'hidden') => cells.some((cell) => cell[part] !== undefined);
    const placeOf = (row: number) => places[this.#codes[row] ?? 0] ?? 0;
    return {
      values: cells.map(({ text }) => visible(text)),
      ...(has('under') ? { unders: texts('under') } : {}),
      ...(has('hidden') ? { hidden: texts('hidden') } : {}),
      codes:
        order === undefined
          ? Array.from({ length: this.#rows }, (_, row) => placeOf(row))
          : order.map(placeOf),
    };
  }

  #cell(code: number): Cell {
    const cell = this.#cells[code] ?? '';
    return typeof cell === 'string' ? { text: cell } : cell;
  }

  /** The numbers of the cells, in the order of sorting. Texts without regard to case, by code unit: the same on every machine, whatever its language. */
  #sorted(): Uint32Array {
    const keys = this.#cells.map((_, code) => {
      const { text, sort } = this.#cell(code);
      return sort ?? this.#sortOf(text);
    });
    return Uint32Array.from(keys, (_, code) => code).sort(
      (a, b) => compare(keys[a] ?? '', keys[b] ?? '') || compare(keyOf(this.#cell(a)), keyOf(this.#cell(b))),
    );
  }
}

function placesOf(sorted: Uint32Array): number[] {
  const places = new Array<number>(sorted.length).fill(0);
  for (const [place, code] of sorted.entries()) places[code] = place;
  return places;
}

function keyOf({ text, under, hidden, sort }: Cell): string {
  return JSON.stringify([text, under, hidden, sort]);
}

function compare(a: string | number, b: string | number): number {
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
