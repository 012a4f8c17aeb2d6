import { type ActionSet, actionNames, expand, hasNumber } from './catalogue.ts';

/**
 * Patterns that match these published actions and no other, as few as whole words of names allow: `s3:Put*`, or a whole
 * service as `s3:*`. Undefined where they would be longer than so many characters as members of a list of JSON.
 *
 * @param may whether a pattern that is no action's own name may be taken
 */
export function coveringPatterns(
  set: ActionSet,
  longest: number,
  may: (pattern: string) => boolean = () => true,
): string[] | undefined {
  const patterns: string[] = [];
  let room = longest;
  let covered: string | undefined;
  for (const name of actionNames(set).sort(byLetters)) {
    if (covered !== undefined && name.toLowerCase().startsWith(covered)) continue;
    const pattern = candidates(name).find((one) => may(one) && matchesMembersOnly(one, set)) ?? name;
    covered = pattern.endsWith('*') ? pattern.slice(0, -1).toLowerCase() : undefined;
    patterns.push(pattern);
    room -= pattern.length + '"",'.length;
    if (room < 0) return undefined;
  }
  return patterns;
}

function byLetters(a: string, b: string): number {
  const [one, other] = [a.toLowerCase(), b.toLowerCase()];
  return one < other ? -1 : one > other ? 1 : 0;
}

/** From the widest to the narrowest: the service, then more and more words of the name. */
function candidates(name: string): string[] {
  const [service = '', action = ''] = name.split(':');
  const words = action.match(/[A-Z]+(?![a-z])|[A-Z][a-z0-9]*|[a-z0-9]+/g) ?? [];
  return [
    `${service}:*`,
    ...words.slice(0, -1).map((_, index) => `${service}:${words.slice(0, index + 1).join('')}*`),
  ];
}

/** A name that also has a reading form is matched as a whole: that form has to be a member too. */
function matchesMembersOnly(pattern: string, set: ActionSet): boolean {
  const matched = expand(pattern.toLowerCase());
  return matched.length > 1 && matched.every((number) => hasNumber(set, number));
}
