declare const SHOWN: unique symbol;

/**
 * Text that readers may see: nothing in it hides, reorders or acts on a terminal. External IDs were masked when the
 * report was made. The functions of this file make it and nothing else does, so that a page or an output that takes
 * it alone cannot print what an account calls its things as it stands.
 */
export type ShownText = string & { readonly [SHOWN]: true };

/** Data whose texts are all shown: what templates and output forms take. */
export type ShownData =
  | ShownText
  | number
  | boolean
  | null
  | undefined
  | readonly ShownData[]
  | { readonly [field: string]: ShownData };

/** The same data with all its texts shown. */
export type Shown<T> = T extends string ? ShownText : T extends object ? { [K in keyof T]: Shown<T[K]> } : T;

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
export function visible(text: string): ShownText {
  const plain = !UNUSUAL.test(text) && !text.includes('\n');
  return (plain ? text : text.replace(INVISIBLE, codePoint)) as ShownText;
}

/** The same, with the ends of its lines kept: all are line feeds. */
export function visibleLines(text: string): ShownText {
  return (UNUSUAL.test(text) ? text.split(/\r?\n/).map(visible).join('\n') : text) as ShownText;
}

/** A copy in which every text is shown, each made so by `show`. */
export function shownData<T>(value: T, show: (text: string) => ShownText): Shown<T> {
  const copy = (part: unknown): unknown => {
    if (typeof part === 'string') return show(part);
    if (Array.isArray(part)) return part.map(copy);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, member]) => [key, copy(member)]));
  };
  return copy(value) as Shown<T>;
}

/** The program's own words with shown text between them. */
export function shown(words: TemplateStringsArray, ...parts: ReadonlyArray<ShownText | number>): ShownText {
  return String.raw({ raw: words }, ...parts) as ShownText;
}

/** What a form, which adds nothing but its own marks, makes of shown data. */
export function composed<T extends ShownData>(data: T, form: (data: T) => string): ShownText {
  return form(data) as ShownText;
}

/** A text in two, at a place in it. */
export function parted(text: ShownText, place: number): [ShownText, ShownText] {
  return [text.slice(0, place) as ShownText, text.slice(place) as ShownText];
}

/** Lines below each other. */
export function lines(all: readonly ShownText[]): ShownText {
  return all.join('\n') as ShownText;
}

/**
 * What `JSON.stringify` wrote, with those characters as `\u` escapes: the same values, and harmless on a terminal.
 */
export function escapeInvisible(json: string): ShownText {
  return (UNUSUAL.test(json) ? json.replace(INVISIBLE_IN_JSON, unicodeEscape) : json) as ShownText;
}

/** At most `limit` UTF-16 units of the text, then a note of its full length and where all of it is. */
export function shorten<T extends string>(text: T, limit: number): T {
  if (text.length <= limit) return text;
  const start = text.slice(0, limit).replace(/[\uD800-\uDBFF]$/, '');
  return `${start}… [shortened: ${text.length} characters, all of them in report.json]` as T;
}

/**
 * Text for a cell in a table with commas, where no spreadsheet sees a formula begin: at its start, at that of a line, or,
 * where semicolons are expected between cells, behind one. There the quotes around a cell may be taken for its text, and
 * those behind a semicolon for quotes.
 */
export function withoutFormulas(text: ShownText): ShownText {
  return text.replace(/((?:^|;)"*)(?=[=+\-@＝＋－＠])/gm, "$1'") as ShownText;
}

/** The lines of a text, a policy among them, as one line. */
export function oneLine(text: string): string {
  return text.replace(/\r?\n */g, ' ');
}

/** The text made visible, in at most `limit` UTF-16 units with a `…` where something is missing. */
export function cut(text: string, limit: number): ShownText {
  const start = visible(text.slice(0, limit + 1));
  if (text.length <= limit && start.length <= limit) return start;
  return `${start.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…` as ShownText;
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
