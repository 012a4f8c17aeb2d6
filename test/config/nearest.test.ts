import { describe, expect, it } from 'vitest';
import { editDistance, nearest } from '../../src/config/nearest.ts';

describe('edit distance', () => {
  it.each([
    ['', '', 0],
    ['abc', '', 3],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['roel', 'role', 1],
    ['acountIds', 'accountIds', 1],
    ['ca', 'abc', 3],
  ])('%s to %s is %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
  });
});

describe('the nearest word', () => {
  it('is the closest candidate, whatever its case', () => {
    expect(nearest('THIRDPARTYS', ['regions', 'thirdParties', 'accounts'])).toBe('thirdParties');
  });

  it('is none when every candidate is far', () => {
    expect(nearest('notify', ['regions', 'accounts', 'failOn'])).toBeUndefined();
  });

  it('is the first of two that are equally near', () => {
    expect(nearest('rolB', ['rolA', 'rolC'])).toBe('rolA');
  });
});
