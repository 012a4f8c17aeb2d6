import { matchesWildcard } from './wildcard.ts';

/** The key and, where the pattern asks for one, the value of `key` or `key=value`; both may hold `*` and `?`. */
export function tagPattern(pattern: string): { key: string; value?: string } {
  const equals = pattern.indexOf('=');
  return equals < 0 ? { key: pattern } : { key: pattern.slice(0, equals), value: pattern.slice(equals + 1) };
}

/** Whether a tag has the key, and the value where the pattern asks for one; case does not count. */
export function matchesTag(pattern: string, tag: { key: string; value: string }): boolean {
  const { key, value } = tagPattern(pattern.toLowerCase());
  return (
    matchesWildcard(key, tag.key.toLowerCase()) &&
    (value === undefined || matchesWildcard(value, tag.value.toLowerCase()))
  );
}
