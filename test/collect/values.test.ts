import { describe, expect, it } from 'vitest';
import { sortedBy } from '../../src/collect/values.ts';

describe('sortedBy', () => {
  it('orders by the first text, and by the next where two have the same', () => {
    const things = [
      { account: 'b', region: '1' },
      { account: 'a', region: '2' },
      { account: 'a', region: '1' },
    ];
    const sorted = sortedBy(
      things,
      ({ account }) => account,
      ({ region }) => region,
    );
    expect(sorted.map(({ account, region }) => account + region)).toEqual(['a1', 'a2', 'b1']);
  });

  it('leaves what has no text where it stands, and makes no text of it', () => {
    const odd = { name: { toString: 'no function' } } as unknown as { name: string };
    expect(sortedBy([{ name: 'b' }, odd, { name: 'a' }], ({ name }) => name)).toEqual([
      odd,
      { name: 'a' },
      { name: 'b' },
    ]);
  });
});
