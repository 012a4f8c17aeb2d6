import type { Evidence } from '../../model/finding.ts';
import { shorten } from '../visible.ts';
import { number } from './format.ts';
import { LIMITS } from './limits.ts';

export interface EvidenceView {
  file: string;
  fact: string;
  region: string;
  pointer: string;
  /** The value as indented JSON, a line each. */
  lines: string[];
  leftOut: string | null;
}

/** Evidence as the page quotes it: indented, and cut where it is too long to read. */
export function evidenceView({ file, fact, region, pointer, value }: Evidence): EvidenceView {
  const lines = (JSON.stringify(quotable(value, 0), null, 2) ?? 'Nothing stands there.').split('\n');
  const left = lines.length - LIMITS.evidenceLines;
  return {
    file,
    fact,
    region,
    pointer: pointer === '' ? 'the whole value' : shorten(pointer, 200),
    lines: lines.slice(0, LIMITS.evidenceLines),
    leftOut: left > 0 ? `${number(left)} more lines are in report.json.` : null,
  };
}

/** A copy that is no deeper and holds no longer strings than a page can bear. A string that holds JSON is opened. */
function quotable(value: unknown, depth: number): unknown {
  if (depth > LIMITS.evidenceDepth) return '… [deeper levels are in report.json]';
  if (typeof value === 'string') return depth === 0 ? opened(value) : shorten(value, LIMITS.evidenceValue);
  if (Array.isArray(value)) return value.map((item) => quotable(item, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      shorten(key, LIMITS.evidenceValue),
      quotable(part, depth + 1),
    ]),
  );
}

function opened(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null) return quotable(parsed, 1);
  } catch {
    // Not a JSON document: quoted as it stands.
  }
  return shorten(text, LIMITS.evidenceValue);
}
