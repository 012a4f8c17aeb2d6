/** No document that AWS returns nests as deep by far. What does would take whoever walks through it out of stack. */
export const DEEPEST = 100;

/**
 * The value of a JSON text. Throws `SyntaxError` where it is none, and where it nests too deep: then nobody
 * can read it, and what it stands in is not understood, alone.
 */
export function parseJson(text: string): unknown {
  if (nestsDeeper(text)) throw new SyntaxError(`nested deeper than ${DEEPEST} levels`);
  return JSON.parse(text);
}

/**
 * Whether a text nests deeper than so many levels. Counts first, since hardly any text has as many brackets as it would
 * need; and goes by characters, since a text may be longer than what a regular expression takes for one string.
 */
export function nestsDeeper(text: string, most = DEEPEST): boolean {
  if (count(text, '{', most) + count(text, '[', most) <= most) return false;
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const mark = text[at];
    if (mark === '"') inString = !inString;
    else if (mark === '\\') at += 1;
    else if (inString) continue;
    else if (mark === '[' || mark === '{') depth += 1;
    else if (mark === ']' || mark === '}') depth -= 1;
    if (depth > most) return true;
  }
  return false;
}

/**
 * The first key that an object of a JSON text has twice; undefined where none has. Which of the two values counts,
 * readers of JSON do not agree on. https://www.rfc-editor.org/rfc/rfc8259#section-4
 */
export function repeatedKey(text: string): string | undefined {
  const open: Array<Set<string>> = [];
  for (const [token, string, colon] of text.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?|[{}]/gs)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (colon !== undefined) {
      const key = String(JSON.parse(string ?? '""'));
      const keys = open.at(-1);
      if (keys?.has(key)) return key;
      keys?.add(key);
    }
  }
  return undefined;
}

/**
 * A part of a document as a text, as `String` makes it of texts, numbers and lists; an object is its JSON. Whoever writes a
 * document may give an object a member `toString`, and `String` throws on that.
 */
export function partText(part: unknown): string {
  if (Array.isArray(part)) return part.map(partText).join();
  return typeof part === 'object' && part !== null ? JSON.stringify(part) : String(part);
}

/** How often a character stands in the text, up to one more than `enough`. */
function count(text: string, character: string, enough: number): number {
  let found = 0;
  for (let at = text.indexOf(character); at !== -1 && found <= enough; at = text.indexOf(character, at + 1))
    found += 1;
  return found;
}
