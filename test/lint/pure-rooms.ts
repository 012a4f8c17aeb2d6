import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

interface Biome {
  overrides: Array<{ includes: string[]; plugins?: string[] }>;
}

const biome: Biome = JSON.parse(
  readFileSync(join(resolve(import.meta.dirname, '../..'), 'biome.json'), 'utf8'),
);

/** The folders of `src` that `biome.json` holds to purity. */
export const PURE_ROOMS: readonly string[] = biome.overrides
  .filter(({ plugins = [] }) => plugins.includes('./lint/no-clock.grit'))
  .flatMap(({ includes }) => includes.map((path) => path.replace(/^src\/(.*)\/\*\*$/, '$1')));
