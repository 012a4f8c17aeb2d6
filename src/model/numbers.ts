/** Whole numbers by the hundred thousand, four bytes each, or eight where they may be 2³² or more. */
export class Numbers {
  length = 0;
  readonly #Kind: typeof Uint32Array | typeof Float64Array;
  #all: Uint32Array | Float64Array;

  constructor(Kind: typeof Uint32Array | typeof Float64Array = Uint32Array) {
    this.#Kind = Kind;
    this.#all = new Kind(64);
  }

  add(number: number): void {
    if (this.length === this.#all.length) {
      const all = new this.#Kind(this.length * 2);
      all.set(this.#all);
      this.#all = all;
    }
    this.#all[this.length] = number;
    this.length += 1;
  }

  /** Puts another number at a place that there is. */
  set(index: number, number: number): void {
    this.#all[index] = number;
  }

  /** The number at a place that there is. */
  at(index: number): number {
    return this.#all[index] ?? 0;
  }
}
