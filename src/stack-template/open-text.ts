import { holdsStandIn, isStandIn, STAND_IN_WITHIN } from '../policy/external-ids/stand-in.ts';

/**
 * A text of which some parts may be unknown: its literal runs, with a gap of any length between each two.
 * `['a']` is exactly `a`; `['a-', '']` is anything that starts with `a-`.
 */
export type OpenText = readonly [string, ...string[]];

/** A text of which nothing is known. */
export const ANY_TEXT: OpenText = ['', ''];

/** The longest an ARN may be: what grows beyond is no name of anything. */
const LONGEST_TEXT = 2048;

/** What CloudFormation looks up elsewhere when it makes the resource, and does not show. */
const DYNAMIC_REFERENCE = /\{\{resolve:[^}]*\}\}/;

/** The text as written, its dynamic references being gaps. */
export function literalText(text: string): OpenText {
  if (text.length > LONGEST_TEXT) return ANY_TEXT;
  const [first = '', ...rest] = text.split(DYNAMIC_REFERENCE).flatMap(known);
  return [first, ...rest];
}

export function joinTexts(one: OpenText, other: OpenText): OpenText {
  const [first, ...middle] = one;
  const [head, ...tail] = other;
  const last = middle.pop();
  const runs = last === undefined ? tail : [...middle, last + head, ...tail];
  const end = runs.pop();
  const start = last === undefined ? first + head : first;
  const [opening, ...following] = [start, ...runs, ...(end === undefined ? [] : [end])].flatMap(known);
  const closing = following.pop();
  // An empty run between two gaps makes one gap of them.
  const joined: OpenText =
    closing === undefined
      ? [opening ?? '']
      : [opening ?? '', ...following.filter((run) => run !== ''), closing];
  return joined.reduce((length, run) => length + run.length, 0) > LONGEST_TEXT ? ANY_TEXT : joined;
}

/** The runs of a text around what stands in for an external ID: of what that is a part, it tells nothing. */
function known(run: string): string[] {
  return holdsStandIn(run) ? run.split(STAND_IN_WITHIN) : [run];
}

/** The text, when all of it is known. */
export function exactText(text: OpenText): string | undefined {
  return text.length === 1 ? text[0] : undefined;
}

/** Whether the text could turn out to be `actual`. */
export function couldBe(text: OpenText, actual: string): boolean {
  const [first, ...rest] = text;
  const last = rest.pop();
  if (last === undefined) return first === actual;
  if (isStandIn(actual)) return true;
  if (actual.length < first.length + last.length) return false;
  if (!actual.startsWith(first) || !actual.endsWith(last)) return false;
  const end = actual.length - last.length;
  let position = first.length;
  for (const run of rest) {
    const found = actual.indexOf(run, position);
    if (found < 0 || found + run.length > end) return false;
    position = found + run.length;
  }
  return true;
}
