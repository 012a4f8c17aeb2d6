/** What JSON is built of, as bytes. */
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const LIST_START = 0x5b;
const LIST_END = 0x5d;
const OBJECT_START = 0x7b;
const OBJECT_END = 0x7d;

/**
 * Reads a JSON document that may be longer than a string can be: an object whose long members are lists. The text of one
 * short member, or of one item of a list, is in memory at a time. Throws when the file cannot be read and, as
 * `JSON.parse` does, when it does not hold an object.
 */
export async function readLongJson(file: AsyncIterable<Buffer>): Promise<Record<string, unknown>> {
  const document = documentFromPieces();
  const cutter = cutIntoPieces(document.take);
  for await (const chunk of file) cutter.cut(chunk);
  return document.end(cutter.rest());
}

/** Takes the text up to each bracket or comma of the object itself or of a list that is its member, and that byte. */
type TakePiece = (text: string, end: number) => void;

function cutIntoPieces(take: TakePiece): { cut: (chunk: Buffer) => void; rest: () => string } {
  let before: Buffer[] = [];
  let depth = 0;
  let inString = false;
  let escaped = false;
  let inList = false;

  function cut(chunk: Buffer): void {
    let start = 0;
    function piece(at: number, end: number): void {
      const last = chunk.subarray(start, at);
      const text = (before.length === 0 ? last : Buffer.concat([...before, last])).toString('utf8');
      before = [];
      start = at + 1;
      take(text, end);
    }
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at];
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) inString = false;
      } else if (byte === QUOTE) {
        inString = true;
      } else if (byte === COMMA) {
        if (depth === 1 || (depth === 2 && inList)) piece(at, byte);
      } else if (byte === OBJECT_START || byte === LIST_START) {
        if (depth === 0 || (depth === 1 && byte === LIST_START)) piece(at, byte);
        if (depth === 1) inList = byte === LIST_START;
        depth += 1;
      } else if (byte === OBJECT_END || byte === LIST_END) {
        if (depth <= 1 || (depth === 2 && inList)) piece(at, byte);
        depth -= 1;
      }
    }
    before.push(chunk.subarray(start));
  }

  return { cut, rest: () => Buffer.concat(before).toString('utf8') };
}

function documentFromPieces(): { take: TakePiece; end: (rest: string) => Record<string, unknown> } {
  const members: Array<[string, unknown]> = [];
  /** `start` before the object, `first` and `next` before a member of it, `after` behind a list, `end` behind all. */
  let place: 'start' | 'first' | 'next' | 'after' | 'end' = 'start';
  let list: { key: string; items: unknown[] } | undefined;

  function take(text: string, end: number): void {
    const blank = text.trim() === '';
    if (list !== undefined) {
      if (end !== COMMA && end !== LIST_END) throw unexpected(end);
      const isEmpty = blank && end === LIST_END && list.items.length === 0;
      if (!isEmpty) list.items.push(JSON.parse(text));
      if (end === COMMA) return;
      members.push([list.key, list.items]);
      list = undefined;
      place = 'after';
    } else if (place === 'start') {
      if (!blank || end !== OBJECT_START) throw unexpected(end);
      place = 'first';
    } else if (place === 'end' || end === LIST_END || (place === 'after' && !blank)) {
      throw unexpected(end);
    } else if (end === LIST_START) {
      if (place === 'after') throw unexpected(end);
      list = { key: keyOf(text), items: [] };
    } else {
      const isEmpty = place === 'after' || (place === 'first' && blank && end === OBJECT_END);
      if (!isEmpty) members.push(memberOf(text));
      place = end === OBJECT_END ? 'end' : 'next';
    }
  }

  return {
    take,
    end: (rest) => {
      if (place !== 'end') throw new SyntaxError('The JSON is cut short.');
      if (rest.trim() !== '') throw new SyntaxError('Something follows the JSON.');
      return Object.fromEntries(members);
    },
  };
}

function keyOf(text: string): string {
  return memberOf(`${text}null`)[0];
}

function memberOf(text: string): [string, unknown] {
  const [member] = Object.entries<unknown>(JSON.parse(`{${text}}`));
  if (member === undefined) throw unexpected(COMMA);
  return member;
}

function unexpected(byte: number): SyntaxError {
  return new SyntaxError(`Unexpected ${String.fromCharCode(byte)} in JSON.`);
}
