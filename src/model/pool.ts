import { Numbers } from './numbers.ts';

/**
 * Values by the hundred thousand, each different one once and known by the number of its coming. Their JSON lies in one
 * piece beside the heap, so that they take little more than their text and are no work for the collector; a value comes
 * back as JSON brings it. They are gone through in the order of their coming.
 */
export class Pool<T extends string | object> {
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder();
  /** Where the JSON of each value ends; the next one begins there. */
  readonly #ends = new Numbers();
  #bytes = new Uint8Array(1024);
  /** One more than the number of a value, in the first place that was free from that of its hash on; 0 where it is free. */
  #places = new Uint32Array(128);

  get size(): number {
    return this.#ends.length;
  }

  /** The number of the value; of a new one it is as many as there were before. */
  add(value: T): number {
    const end = this.#write(value);
    const place = this.#placeOf(end);
    const known = this.#places[place] ?? 0;
    if (known > 0) return known - 1;
    this.#ends.add(end);
    this.#places[place] = this.size;
    if (this.size * 2 > this.#places.length) this.#spread();
    return this.size - 1;
  }

  /** The number of a value that is among them. */
  numberOf(value: T): number | undefined {
    const known = this.#places[this.#placeOf(this.#write(value))] ?? 0;
    return known > 0 ? known - 1 : undefined;
  }

  /** The value of a number that there is. */
  at(number: number): T {
    return JSON.parse(this.#decoder.decode(this.#bytes.subarray(this.#start(number), this.#ends.at(number))));
  }

  *[Symbol.iterator](): Iterator<T> {
    for (let number = 0; number < this.size; number += 1) yield this.at(number);
  }

  #start(number: number): number {
    return number === 0 ? 0 : this.#ends.at(number - 1);
  }

  /** Writes the value behind all others, and answers where it ends. It is none of them yet. */
  #write(value: T): number {
    const text = JSON.stringify(value);
    const start = this.#start(this.size);
    // A UTF-16 unit takes three bytes at most.
    const most = start + 3 * text.length;
    if (most > this.#bytes.length) {
      const bytes = new Uint8Array(Math.max(most, Math.ceil(this.#bytes.length * 1.5)));
      bytes.set(this.#bytes.subarray(0, start));
      this.#bytes = bytes;
    }
    return start + this.#encoder.encodeInto(text, this.#bytes.subarray(start)).written;
  }

  /** Where the number of the value that was written last stands, or is to stand. */
  #placeOf(end: number): number {
    const start = this.#start(this.size);
    for (let place = this.#firstPlace(start, end); ; place = (place + 1) & (this.#places.length - 1)) {
      const known = this.#places[place] ?? 0;
      if (known === 0 || this.#isSame(known - 1, start, end)) return place;
    }
  }

  #isSame(number: number, start: number, end: number): boolean {
    const from = this.#start(number);
    if (this.#ends.at(number) - from !== end - start) return false;
    for (let at = end - start - 1; at >= 0; at -= 1)
      if (this.#bytes[from + at] !== this.#bytes[start + at]) return false;
    return true;
  }

  /** By the hash of Fowler, Noll and Vo (FNV-1a, 32 bits). */
  #firstPlace(start: number, end: number): number {
    let hash = 0x811c9dc5;
    for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ (this.#bytes[at] ?? 0), 0x01000193);
    return (hash ^ (hash >>> 15)) & (this.#places.length - 1);
  }

  #spread(): void {
    this.#places = new Uint32Array(this.#places.length * 2);
    for (let number = 0; number < this.size; number += 1) {
      let place = this.#firstPlace(this.#start(number), this.#ends.at(number));
      while (this.#places[place] !== 0) place = (place + 1) & (this.#places.length - 1);
      this.#places[place] = number + 1;
    }
  }
}

/** Whole numbers under each of very many texts, in the order in which it was given them. */
export class NumbersOf {
  readonly #texts = new Pool<string>();
  /** One more than where the last number of a text stands. */
  readonly #last = new Numbers();
  readonly #numbers = new Numbers();
  /** One more than where the number before stands that its text has; 0 where there is none. */
  readonly #before = new Numbers();

  add(text: string, number: number): void {
    const own = this.#texts.add(text);
    if (own === this.#last.length) this.#last.add(0);
    this.#before.add(this.#last.at(own));
    this.#numbers.add(number);
    this.#last.set(own, this.#numbers.length);
  }

  get(text: string): number[] {
    const numbers: number[] = [];
    const own = this.#texts.numberOf(text);
    if (own === undefined) return numbers;
    for (let at = this.#last.at(own); at > 0; at = this.#before.at(at - 1))
      numbers.push(this.#numbers.at(at - 1));
    return numbers.reverse();
  }
}
