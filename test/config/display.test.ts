import { expect, it } from 'vitest';
import { alternatives, displayPath, type Path, quote } from '../../src/config/display.ts';

it.each<[Path, string]>([
  [[], ''],
  [['accounts', 3, 'roleArn'], 'accounts[3].roleArn'],
  [['checks', 'odd key', 'enabled'], 'checks["odd key"].enabled'],
  [['odd key'], '["odd key"]'],
  [['checks', 'a'.repeat(64)], `checks.${'a'.repeat(64)}`],
  [['checks', 'a'.repeat(65)], `checks["${'a'.repeat(60)}…"]`],
  [['a.b', ''], '["a.b"][""]'],
])('the path %j is written as a person writes it', (path, text) => {
  expect(displayPath(path)).toBe(text);
});

it.each<[string, string]>([
  ['plain', '"plain"'],
  ['a"b\\', '"a\\"b\\\\"'],
  ['a'.repeat(60), `"${'a'.repeat(60)}"`],
  ['a'.repeat(61), `"${'a'.repeat(60)}…"`],
  ['\u001b[31m', '"\\u001b[31m"'],
  ['a\u202eb', '"a\\u202eb"'],
  ['\u007f', '"\\u007f"'],
  ['é', '"é"'],
])('what a file says is quoted without what a terminal acts on: %j', (text, quoted) => {
  expect(quote(text)).toBe(quoted);
});

it('alternatives are told with commas and an or', () => {
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(alternatives)).toEqual([
    '',
    '"a"',
    '"a" or "b"',
    '"a", "b" or "c"',
  ]);
});
