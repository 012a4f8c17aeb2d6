import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PURE_ROOMS } from './pure-rooms.ts';
import { root } from './rules.ts';

const CLOCK = 'No clock and no randomness in a pure folder';

function named(name: string): string {
  return `Do not use the global variable ${name}.`;
}

/** Every way to something that is not given, and the words that refuse it. */
const SEEDS: ReadonlyArray<readonly [string, string]> = [
  ['Date.now()', CLOCK],
  ['new Date()', CLOCK],
  ['Date()', CLOCK],
  ['Math.random()', CLOCK],
  ['process.env.HOME', named('process')],
  ["fetch('https://example.com')", named('fetch')],
  ['setTimeout(() => {}, 1)', named('setTimeout')],
  ['setInterval(() => {}, 1)', named('setInterval')],
  ['setImmediate(() => {})', named('setImmediate')],
  ['performance.now()', named('performance')],
  ["console.log('x')", named('console')],
  ['globalThis.Date', named('globalThis')],
  ['crypto.randomUUID()', named('crypto')],
];

const GIVEN = "new Date('2026-01-01').toISOString()";

describe('the purity rules', () => {
  const seeded = mkdtempSync(join(tmpdir(), 'countersign-purity-'));
  const config = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'));
  /** What was said of each file. */
  let said: ReadonlyArray<{ file: string; text: string }> = [];

  beforeAll(() => {
    cpSync(join(root, 'lint'), join(seeded, 'lint'), { recursive: true });
    const alone = { ...config, $schema: undefined, vcs: undefined };
    writeFileSync(join(seeded, 'biome.json'), JSON.stringify(alone));
    for (const room of PURE_ROOMS) {
      mkdirSync(join(seeded, 'src', room), { recursive: true });
      for (const [number, expression] of [...SEEDS.map(([text]) => text), GIVEN].entries())
        writeFileSync(join(seeded, 'src', room, `${number}.ts`), `export const a = ${expression};\n`);
    }
    const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
    const args = [biome, 'lint', '--max-diagnostics=none', '--reporter=github', 'src'];
    const { stdout } = spawnSync(process.execPath, args, { cwd: seeded, encoding: 'utf8' });
    said = [...stdout.matchAll(/^::error .*?\bfile=([^,]+),.*?::(.*)$/gm)].map(
      ([, file = '', text = '']) => ({
        file: file.replaceAll('\\', '/'),
        text,
      }),
    );
  });
  afterAll(() => rmSync(seeded, { recursive: true, force: true }));

  function saidOf(room: string, number: number): string {
    const lines = said.filter(({ file }) => file.endsWith(`src/${room}/${number}.ts`));
    return lines.map(({ text }) => text).join('\n');
  }

  it.each(SEEDS.map(([expression, words], number) => ({ expression, words, number })))(
    'refuse $expression in every pure folder',
    ({ words, number }) => {
      const missing = PURE_ROOMS.filter((room) => !saidOf(room, number).includes(words));
      expect(missing).toEqual([]);
    },
  );

  it('leave a date that is given alone', () => {
    expect(PURE_ROOMS.map((room) => saidOf(room, SEEDS.length)).join('')).toBe('');
  });

  it('refuse no name that no seed tries', () => {
    const rules = config.overrides.map((override: typeof config) => override.linter?.rules?.style);
    const denied = rules.flatMap((style: typeof config) =>
      Object.keys(style?.noRestrictedGlobals?.options?.deniedGlobals ?? {}),
    );
    expect(denied.length).toBeGreaterThan(5);
    expect(denied.filter((name: string) => !SEEDS.some(([text]) => text.startsWith(name)))).toEqual([]);
  });
});
