import { expect, test } from 'vitest';
import { Parser } from 'yaml';
import { nestsDeeperThan } from '../../src/model/nesting.ts';
import { size } from '../support/thorough.ts';

const repeated = (opening: string, closing: string) => (depth: number) =>
  opening.repeat(depth) + closing.repeat(depth);

test.each<[name: string, text: (depth: number) => string]>([
  ['lists in brackets', repeated('[', ']')],
  ['mappings in braces', repeated('{a: ', '}')],
  ['lists in lines', (depth) => `${'- '.repeat(depth)}a`],
  [
    'mappings in lines',
    (depth) => Array.from({ length: depth }, (_, level) => `${' '.repeat(level)}a:\n`).join(''),
  ],
  ['keys that are lists', (depth) => `${'? '.repeat(depth)}a`],
])('tells how deep a text nests: %s', (_name, text) => {
  const isDeep = (depth: number) =>
    [...new Parser().parse(text(depth))].some(
      (token) => token.type === 'document' && nestsDeeperThan(200, token.value),
    );
  expect([10, 180, 220, size(20_000, 2_000)].map(isDeep)).toEqual([false, false, true, true]);
});

test('what has no items has one level', () => {
  expect([undefined, 'a', { items: 'a' }, { items: [] }].map((root) => nestsDeeperThan(0, root))).toEqual([
    false,
    false,
    false,
    false,
  ]);
});
