import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson, repeatedKey } from '../../src/model/json-text.ts';
import { tries } from '../support/thorough.ts';

describe('a JSON text', () => {
  it('is read as any parser reads it', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), (text) => {
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
      tries(100, 20_261_213),
    );
  });

  it('is not read where it nests too deep, whatever it nests', () => {
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
      ['[{"a":', '}]'],
    ] as const) {
      const nested = (levels: number) => `${open.repeat(levels)}1${close.repeat(levels)}`;
      expect(() => parseJson(nested(60_000))).toThrow(SyntaxError);
      expect(parseJson(nested(50))).toBeDefined();
    }
  });

  it('may have as many brackets as it likes beside each other, and within texts', () => {
    expect(parseJson(`[${'[],'.repeat(5000)}[]]`)).toHaveLength(5001);
    expect(parseJson(JSON.stringify({ a: `${'[{"'.repeat(5000)}` }))).toEqual({ a: '[{"'.repeat(5000) });
  });
});

describe('the key that an object has twice', () => {
  it('is none in what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => repeatedKey(text) === undefined),
      tries(100, 20_261_214),
    );
  });

  it.each([
    ['{"a": 1, "b": {"a": 2}, "a": 3}', 'a'],
    [String.raw`{"a": 1, "\u0061": 3}`, 'a'],
    ['[{"x": "a", "y": "a"}, {"x": ["a:", {"__proto__": 1, "__proto__": 2}]}]', '__proto__'],
    ['{"a": [{"b": 1}, {"b": 1}], "c": "\\"d\\":", "d": 1}', undefined],
  ])('%s: %s', (text, key) => {
    expect(repeatedKey(text)).toBe(key);
  });
});
