import { jsonPointer } from '../../../model/json-pointer.ts';
import { parseJson } from '../../../model/json-text.ts';
import { shorten } from '../../visible.ts';
import { LIMITS } from '../support/limits.ts';

/** One line of indented JSON. */
export interface JsonLine {
  text: string;
  /** Whether it belongs to a part that is marked. */
  marked: boolean;
}

/**
 * A value as indented JSON, as `JSON.stringify` writes it, with the lines of the marked parts marked. It is no deeper
 * and holds no longer strings than a page can bear, and is written no further than anyone reads on. A string at the
 * root that holds JSON is opened, since policies are kept as texts.
 *
 * @param marks JSON Pointers into the value; one that leads nowhere marks nothing
 */
export function jsonLines(value: unknown, marks: readonly string[] = [], sortKeys = false): JsonLine[] {
  const lines: JsonLine[] = [];
  const marked = new Set(marks);
  write(opened(value), { pointer: '', depth: 0, before: '', after: '', isMarked: marked.has('') });
  return lines;

  function write(part: unknown, place: Place): void {
    if (lines.length > LIMITS.jsonLines) return;
    const { pointer, depth, before, after, isMarked } = place;
    const add = (text: string) => lines.push({ text: `${'  '.repeat(depth)}${text}`, marked: isMarked });
    const members = membersOf(part, sortKeys);
    if (members === null || members.length === 0 || depth > LIMITS.evidenceDepth) {
      add(`${before}${depth > LIMITS.evidenceDepth ? TOO_DEEP : alone(part)}${after}`);
      return;
    }
    const isList = Array.isArray(part);
    add(`${before}${isList ? '[' : '{'}`);
    members.forEach(([key, member], index) => {
      const at = `${pointer}${jsonPointer(key)}`;
      write(member, {
        pointer: at,
        depth: depth + 1,
        before: isList ? '' : `${JSON.stringify(shorten(key, LIMITS.evidenceValue))}: `,
        after: index < members.length - 1 ? ',' : '',
        isMarked: isMarked || marked.has(at),
      });
    });
    add(`${isList ? ']' : '}'}${after}`);
  }
}

/** Where a part of a value stands in the text. */
interface Place {
  pointer: string;
  depth: number;
  /** What goes before it on its first line and after it on its last one. */
  before: string;
  after: string;
  isMarked: boolean;
}

const TOO_DEEP = '"… [deeper levels are in report.json]"';

/** Null for what has no members. */
function membersOf(part: unknown, sortKeys: boolean): Array<[string, unknown]> | null {
  if (typeof part !== 'object' || part === null) return null;
  const members = Object.entries(part).filter(([, member]) => member !== undefined);
  return sortKeys && !Array.isArray(part) ? members.sort(([a], [b]) => (a < b ? -1 : 1)) : members;
}

/** A value that takes no more than a line. */
function alone(part: unknown): string {
  if (typeof part !== 'object' || part === null) return scalar(part);
  return Array.isArray(part) ? '[]' : '{}';
}

function scalar(part: unknown): string {
  return JSON.stringify(typeof part === 'string' ? shorten(part, LIMITS.evidenceValue) : part) ?? 'null';
}

function opened(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    const parsed: unknown = parseJson(value);
    return typeof parsed === 'object' && parsed !== null ? parsed : value;
  } catch {
    return value;
  }
}
