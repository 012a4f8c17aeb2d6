import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const depcruise = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

interface Cruise {
  summary: { totalCruised: number; violations: Array<{ rule: { name: string }; from: string }> };
  modules: Array<{ source: string }>;
}

function cruise(directory: string): Cruise {
  const run = spawnSync(
    process.execPath,
    [depcruise, '--config', join(directory, '.dependency-cruiser.json'), '-T', 'json', 'src'],
    { cwd: directory, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  return JSON.parse(run.stdout);
}

/** A seed: the file that breaks a rule, what it says, and the rule that must fire. */
const SEEDS: Array<{ file: string; text: string; rule: string }> = [
  {
    file: 'src/model/seed.ts',
    text: "import { x } from '../policy/ground.ts';\nexport const y = x;\n",
    rule: 'model-imports-nothing',
  },
  {
    file: 'src/model/facts/seed.ts',
    text: "import { parse } from 'yaml';\nexport const y = parse;\n",
    rule: 'model-imports-nothing',
  },
  {
    file: 'src/policy/seed.ts',
    text: "import { x } from '../run/ground.ts';\nexport const y = x;\n",
    rule: 'policy-sees-model',
  },
  {
    file: 'src/checks/seed.ts',
    text: "import { readFileSync } from 'node:fs';\nexport const y = readFileSync;\n",
    rule: 'checks-see-what-facts-mean',
  },
  {
    file: 'src/checks/area/seed.ts',
    text: "import { x } from '../../controls/ground.ts';\nexport const y = x;\n",
    rule: 'checks-see-what-facts-mean',
  },
  {
    file: 'src/checks/registry.ts',
    text: "import { x } from '../policy/ground.ts';\nexport const y = x;\n",
    rule: 'registry-sees-checks-and-controls',
  },
  {
    file: 'src/controls/seed.ts',
    text: "import { x } from '../policy/ground.ts';\nexport const y = x;\n",
    rule: 'controls-see-model',
  },
  {
    file: 'src/evaluate/seed.ts',
    text: "import type { X } from '../aws/ground.ts';\nexport type Y = X;\n",
    rule: 'evaluate-sees-all-that-judges',
  },
  {
    file: 'src/report/seed.ts',
    text: "import { request } from 'node:http';\nexport const y = request;\n",
    rule: 'report-sees-model',
  },
  {
    file: 'src/collect/seed.ts',
    text: "import { x } from '../policy/ground.ts';\nexport const y = x;\n",
    rule: 'collect-and-targets-see-aws-and-model',
  },
  {
    file: 'src/run/seed.ts',
    text: "import { x } from '../simulator/ground.ts';\nexport const y = x;\n",
    rule: 'only-cli-imports-simulator',
  },
  {
    file: 'src/run/sdk.ts',
    text: "import { IAMClient } from '@aws-sdk/client-iam';\nexport const y = IAMClient;\n",
    rule: 'aws-sdk-at-the-edges',
  },
  {
    file: 'src/simulator/seed.ts',
    text: "import { x } from '../policy/ground.ts';\nexport const y = x;\n",
    rule: 'simulator-stands-alone',
  },
  {
    file: 'src/evidence/cycle.ts',
    text: "import type { B } from './cycle-too.ts';\nexport type A = B | 1;\n",
    rule: 'no-cycles',
  },
  { file: 'src/config/index.ts', text: 'export const y = 1;\n', rule: 'no-barrels' },
  { file: 'src/targets/seed.ts', text: "import './nowhere.ts';\n", rule: 'no-unresolved' },
];

const GROUND: Record<string, string> = {
  'src/controls/ground.ts': 'export const x = 1;\n',
  'src/policy/ground.ts': 'export const x = 1;\n',
  'src/run/ground.ts': 'export const x = 1;\n',
  'src/aws/ground.ts': 'export type X = 1;\n',
  'src/simulator/ground.ts': 'export const x = 1;\n',
  'src/evidence/cycle-too.ts': "import type { A } from './cycle.ts';\nexport type B = A | 2;\n",
  'src/config/user.ts': "import { y } from './index.ts';\nexport const z = y;\n",
  'node_modules/yaml/package.json': '{"name":"yaml","main":"index.js"}',
  'node_modules/yaml/index.js': 'exports.parse = 1;\n',
  'node_modules/@aws-sdk/client-iam/package.json': '{"name":"@aws-sdk/client-iam","main":"index.js"}',
  'node_modules/@aws-sdk/client-iam/index.js': 'exports.IAMClient = 1;\n',
};

describe('the import rules', () => {
  const seeded = mkdtempSync(join(tmpdir(), 'countersign-lint-'));
  for (const name of ['.dependency-cruiser.json', 'tsconfig.json'])
    copyFileSync(join(root, name), join(seeded, name));
  for (const [file, text] of [...Object.entries(GROUND), ...SEEDS.map((s) => [s.file, s.text] as const)]) {
    mkdirSync(dirname(join(seeded, file)), { recursive: true });
    writeFileSync(join(seeded, file), text);
  }
  afterAll(() => rmSync(seeded, { recursive: true, force: true }));
  const found = cruise(seeded).summary.violations.map(({ rule, from }) => `${from}: ${rule.name}`);

  it.each(SEEDS)('catch a seeded violation of $rule', ({ file, rule }) => {
    const broken = found.filter((line) => line.endsWith(`: ${rule}`));
    expect(broken.some((line) => line.startsWith(dirname(file)))).toBe(true);
  });

  it('hold in the product, and every source file was really read', () => {
    const { summary, modules } = cruise(root);
    expect(summary.violations).toEqual([]);
    const onDisk = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `src/${name.replaceAll('\\', '/')}`);
    const read = new Set(modules.map(({ source }) => source));
    expect(onDisk.length).toBeGreaterThan(100);
    expect(onDisk.filter((name) => !read.has(name))).toEqual([]);
  });
});

describe('the purity rules', () => {
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  const seeded = mkdtempSync(join(tmpdir(), 'countersign-purity-'));
  afterAll(() => rmSync(seeded, { recursive: true, force: true }));

  function lint(text: string, folder = 'policy'): string {
    cpSync(join(root, 'lint'), join(seeded, 'lint'), { recursive: true });
    const config = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'));
    writeFileSync(
      join(seeded, 'biome.json'),
      JSON.stringify({ ...config, $schema: undefined, vcs: undefined }),
    );
    rmSync(join(seeded, 'src'), { recursive: true, force: true });
    mkdirSync(join(seeded, 'src', folder), { recursive: true });
    writeFileSync(join(seeded, 'src', folder, 'seed.ts'), text);
    const run = spawnSync(process.execPath, [biome, 'lint', 'src'], { cwd: seeded, encoding: 'utf8' });
    return run.stdout + run.stderr;
  }

  it.each([
    ['the clock by Date.now()', 'export const a = Date.now();\n', 'No clock and no randomness'],
    ['the clock by new Date()', 'export const a = new Date();\n', 'No clock and no randomness'],
    ['randomness', 'export const a = Math.random();\n', 'No clock and no randomness'],
    ['the environment', 'export const a = process.env.HOME;\n', 'No environment in a pure folder'],
    ['the network', "export const a = fetch('https://example.com');\n", 'No network in a pure folder'],
  ])('refuse %s in a pure folder', (_what, text, message) => {
    expect(lint(text)).toContain(message);
  });

  it.each(['model', 'policy', 'controls', 'checks', 'evaluate', 'report'])('hold in src/%s', (folder) => {
    expect(lint('export const a = Date.now();\n', folder)).toContain('No clock and no randomness');
  });

  it('leave a date that is given alone', () => {
    const said = lint("export const a = new Date('2026-01-01').toISOString();\n");
    expect(said).toContain('Checked 1 file');
    expect(said).not.toContain('No clock');
  });
});
