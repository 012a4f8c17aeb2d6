import { hasWildcard } from '../wildcard.ts';

/**
 * What stands in for an external ID, in reports and, where the configuration wants it so, in facts: its fingerprint
 * and its length, and the marks by which a policy is still read as it was: `*` for wildcards, `${*}` for characters that
 * are written so that they are none, `${…}` for a policy variable. Equal values have equal stand-ins.
 *
 * @param fingerprint `id:` and 16 hex digits, or the dots of one that nobody can tell
 */
export function standInFor(value: string, fingerprint: string): string {
  const marks = [
    ...(hasWildcard(value) ? ['*'] : []),
    ...(isFilledIn(value) ? [VARIABLE] : value.includes('${') ? ['${*}'] : []),
  ];
  const held = marks.length === 0 ? '' : ` with ${marks.join(' and ')}`;
  return `${fingerprint} (${value.length} characters${held})`;
}

const VARIABLE = '${…}';
const STAND_IN = /^id:[0-9a-f]{16} \(\d+ characters(?: with [*${…}and ]+)?\)$/;

/**
 * Whether a text has the form of a stand-in. Anyone may write such a text into a policy, so that this alone never
 * makes anything look better guarded.
 */
export function isStandIn(text: string): boolean {
  return STAND_IN.test(text);
}

/** Whether a text holds something of that form, with other text around it. */
export function holdsStandIn(text: string): boolean {
  return STAND_IN_WITHIN.test(text) && !isStandIn(text);
}

/** What has the form of a stand-in, anywhere in a text. */
export const STAND_IN_WITHIN = /id:[0-9a-f]{16} \(\d+ characters(?: with [*${…}and ]+)?\)/;

/** The fingerprint within a stand-in. */
export function fingerprintIn(standIn: string): string {
  return standIn.slice(0, standIn.indexOf(' '));
}

/** Nothing at all, or wildcards alone: no secret, and shown as it is. */
export function isNoSecret(value: string): boolean {
  return /^[*?]*$/.test(value);
}

/** Whether a value holds a policy variable; `${*}`, `${?}` and `${$}` stand for the characters themselves. */
export function isFilledIn(value: string): boolean {
  return /\$\{(?![*?$]\})/.test(value);
}
