import { diffArrays } from 'diff';
import type { Evidence } from '../../../model/finding.ts';
import { shorten } from '../../visible.ts';
import { number } from '../support/format.ts';
import { LIMITS } from '../support/limits.ts';
import { jsonLines } from './json-lines.ts';

/** A row of two texts side by side; null on a side that has nothing to set against the other. */
export interface ComparisonRow {
  expected: string | null;
  actual: string | null;
  same: boolean;
  /** Rows that are alike and left out here, in words; null on all other rows. */
  gap: string | null;
}

export interface ComparisonView {
  of: string;
  rows: ComparisonRow[];
  /** What is to be said of the two where the rows alone would mislead; null otherwise. */
  note: string | null;
  leftOut: string | null;
  /** Where the two sides come from. */
  sources: Array<Pick<Evidence, 'file' | 'fact' | 'region' | 'pointer'> & { side: string }>;
}

/**
 * What was declared and what was found, side by side: for each thing that the evidence compares, both as indented JSON
 * with keys in order, so that only what differs differs.
 */
export function comparisonViews(evidence: readonly Evidence[]): ComparisonView[] {
  const things = new Set(evidence.flatMap(({ comparison }) => comparison?.of ?? []));
  return [...things].slice(0, LIMITS.comparisons).map((of) => {
    const sides = evidence.filter(({ comparison }) => comparison?.of === of);
    const expected = sides.find(({ comparison }) => comparison?.side === 'expected');
    const actual = sides.find(({ comparison }) => comparison?.side === 'actual');
    const all = rowsOf(linesOf(expected), linesOf(actual));
    const rows = folded(all);
    const left = rows.length - LIMITS.comparisonRows;
    return {
      of,
      rows: rows.slice(0, LIMITS.comparisonRows),
      note: noteOn(expected, actual, all),
      leftOut: left > 0 ? `${number(left)} more rows are in report.json.` : null,
      sources: [expected, actual].flatMap((piece) => (piece === undefined ? [] : [sourceOf(piece)])),
    };
  });
}

function sourceOf({ file, fact, region, pointer, comparison }: Evidence): ComparisonView['sources'][number] {
  const side = comparison?.side === 'expected' ? 'Expected' : 'Actual';
  return { side, file, fact, region, pointer: shorten(pointer, 200) };
}

function noteOn(
  expected: Evidence | undefined,
  actual: Evidence | undefined,
  rows: readonly ComparisonRow[],
): string | null {
  if (expected === undefined) return 'The template does not have it.';
  if (actual === undefined) return 'It is not there any more.';
  return rows.every(({ same }) => same)
    ? 'The two read alike here: what differs are values that reports do not show, external IDs among them, or lies beyond what is shown.'
    : null;
}

function linesOf(piece: Evidence | undefined): string[] {
  return piece === undefined ? [] : jsonLines(piece.value, [], true).map(({ text }) => text);
}

function rowsOf(expected: readonly string[], actual: readonly string[]): ComparisonRow[] {
  const changes = diffArrays([...expected], [...actual], { maxEditLength: LIMITS.comparisonEdits });
  // Undefined when the two have next to nothing in common.
  if (changes === undefined) return paired(expected, actual);
  const rows: ComparisonRow[] = [];
  for (let index = 0; index < changes.length; index += 1) {
    const change = changes[index];
    const next = changes[index + 1];
    if (change === undefined) continue;
    if (!change.added && !change.removed) {
      rows.push(...change.value.map((line) => ({ expected: line, actual: line, same: true, gap: null })));
    } else if (change.removed && next?.added) {
      rows.push(...paired(change.value, next.value));
      index += 1;
    } else {
      rows.push(...(change.removed ? paired(change.value, []) : paired([], change.value)));
    }
  }
  return rows;
}

/** Lines that differ, one beside the other. */
function paired(expected: readonly string[], actual: readonly string[]): ComparisonRow[] {
  return Array.from({ length: Math.max(expected.length, actual.length) }, (_, index) => ({
    expected: expected[index] ?? null,
    actual: actual[index] ?? null,
    same: false,
    gap: null,
  }));
}

/** Rows alike that stand around a difference; longer stretches are folded. */
const AROUND = 3;

function folded(rows: readonly ComparisonRow[]): ComparisonRow[] {
  const near = rows.map((_, index) =>
    rows.slice(Math.max(0, index - AROUND), index + AROUND + 1).some(({ same }) => !same),
  );
  const differs = near.includes(true);
  const result: ComparisonRow[] = [];
  let left = 0;
  const closeGap = () => {
    if (left > 0) {
      const gap = `… ${number(left)} ${left === 1 ? 'line' : 'lines'} alike`;
      result.push({ expected: null, actual: null, same: true, gap });
    }
    left = 0;
  };
  rows.forEach((row, index) => {
    if (near[index] || !differs) {
      closeGap();
      result.push(row);
    } else left += 1;
  });
  closeGap();
  return result;
}
