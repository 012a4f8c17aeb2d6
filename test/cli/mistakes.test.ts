import { describe, expect, it } from 'vitest';
import { some } from '../support/thorough.ts';
import { OF_THE_CONFIGURATION } from './mistakes/configuration.ts';
import { IN_MOTO } from './mistakes/in-moto.ts';
import { play, shownMistakes } from './mistakes/page.ts';
import { OF_RUNS } from './mistakes/runs.ts';
import type { Mistake } from './mistakes/scene.ts';
import { OF_THE_WAY_IN } from './mistakes/way-in.ts';

const MISTAKES: Readonly<Record<string, Mistake>> = {
  ...OF_THE_CONFIGURATION,
  ...OF_THE_WAY_IN,
  ...OF_RUNS,
};
const shown = shownMistakes();

describe('docs/troubleshooting.md', () => {
  it('shows each mistake that is made here or in moto, and no other', () => {
    const headings = shown.map(({ heading }) => heading);
    expect(headings.toSorted()).toEqual([...Object.keys(MISTAKES), ...Object.keys(IN_MOTO)].toSorted());
  });

  it.each(
    some(
      shown.flatMap((one) => {
        const make = MISTAKES[one.heading];
        return make === undefined ? [] : [[one.heading, one, make] as const];
      }),
      4,
    ),
  )('%s', (_, one, make) => play(one, make));
});
