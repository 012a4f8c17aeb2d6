import type { Evidence } from '../../../model/finding.ts';
import { shorten } from '../../visible.ts';
import { number } from '../support/format.ts';
import { LIMITS } from '../support/limits.ts';
import { type JsonLine, jsonLines } from './json-lines.ts';

/** Lines in a row that are alike: marked, not marked, or left out. */
export interface EvidenceRun {
  lines: string[];
  marked: boolean;
  /** How many lines stand here that are not shown, in words; null where none is left out. */
  gap: string | null;
}

export interface EvidenceView {
  file: string;
  fact: string;
  region: string;
  pointer: string;
  /** The value as indented JSON. */
  runs: EvidenceRun[];
}

/** Evidence as the page quotes it: indented, what is to blame marked, and cut where it is too long to read. */
export function evidenceView({ file, fact, region, pointer, value, marks }: Evidence): EvidenceView {
  const lines =
    value === undefined ? [{ text: 'Nothing stands there.', marked: false }] : jsonLines(value, marks);
  return {
    file,
    fact,
    region,
    pointer: pointer === '' ? 'the whole value' : shorten(pointer, 200),
    runs: runsOf(lines),
  };
}

function runsOf(lines: readonly JsonLine[]): EvidenceRun[] {
  const shown = shownLines(lines);
  const runs: EvidenceRun[] = [];
  let left = 0;
  const closeGap = (isCut = false) => {
    if (left > 0) runs.push({ lines: [], marked: false, gap: leftOut(left, isCut) });
    left = 0;
  };
  lines.forEach(({ text, marked }, index) => {
    if (!shown.has(index)) {
      left += 1;
      return;
    }
    closeGap();
    const last = runs.at(-1);
    if (last !== undefined && last.gap === null && last.marked === marked) last.lines.push(text);
    else runs.push({ lines: [text], marked, gap: null });
  });
  closeGap(lines.length > LIMITS.jsonLines);
  return runs;
}

function leftOut(lines: number, isCut: boolean): string {
  const more = isCut ? 'more than ' : '';
  return `… ${more}${number(lines)} more ${lines === 1 ? 'line' : 'lines'}, in report.json`;
}

/** Lines around a marked one that help to find it in the whole. */
const AROUND = 2;

/** The lines that there is room for: what is marked comes before what merely comes first. */
function shownLines(lines: readonly JsonLine[]): ReadonlySet<number> {
  const shown = new Set<number>();
  const show = (index: number) => {
    if (shown.size < LIMITS.evidenceLines && index >= 0 && index < lines.length) shown.add(index);
  };
  lines.forEach(({ marked }, index) => {
    if (!marked || lines.length <= LIMITS.evidenceLines) return;
    for (let near = index - AROUND; near <= index + AROUND; near += 1) show(near);
  });
  lines.forEach((_, index) => {
    show(index);
  });
  return shown;
}
