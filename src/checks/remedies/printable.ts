/** Controls, bidirectional marks and whatever else cannot be seen. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/u;

/** Whether all of a text can be seen, so that whoever copies it knows what it says. */
export function isPrintable(text: string): boolean {
  return !UNPRINTABLE.test(text);
}

/** Indented JSON in which what cannot be seen stands as an escape: the same value, and safe to copy. */
export function printableJson(value: unknown): string {
  const json = JSON.stringify(value, null, 2);
  return json.replace(new RegExp(UNPRINTABLE, 'gu'), (character) =>
    character === '\n' ? character : escaped(character),
  );
}

function escaped(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
