import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../src/model/finding.ts';
import { evidenceView } from '../../src/report/html/findings/evidence.ts';
import { jsonLines } from '../../src/report/html/findings/json-lines.ts';
import { LIMITS } from '../../src/report/html/support/limits.ts';
import { tries } from '../support/thorough.ts';

function view(value: unknown, marks: string[] = []) {
  const piece: Evidence = { file: 'f', fact: 'x', region: 'global', pointer: '/a', value, marks };
  return evidenceView(piece).runs;
}

function marked(value: unknown, marks: string[]): string[] {
  return view(value, marks).flatMap((run) => (run.marked ? run.lines.map((line) => line.trim()) : []));
}

describe('evidence on the page', () => {
  it('reads as JSON.stringify writes it', () => {
    const short = fc
      .string({ maxLength: 20, unit: 'grapheme-ascii' })
      .filter((text) => !/^\s*[[{"\d]/.test(text));
    fc.assert(
      fc.property(
        fc.object({ key: short, values: [short, fc.integer(), fc.boolean(), fc.constant(null)] }),
        (value) => {
          const text = jsonLines(value)
            .map((line) => line.text)
            .join('\n');
          expect(text).toBe(JSON.stringify(value, null, 2));
        },
      ),
      tries(100, 20_261_220),
    );
  });

  it('marks a member with its key, all lines of it, and nothing else', () => {
    const statement = {
      Principal: { AWS: ['a', 'b'] },
      Condition: { StringLike: { 'sts:ExternalId': '*' } },
    };
    expect(marked(statement, ['/Principal/AWS/1'])).toEqual(['"b"']);
    expect(marked(statement, ['/Condition/StringLike'])).toEqual([
      '"StringLike": {',
      '"sts:ExternalId": "*"',
      '}',
    ]);
    expect(marked({ 'a/b~c': 1, d: 2 }, ['/a~1b~0c'])).toEqual(['"a/b~c": 1,']);
    expect(marked(3600, [''])).toEqual(['3600']);
    expect(marked(statement, ['/nowhere'])).toEqual([]);
  });

  it('opens a policy that is kept as text, and marks in it', () => {
    expect(marked(JSON.stringify({ Statement: [{ Action: '*' }] }), ['/Statement/0/Action'])).toEqual([
      '"Action": "*"',
    ]);
  });

  it('shows what is marked even where the rest is cut, and how much is left out', () => {
    const value = Array.from({ length: 500 }, (_, index) => `line ${index}`);
    const runs = view(value, ['/400', '/450']);
    const lines = runs.flatMap((run) => run.lines);
    expect(lines).toHaveLength(LIMITS.evidenceLines);
    expect(marked(value, ['/400', '/450'])).toEqual(['"line 400",', '"line 450",']);
    const left = runs.flatMap(({ gap }) => (gap === null ? [] : [Number(/\d+/.exec(gap)?.[0])]));
    expect(left.reduce((sum, one) => sum + one, lines.length)).toBe(502);
  });

  it('does not count what it never wrote', () => {
    const value = Array.from({ length: 10_000 }, (_, index) => index);
    expect(view(value).at(-1)?.gap).toMatch(/^… more than [\d,]+ more lines/);
  });
});
