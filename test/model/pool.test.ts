import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Numbers } from '../../src/model/numbers.ts';
import { NumbersOf, Pool } from '../../src/model/pool.ts';
import { size } from '../support/thorough.ts';

/** Few texts, so that many are equal, among them such as no UTF-8 can tell: halves of surrogate pairs. */
const TEXT = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 3 }),
  fc.constantFrom('', '\ud800', '\udc00', '😀', '"', '\\', 'é', '\0'),
  fc.nat(40).map((number) => `arn:aws:iam::000000000001:role/${'x'.repeat(number)}`),
);

describe('a pool', () => {
  it('holds each different value once, by the number of its coming, and gives it back as it was', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(TEXT, fc.record({ text: TEXT, sort: fc.nat(3) }))), (values) => {
        const pool = new Pool<(typeof values)[number]>();
        const known: string[] = [];
        for (const value of values) {
          const text = JSON.stringify(value);
          expect(pool.numberOf(value)).toBe(known.includes(text) ? known.indexOf(text) : undefined);
          if (!known.includes(text)) known.push(text);
          expect(pool.add(value)).toBe(known.indexOf(text));
        }
        expect([...pool].map((value) => JSON.stringify(value))).toEqual(known);
        expect(pool.size).toBe(known.length);
        for (const value of values) expect(pool.at(pool.add(value))).toEqual(value);
      }),
    );
  });

  it('holds very many', () => {
    const count = size(100_000, 5_000);
    const pool = new Pool<string>();
    for (let number = 0; number < count; number += 1) expect(pool.add(`role-${number}`)).toBe(number);
    for (let number = 0; number < count; number += 1) expect(pool.numberOf(`role-${number}`)).toBe(number);
    expect(pool.at(count - 1)).toBe(`role-${count - 1}`);
    expect(pool.numberOf(`role-${count}`)).toBeUndefined();
  });
});

it('the numbers of a text come back in the order in which it was given them', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(TEXT, fc.nat(2 ** 32 - 1))), (given) => {
      const numbersOf = new NumbersOf();
      for (const [text, number] of given) numbersOf.add(text, number);
      for (const [text] of given)
        expect(numbersOf.get(text)).toEqual(
          given.filter(([own]) => own === text).map(([, number]) => number),
        );
      expect(numbersOf.get('none of them')).toEqual([]);
    }),
  );
});

it('numbers come back from where they were put, however many there are', () => {
  const numbers = new Numbers();
  const all = Array.from({ length: 200 }, (_, index) => (index * 2 ** 25) % 2 ** 32);
  for (const number of all) numbers.add(number);
  expect(all.map((_, index) => numbers.at(index))).toEqual(all);
  expect(numbers.length).toBe(200);
  const large = new Numbers(Float64Array);
  for (const number of all) large.add(2 ** 40 + number);
  expect(all.map((_, index) => large.at(index) - 2 ** 40)).toEqual(all);
  numbers.set(3, 17);
  expect([numbers.at(3), numbers.length]).toEqual([17, 200]);
});
