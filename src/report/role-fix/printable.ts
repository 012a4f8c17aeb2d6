/** Controls, bidirectional marks and whatever else cannot be seen. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/u;

/** Whether all of a text can be seen. */
export function isPrintable(text: string): boolean {
  return !UNPRINTABLE.test(text);
}

/** JSON in which what cannot be seen stands as an escape: the same value. */
export function printableJson(json: string): string {
  return json.replace(new RegExp(UNPRINTABLE, 'gu'), (character) =>
    character === '\n'
      ? character
      : character
          .split('')
          .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
          .join(''),
  );
}

/** One word of a POSIX shell that no text can leave. */
export function shellWord(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** What follows `#` in a line of a script: one line, whatever the text. */
export function commentText(text: string): string {
  return text.replace(new RegExp(UNPRINTABLE, 'gu'), ' ').slice(0, 500);
}
