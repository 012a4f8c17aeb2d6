import { inMemory, type Keeping } from '../model/rows.ts';
import { linesOf } from './json-lines.ts';

/** Lists that need not be in memory. */
export interface LongLists {
  keeping?: Keeping;
  /** What is made of each item of a list of the document; a list for which it is undefined is in memory. */
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
  function take(line: string): void {
    if (list !== undefined && !/^ {2}\],?$/.test(line)) {
      list.line(line);
      return;
    }
    list?.end();
    list = undefined;
    frame.push(line);
    const [, written, opened] = /^ {2}("(?:[^"\\]|\\.)*"): (\[$)?/.exec(line) ?? [];
    if (written === undefined) return;
    const key: string = JSON.parse(written);
    // Of a key that is given twice, the last counts.
    lists.delete(key);
    if (opened === undefined) return;
    const made = item(key);
    const items = made === undefined ? inMemory<unknown>() : keeping<unknown>();
    list = listReader((value) => items.add(made === undefined ? value : made(value)));
    lists.set(key, () => items.rows());
  }
  for await (const { lines, rest } of linesOf(file))
    for (const line of rest === undefined ? lines : [rest]) take(line);
  const document: unknown = JSON.parse(frame.join('\n'));
  if (typeof document !== 'object' || document === null || Array.isArray(document))
    throw new SyntaxError('The JSON holds no object.');
  return Object.fromEntries(
    Object.entries(document).map(([key, value]) => [key, lists.get(key)?.() ?? value]),
  );
}

function listReader(take: (item: unknown) => void) {
  let text = '';
  let before: 'nothing' | 'comma' | 'item' = 'nothing';
  return {
    line(line: string): void {
      // Within a string, the end of a line is not JSON.
      text += `${line}\n`;
      // An item ends in the line that is indented as its first one is.
      if (!/^ {4}\S/.test(line) || /[[{]$/.test(line)) return;
      if (before === 'item') throw new SyntaxError('There is no comma between two items of the JSON.');
      before = line.endsWith(',') ? 'comma' : 'item';
      take(JSON.parse(before === 'comma' ? text.slice(0, -2) : text));
      text = '';
    },
    end(): void {
      if (before === 'comma' || text !== '') throw new SyntaxError('A list of the JSON is cut short.');
    },
  };
}
