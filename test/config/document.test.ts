import { expect, it } from 'vitest';
import { MAX_CHARACTERS, readDocument, TO_BE_FILLED_IN } from '../../src/config/document.ts';
import { MAX_DEPTH, TOO_DEEP } from '../../src/config/yaml-syntax.ts';
import { some } from '../support/thorough.ts';

const read = (text: string, environment = {}, named: string[] = []) =>
  readDocument(text, 'c.yaml', environment, { named });

it.each([
  ['a number with its leading zero', '012345678901: a', '012345678901'],
  ['a number that YAML would write in another way', '1e3: a', '1e3'],
  ['a word that stands for true', 'true: a', 'true'],
  ['a word in quotes, without these', '"a b": a', 'a b'],
  ['a word with an escape, as it reads', '"a\\u0062": a', 'ab'],
])('takes a key as it is written: %s', (_name, text, key) => {
  expect(read(text)).toMatchObject({ value: { [key]: 'a' }, problems: [] });
});

it.each([
  ['a list', '[a]: b', '', 'a key must be plain text'],
  ['the prototype', '__proto__: {}', '', 'the key "__proto__" is not allowed'],
  ['one that stands there', 'a: 1\nb: 2\na: 3', 'a', 'this key is given twice; it first stands in line 1'],
  ['the same, written as a number and as a text', '7: 1\n"7": 3', '["7"]', 'this key is given twice'],
])('refuses as a key %s', (_name, text, path, message) => {
  const { problems } = read(text);
  expect(problems).toMatchObject([{ message: expect.stringContaining(message) }]);
  if (path === 'a') expect(problems[0]).toMatchObject({ path, line: 3, column: 1 });
});

it.each([
  ['nothing', '', 'the file is empty'],
  ['an alias before its anchor', 'a: *b\nc: &b 1', 'no anchor &b stands before this alias'],
  ['what is still to be filled in', `a: ${TO_BE_FILLED_IN}`, 'is still to be filled in'],
])('says of %s where it stands', (_name, text, message) => {
  expect(read(text).problems).toMatchObject([{ line: 1, message: expect.stringContaining(message) }]);
});

it('remembers where values stand, through aliases and where there is none', () => {
  const document = read('a: &x { b: 1 }\nc: *x\nd:\ne: { f }\n');
  expect(document.value).toEqual({ a: { b: 1 }, c: { b: 1 }, d: null, e: { f: null } });
  expect(document.problem(['a', 'b'], 'm')).toMatchObject({ line: 1, column: 12 });
  expect(document.problem(['a', 'b'], 'm', 'key')).toMatchObject({ line: 1, column: 9 });
  // Of what an alias brings, the place of the alias is where the key stands.
  expect(document.problem(['c'], 'm', 'key')).toMatchObject({ line: 2, column: 1 });
  expect(document.problem(['d'], 'm')).toMatchObject({ line: 3, column: 3 });
  expect(document.problem(['e', 'f'], 'm')).toMatchObject({ line: 4, column: 6 });
  expect(document.problem(['e', 'f'], 'm', 'key')).toMatchObject({ line: 4, column: 6 });
  expect(document.problem(['a', 'missing', 'deeper'], 'm')).toMatchObject({ line: 1, column: 7 });
});

it('gives a scalar as it is written, but for what the environment says', () => {
  const document = read('a: 0012\nb: ${SAID}\nc: [x]', { SAID: 'secret' }, ['SAID']);
  expect(document).toMatchObject({ value: { a: 12, b: 'secret', c: ['x'] }, problems: [] });
  expect(['a', 'b', 'c', 'd'].map((key) => document.written([key]))).toEqual([
    '0012',
    ...[undefined, undefined, undefined],
  ]);
  expect(['a', 'b', 'd'].map((key) => document.cameFromEnvironment([key]))).toEqual([false, true, false]);
});

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const aliased = (values: number) => `a: &a [${Array(999).fill(0)}]\nb: [${Array(values).fill('*a')}]`;

const LARGE: Array<[name: string, text: string, problem: string | undefined]> = [
  ['as many characters as are allowed', `a: ${'x'.repeat(MAX_CHARACTERS - 3)}`, undefined],
  ['one more', `a: ${'x'.repeat(MAX_CHARACTERS - 2)}`, `the limit is ${MAX_CHARACTERS}`],
  ['as many lists in one another as are allowed', nested(MAX_DEPTH + 1), undefined],
  ['one more', nested(MAX_DEPTH + 2), TOO_DEEP],
  ['far more', nested(20_000), TOO_DEEP],
  // The mapping, two lists, an item that is no alias 999 times, and each alias with the list that it stands for.
  ['values that are many by their aliases', aliased(150), undefined],
  ['values that are too many by their aliases', aliased(210), 'more than 200000 values, aliases counted'],
];

it.each(some(LARGE, 1))('reads what is large up to a limit: %s', (_name, text, problem) => {
  const { problems, value } = read(text);
  expect(problems.map(({ message }) => message)).toEqual(
    problem === undefined ? [] : [expect.stringContaining(problem)],
  );
  expect(value === undefined).toBe(problem !== undefined);
});

it('says where the text is no YAML, and reads nothing of it', () => {
  const document = read('a: 1\nb: [');
  expect(document.value).toBeUndefined();
  expect(document.problems).toMatchObject([{ source: 'c.yaml', line: 2, path: '' }]);
  expect(read('a: 1\nb: !mine x').problems).toMatchObject([{ line: 2 }]);
  // What could not be read has no places either.
  expect(document.problem(['a'], 'm')).toMatchObject({ line: 1, column: 1, path: 'a' });
});

it('tells the items of lists apart', () => {
  const document = read('a:\n  - 1\n  - b: 2\n');
  expect(document.problem(['a', 1, 'b'], 'm')).toMatchObject({ line: 3, column: 8 });
  expect(document.problem(['a', 0], 'm', 'key')).toMatchObject({ line: 2, column: 5 });
  expect(document.written(['a', 1, 'b'])).toBe('2');
});

it('leaves variables as they are where there is no environment', () => {
  const document = readDocument('a: ${HOME}', 'c.yaml');
  expect(document).toMatchObject({ value: { a: '${HOME}' }, problems: [] });
});
