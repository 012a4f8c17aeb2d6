import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../src/model/finding.ts';
import { comparisonViews } from '../../src/report/html/findings/comparison.ts';
import { LIMITS } from '../../src/report/html/support/limits.ts';

function side(which: 'expected' | 'actual', value: unknown, of = 'Policy'): Evidence {
  return {
    file: 'f',
    fact: 'drift',
    region: 'r',
    pointer: `/${which}`,
    value,
    comparison: { of, side: which },
  };
}

function compare(expected: unknown, actual: unknown) {
  const [view] = comparisonViews([side('expected', expected), side('actual', actual)]);
  if (view === undefined) throw new Error('no comparison');
  return view;
}

describe('a comparison on the page', () => {
  it('sets a changed line beside the line that it was', () => {
    const { rows, note, sources } = compare({ a: 1, b: 'x' }, { a: 1, b: 'y' });
    expect(rows).toEqual([
      { expected: '{', actual: '{', same: true, gap: null },
      { expected: '  "a": 1,', actual: '  "a": 1,', same: true, gap: null },
      { expected: '  "b": "x"', actual: '  "b": "y"', same: false, gap: null },
      { expected: '}', actual: '}', same: true, gap: null },
    ]);
    expect(note).toBeNull();
    expect(sources.map(({ side: name, pointer }) => [name, pointer])).toEqual([
      ['Expected', '/expected'],
      ['Actual', '/actual'],
    ]);
  });

  it('does not take another order of keys, or a text for what it holds, for a difference', () => {
    const { rows, note } = compare({ a: { b: 1, c: 2 } }, JSON.stringify({ a: { c: 2, b: 1 } }));
    expect(rows.every(({ same }) => same)).toBe(true);
    expect(note).toContain('external IDs');
  });

  it('leaves the other side empty for what was added or taken away', () => {
    const added = compare([1], [1, 2]).rows.filter(({ same }) => !same);
    expect(added).toEqual([
      { expected: '  1', actual: '  1,', same: false, gap: null },
      { expected: null, actual: '  2', same: false, gap: null },
    ]);
    expect(compare(['a', 'b', 'c'], ['a', 'c']).rows.filter(({ same }) => !same)).toEqual([
      { expected: '  "b",', actual: null, same: false, gap: null },
    ]);
  });

  it('folds long stretches that are alike, and counts them', () => {
    const long = Array.from({ length: 50 }, (_, index) => `line ${index}`);
    const { rows } = compare([...long, 'x', ...long], [...long, 'y', ...long]);
    expect(rows.filter(({ gap }) => gap !== null).map(({ gap }) => gap)).toEqual([
      '… 48 lines alike',
      '… 48 lines alike',
    ]);
    expect(rows).toHaveLength(9);
  });

  it('says that a side is not there', () => {
    expect(comparisonViews([side('actual', { a: 1 })])[0]).toMatchObject({
      note: 'The template does not have it.',
      rows: [
        { expected: null, actual: '{', same: false },
        { expected: null, actual: '  "a": 1', same: false },
        { expected: null, actual: '}', same: false },
      ],
    });
    expect(comparisonViews([side('expected', { a: 1 })])[0]?.note).toBe('It is not there any more.');
  });

  it('stays small and quick for documents that have nothing in common', () => {
    const one = Array.from({ length: 5000 }, (_, index) => `a${index}`);
    const other = Array.from({ length: 5000 }, (_, index) => `b${index}`);
    const { rows, leftOut } = compare(one, other);
    expect(rows).toHaveLength(LIMITS.comparisonRows);
    expect(leftOut).toMatch(/more rows/);
  });

  it('is made for no more things than anyone compares, and for none where nothing is compared', () => {
    const many = ['a', 'b', 'c', 'd'].map((of) => side('actual', 1, of));
    expect(comparisonViews(many)).toHaveLength(LIMITS.comparisons);
    expect(comparisonViews([{ file: 'f', fact: 'x', region: 'r', pointer: '', value: 1 }])).toEqual([]);
  });
});
