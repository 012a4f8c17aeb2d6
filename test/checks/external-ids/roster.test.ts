import { describe, expect, it } from 'vitest';
import { type Listing, rosterOf, together } from '../../../src/checks/external-ids/roster.ts';

/** Members of a group with these numbers as names: `m01`, `m02`, ... */
function members(group: string, ...numbers: number[]): Array<{ name: string; group: string }> {
  return numbers.map((number) => ({ name: `m${String(number).padStart(2, '0')}`, group }));
}

function upTo(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}

const names = (first: number, last: number) => members('', ...upTo(first, last)).map(({ name }) => name);

describe('all but one group', () => {
  it.each<[says: string, all: Array<{ name: string; group: string }>, listing: Listing]>([
    ['of nobody', [], { count: 0, first: [] }],
    ['of its own members alone', members('own', 1, 2), { count: 0, first: [] }],
    ['of others alone, by name', members('a', 3, 1, 4, 2), { count: 4, first: names(1, 4) }],
    [
      'of several, by name over all of them',
      [...members('b', 4, 2), ...members('own', 0, 9), ...members('a', 1, 3)],
      { count: 4, first: names(1, 4) },
    ],
    ['two of one name', [...members('a', 1), ...members('b', 1)], { count: 2, first: ['m01', 'm01'] }],
    ['as many as are named', members('a', ...upTo(1, 10).reverse()), { count: 10, first: names(1, 10) }],
    ['more than are named', members('a', ...upTo(1, 11).reverse()), { count: 11, first: names(1, 10) }],
    [
      'more than are named, of several',
      [...members('b', ...upTo(9, 16)), ...members('a', ...upTo(1, 8))],
      { count: 16, first: names(1, 10) },
    ],
    [
      'after many of its own members',
      [...members('a', ...upTo(40, 52)), ...members('own', ...upTo(1, 30))],
      { count: 13, first: names(40, 49) },
    ],
    [
      'some of a large group, and none of one that comes after',
      [...members('own', ...upTo(1, 15)), ...members('b', 70), ...members('a', ...upTo(20, 35))],
      { count: 17, first: names(20, 29) },
    ],
  ])('%s', (_says, all, listing) => {
    expect(rosterOf(all).without('own')).toEqual(listing);
  });

  it('leaves the members in the order in which they were given', () => {
    const given = members('a', 2, 1);
    rosterOf(given);
    expect(given).toEqual(members('a', 2, 1));
  });
});

it.each<[says: string, listings: Listing[], together: Listing]>([
  ['of nothing', [], { count: 0, first: [] }],
  [
    'are counted, and named by name over all of them',
    [
      { count: 2, first: ['c', 'd'] },
      { count: 3, first: ['a', 'b', 'e'] },
    ],
    { count: 5, first: ['a', 'b', 'c', 'd', 'e'] },
  ],
  [
    'name no more than one does',
    [
      { count: 40, first: names(11, 20) },
      { count: 50, first: names(6, 10) },
    ],
    { count: 90, first: names(6, 15) },
  ],
])('several listings %s', (_says, listings, both) => {
  expect(together(listings)).toEqual(both);
});
