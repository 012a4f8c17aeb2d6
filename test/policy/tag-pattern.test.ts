import { expect, it } from 'vitest';
import { matchesTag, tagPattern } from '../../src/policy/tag-pattern.ts';

it.each<[pattern: string, key: string, value: string, matches: boolean]>([
  ['Owner', 'owner', 'anyone', true],
  ['Owner', 'owners', 'anyone', false],
  ['own*', 'Owner', '', true],
  ['env=prod', 'ENV', 'Prod', true],
  ['env=prod', 'env', 'production', false],
  ['env=prod*', 'env', 'production', true],
  ['env=', 'env', '', true],
  ['env=', 'env', 'prod', false],
  ['a=b=c', 'a', 'b=c', true],
  ['?=x', 'a', 'x', true],
])('%s, for the tag %s with value %j', (pattern, key, value, matches) => {
  expect(matchesTag(pattern, { key, value })).toBe(matches);
});

it('a pattern names a key, and a value behind the first equals sign', () => {
  expect(['a', 'a=', '=b', 'a=b=c'].map(tagPattern)).toEqual([
    { key: 'a' },
    { key: 'a', value: '' },
    { key: '', value: 'b' },
    { key: 'a', value: 'b=c' },
  ]);
});
