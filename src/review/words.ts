/**
 * What changes how text looks without being seen, or acts on a terminal: controls, line ends among them, marks of
 * direction, what has no width, and halves of characters.
 */
const HIDDEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/u;

/** What stands for a text that somebody has still to write, whatever is around it. */
const STAND_IN =
  /^[\s<>[\](){}"'`*_.…?!x-]*(?:(?:(?:your|my|full|the|a|reviewer'?s?)[\s_-]*)*(?:name|note|text|reason|why|reviewer|someone|somebody|nobody|anybody|user|n\/?a|none|unknown|tbd|todo|tba|fixme|to be filled in|changeme|change me|placeholder|example|lorem ipsum.*))?[\s<>[\](){}"'`*_.…?!x-]*$/i;

/**
 * What is wrong with words that a person is to be held to, to follow the name of the field; undefined where nothing is.
 *
 * @param longest in UTF-16 units
 */
export function wordsProblem(text: string, longest: number): string | undefined {
  if (text.trim() === '') return 'is empty';
  if (text.length > longest) return `is longer than ${longest} characters`;
  if (HIDDEN.test(text)) return 'holds a line end or another character that cannot be seen';
  // A long text is a text, whatever is in it; and looking for a stand-in takes time.
  if (text.length <= 80 && STAND_IN.test(text.trim()))
    return 'is a placeholder, which somebody has still to fill in';
  return undefined;
}

export const LONGEST_NAME = 120;
export const LONGEST_NOTE = 2000;
