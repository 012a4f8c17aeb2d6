/** Values that came from the environment, by what is shown instead; of one process, which has one configuration. */
const hiddenValues = new Map<string, string>();

/** From now on a value is not shown in any message. */
export function hideValue(name: string, value: string): void {
  // A character stands everywhere and tells nothing.
  if (value.length < 2) return;
  for (const form of [value, JSON.stringify(value).slice(1, -1)]) hiddenValues.set(form, `\${${name}}`);
}

/** So many characters do not stand anywhere by chance; fewer are looked for between other characters than theirs. */
const TELLING_LENGTH = 6;

/** A message with the names of variables in the place of their values, as the configuration has them. */
export function withoutHiddenValues(text: string): string {
  let shown = text;
  // The longest first: it may hold another.
  const longestFirst = [...hiddenValues].sort(([a], [b]) => b.length - a.length);
  for (const [value, name] of longestFirst) {
    const parts = shown.split(value);
    shown = parts.reduce((before, after) => {
      const isWithinWord = /[\p{L}\p{N}]$/u.test(before) || /^[\p{L}\p{N}]/u.test(after);
      return `${before}${value.length < TELLING_LENGTH && isWithinWord ? value : name}${after}`;
    });
  }
  return shown;
}
