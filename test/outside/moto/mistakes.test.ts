import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IN_MOTO } from '../../cli/mistakes/in-moto.ts';
import { play, shownMistakes } from '../../cli/mistakes/page.ts';
import { locate, MOTO, missing } from '../outsiders.ts';
import { type Moto, startMoto } from './moto.ts';

const program = locate(MOTO);

/** That each has its heading is asked in `test/cli/mistakes.test.ts`. */
describe('docs/troubleshooting.md, where moto answers for S3 and KMS', () => {
  if (program === undefined) return missing(MOTO);

  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto(program);
  });
  afterAll(() => moto?.close());

  it.each(Object.entries(IN_MOTO))('%s', async (heading, make) => {
    const shown = shownMistakes().find((one) => one.heading === heading);
    expect(shown).toBeDefined();
    if (shown !== undefined) await play(shown, () => make(moto.endpoint));
  });
});
