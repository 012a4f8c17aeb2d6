import { isPrintable } from './printable.ts';

/** The AWS CLI would take these for another option, or load what they name. */
const TAKEN_OTHERWISE = /^(?:-|file:\/\/|fileb:\/\/|https?:\/\/)/i;

/**
 * A command for a POSIX shell: what stands in the template is ours, every value in it becomes one single-quoted word
 * that no text can leave. Undefined where a value holds what cannot be seen, or would not reach the command as it is.
 *
 *     command`aws iam get-role --role-name ${role.name}`
 */
export function command(words: TemplateStringsArray, ...values: readonly string[]): string | undefined {
  if (values.some((value) => value === '' || !isPrintable(value) || TAKEN_OTHERWISE.test(value))) {
    return undefined;
  }
  return words.reduce((line, word, index) => `${line}${shellQuoted(values[index - 1] ?? '')}${word}`);
}

/** The commands one under the other; undefined where there are none or one of them cannot be written. */
export function script(commands: ReadonlyArray<string | undefined>): string | undefined {
  const lines = commands.filter((line) => line !== undefined);
  return lines.length === 0 || lines.length < commands.length ? undefined : lines.join('\n');
}

/** The commands as one chain: the first that fails is the last that runs. */
export function chained(commands: ReadonlyArray<string | undefined>): Array<string | undefined> {
  return commands.map((line, place) =>
    line === undefined || place === commands.length - 1 ? line : `${line} &&`,
  );
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
