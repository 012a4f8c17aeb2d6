/**
 * Characters that change how text looks without being seen: controls, bidirectional marks, zero-width and other
 * default-ignorable characters, line separators, and halves of surrogate pairs.
 */
const INVISIBLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/gu;

/** Those of them that `JSON.stringify` leaves in its text; newlines there are its own. */
const INVISIBLE_IN_JSON = /[\x7f-\x9f\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/gu;

/** Neither of these is in a text without it; asking for it first is several times as fast. */
const UNUSUAL = /[^\x20-\x7e\n]/;

/** The text with every character that could hide or reorder something shown as its code point: `[U+202E]`. */
export function visible(text: string): string {
  return UNUSUAL.test(text) || text.includes('\n') ? text.replace(INVISIBLE, codePoint) : text;
}

/**
 * What `JSON.stringify` wrote, with those characters as `\u` escapes: the same values, and harmless on a terminal.
 */
export function escapeInvisible(json: string): string {
  return UNUSUAL.test(json) ? json.replace(INVISIBLE_IN_JSON, unicodeEscape) : json;
}

/** At most `limit` UTF-16 units of the text, then a note of its full length and where all of it is. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const start = text.slice(0, limit).replace(/[\uD800-\uDBFF]$/, '');
  return `${start}… [shortened: ${text.length} characters, all of them in report.json]`;
}

/** The lines of a text, a policy among them, as one line. */
export function oneLine(text: string): string {
  return text.replace(/\r?\n */g, ' ');
}

/** The text made visible, in at most `limit` UTF-16 units with a `…` where something is missing. */
export function cut(text: string, limit: number): string {
  const shown = visible(text.slice(0, limit + 1));
  if (text.length <= limit && shown.length <= limit) return shown;
  return `${shown.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

function codePoint(character: string): string {
  return `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`;
}

function unicodeEscape(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
