import { expect, it } from 'vitest';
import { tryCase } from '../abuse/door.ts';
import { DOORS } from '../abuse/doors.ts';
import { THOROUGH } from '../support/thorough.ts';

/** The same in CI each time, and others after each change; `npm run abuse` tries as many as one likes. */
const SEED = THOROUGH ? 20_261_101 : Date.now() % 1e6;
const CASES: Record<string, number> = THOROUGH
  ? { answers: 200, configs: 200, evidence: 40 }
  : { answers: 8, configs: 8, evidence: 2 };

it.each(Object.entries(DOORS))(
  'what comes in by %s brings no crash and no false green, whatever it is',
  async (kind, open) => {
    const door = await open();
    try {
      for (let number = 0; number < (CASES[kind] ?? 0); number += 1)
        expect(await tryCase(door, kind, SEED, number), `--kind ${kind} --seed ${SEED}`).toBeUndefined();
    } finally {
      await door.close();
    }
  },
);
