import { nestsDeeper } from '../model/json-text.ts';
import { inMemory, type Keeping } from '../model/rows.ts';
import { linesOf } from './json-lines.ts';

/** Lists that need not be in memory. */
export interface LongLists {
  keeping?: Keeping;
  /**
   * What is made of each item of a list of the document; a list for which it is undefined is in memory. One within an
   * object of the document is asked for as `object/list`.
   */
  item?: (key: string) => ((value: unknown) => unknown) | undefined;
}

/**
 * Reads a JSON document that may be longer than a string can be, as it is written here: an object indented by two spaces,
 * in which the items of its lists begin and end on lines of their own. One item's text is in memory at a time; of a
 * document on one line, all of it. Throws when the file cannot be read and, as `JSON.parse` does, when it does not hold
 * an object.
 */
export async function readLongJson(
  file: AsyncIterable<Buffer>,
  { keeping = inMemory, item = () => undefined }: LongLists = {},
): Promise<Record<string, unknown>> {
  /** The document without the items of its lists. */
  const frame: string[] = [];
  const lists = new Map<string, () => unknown>();
  let list: ReturnType<typeof listReader> | undefined;
  /** The member of the document that is being read, where it is an object. */
  let within = '';
  function take(line: string): void {
    if (list !== undefined && !list.isEnd(line)) {
      list.line(line);
      return;
    }
    list?.end();
    list = undefined;
    frame.push(line);
    const [, indent = '', written, opened] = /^( {2}| {4})("(?:[^"\\]|\\.)*"): ([[{]$)?/.exec(line) ?? [];
    if (written === undefined) return;
    const isInner = indent.length > 2;
    const key = isInner ? `${within}/${JSON.parse(written)}` : `${JSON.parse(written)}`;
    if (!isInner) within = opened === '{' ? key : '';
    // Of a key that is given twice, the last counts.
    lists.delete(key);
    const made = item(key);
    if (opened !== '[' || (isInner && made === undefined)) return;
    const items = made === undefined ? inMemory<unknown>() : keeping<unknown>();
    list = listReader(indent, (value) => items.add(made === undefined ? value : made(value)));
    lists.set(key, () => items.rows());
  }
  for await (const { lines, rest } of linesOf(file))
    for (const line of rest === undefined ? lines : [rest]) take(line);
  const document = parsed(frame.join('\n'));
  if (typeof document !== 'object' || document === null || Array.isArray(document))
    throw new SyntaxError('The JSON holds no object.');
  return Object.fromEntries(
    Object.entries(document).map(([key, value]) => [key, lists.get(key)?.() ?? withLists(value, key, lists)]),
  );
}

/** A member of the document with its own lists. */
function withLists(member: unknown, name: string, lists: ReadonlyMap<string, () => unknown>): unknown {
  if (typeof member !== 'object' || member === null || Array.isArray(member)) return member;
  if (![...lists.keys()].some((key) => key.startsWith(`${name}/`))) return member;
  return Object.fromEntries(
    Object.entries(member).map(([key, value]) => [key, lists.get(`${name}/${key}`)?.() ?? value]),
  );
}

function listReader(indent: string, take: (item: unknown) => void) {
  let text = '';
  let before: 'nothing' | 'comma' | 'item' = 'nothing';
  const inner = `${indent}  `;
  return {
    isEnd: (line: string) => line === `${indent}]` || line === `${indent}],`,
    line(line: string): void {
      // Within a string, the end of a line is not JSON.
      text += `${line}\n`;
      // An item ends in the line that is indented as its first one is.
      if (!line.startsWith(inner) || !/^\S/.test(line.slice(inner.length)) || /[[{]$/.test(line)) return;
      if (before === 'item') throw new SyntaxError('There is no comma between two items of the JSON.');
      before = line.endsWith(',') ? 'comma' : 'item';
      take(parsed(before === 'comma' ? text.slice(0, -2) : text));
      text = '';
    },
    end(): void {
      if (before === 'comma' || text !== '') throw new SyntaxError('A list of the JSON is cut short.');
    },
  };
}

/** Levels. Each takes as much memory as dozens of characters, and nothing that is written here nests as deep. */
const DEEPEST = 100_000;

function parsed(text: string): unknown {
  if (text.length > DEEPEST && nestsDeeper(text, DEEPEST)) throw new SyntaxError('The JSON nests too deep.');
  return JSON.parse(text);
}
