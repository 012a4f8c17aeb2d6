/** Whole numbers from 0 to 2³² − 1 by the hundred thousand, four bytes each. */
export class Numbers {
  length = 0;
  #all = new Uint32Array(64);

  add(number: number): void {
    if (this.length === this.#all.length) {
      const all = new Uint32Array(this.length * 2);
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
