import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { THOROUGH } from '../support/thorough.ts';
import { PURE_ROOMS } from './pure-rooms.ts';
import { IMPORT_RULES, root } from './rules.ts';

const depcruise = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

interface Cruise {
  summary: {
    totalCruised: number;
    violations: Array<{ rule: { name: string }; from: string; cycle?: Array<{ name: string }> }>;
  };
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
interface Seed {
  file: string;
  text: string;
  rule: string;
}

/** A file of one room that imports one of another. */
function seed(from: string, to: string, rule: string): Seed {
  const up = '../'.repeat(from.split('/').length - 1);
  return { file: `src/${from}`, text: `import { x } from '${up}${to}';\nexport const y = x;\n`, rule };
}

const SEEDS: Seed[] = [
  seed('model/seed.ts', 'policy/ground.ts', 'model-imports-nothing'),
  seed('policy/seed.ts', 'run/ground.ts', 'policy-sees-model'),
  seed('controls/seed.ts', 'policy/ground.ts', 'controls-see-model'),
  seed('stack-template/seed.ts', 'parties/ground.ts', 'stack-template-sees-policy-and-model'),
  seed('parties/seed.ts', 'stack-template/ground.ts', 'parties-see-policy-and-model'),
  seed('checks/registry.ts', 'policy/ground.ts', 'registry-sees-checks-and-controls'),
  seed('checks/area/seed.ts', 'controls/ground.ts', 'checks-see-what-facts-mean'),
  seed('masking/seed.ts', 'parties/ground.ts', 'masking-sees-checks'),
  seed('evaluate/seed.ts', 'aws/ground.ts', 'evaluate-sees-all-that-judges'),
  seed('evaluate/check.ts', 'checks/area/ground.ts', 'evaluate-sees-all-that-judges'),
  seed('report/seed.ts', 'policy/ground.ts', 'report-sees-model'),
  seed('review/seed.ts', 'policy/ground.ts', 'review-sees-model'),
  seed('setup/seed.ts', 'policy/ground.ts', 'setup-stands-alone'),
  seed('config/seed.ts', 'aws/ground.ts', 'config-sees-model'),
  seed('aws/seed.ts', 'evidence/ground.ts', 'aws-sees-model'),
  seed('collect/seed.ts', 'policy/ground.ts', 'collect-and-targets-see-aws-and-model'),
  seed('targets/seed.ts', 'policy/ground.ts', 'collect-and-targets-see-aws-and-model'),
  seed('evidence/seed.ts', 'policy/ground.ts', 'evidence-sees-aws-and-model'),
  seed('notify/seed.ts', 'policy/ground.ts', 'notify-sees-aws-report-and-model'),
  seed('run/seed.ts', 'simulator/ground.ts', 'only-cli-imports-simulator'),
  seed('cli/scan.ts', 'simulator/ground.ts', 'only-cli-imports-simulator'),
  seed('simulator/seed.ts', 'policy/ground.ts', 'simulator-stands-alone'),
  seed('run/command.ts', 'cli/ground.ts', 'nobody-imports-cli'),
  seed('evidence/run.ts', 'run/ground.ts', 'run-is-imported-by-cli-alone'),
  {
    file: 'src/model/facts/seed.ts',
    text: "import { parse } from 'yaml';\nexport const y = parse;\n",
    rule: 'model-imports-nothing',
  },
  {
    file: 'src/run/sdk.ts',
    text: "import { IAMClient } from '@aws-sdk/client-iam';\nexport const y = IAMClient;\n",
    rule: 'aws-sdk-at-the-edges',
  },
  {
    file: 'src/evidence/cycle.ts',
    text: "import type { B } from './cycle-too.ts';\nexport type A = B | 1;\n",
    rule: 'no-cycles',
  },
  {
    file: 'src/config/user.ts',
    text: "import { y } from './index.ts';\nexport const z = y;\n",
    rule: 'no-barrels',
  },
  { file: 'src/targets/lost.ts', text: "import './nowhere.ts';\n", rule: 'no-unresolved' },
];

/** Rooms that seeds import from. */
const GROUNDS = [
  'aws',
  'checks/area',
  'cli',
  'controls',
  'evidence',
  'parties',
  'policy',
  'run',
  'simulator',
  'stack-template',
];

const BESIDE: Record<string, string> = {
  ...Object.fromEntries(GROUNDS.map((room) => [`src/${room}/ground.ts`, 'export const x = 1;\n'])),
  'src/evidence/cycle-too.ts': "import type { A } from './cycle.ts';\nexport type B = A | 2;\n",
  'node_modules/yaml/package.json': '{"name":"yaml","main":"index.js"}',
  'node_modules/yaml/index.js': 'exports.parse = 1;\n',
  'src/config/index.ts': 'export const y = 1;\n',
  'node_modules/@aws-sdk/client-iam/package.json': '{"name":"@aws-sdk/client-iam","main":"index.js"}',
  'node_modules/@aws-sdk/client-iam/index.js': 'exports.IAMClient = 1;\n',
};

/** What a pure room has no way to: the disk and the network, by whatever rule it is. */
const OUTSIDE = [
  'node:fs',
  'node:fs/promises',
  'node:http',
  'node:https',
  'node:net',
  'node:child_process',
  'node:os',
];

const WAYS_OUT = PURE_ROOMS.flatMap((room) =>
  OUTSIDE.map((module) => ({
    room,
    module,
    file: `src/${room}/${module.replace(/\W/g, '-')}.ts`,
    text: `import * as x from '${module}';\nexport const y = x;\n`,
  })),
);

describe('the import rules', () => {
  const seeded = mkdtempSync(join(tmpdir(), 'countersign-lint-'));
  for (const name of ['.dependency-cruiser.json', 'tsconfig.json'])
    copyFileSync(join(root, name), join(seeded, name));
  const beside = Object.entries(BESIDE).map(([file, text]) => ({ file, text }));
  for (const { file, text } of [...beside, ...SEEDS, ...WAYS_OUT]) {
    mkdirSync(dirname(join(seeded, file)), { recursive: true });
    writeFileSync(join(seeded, file), text);
  }
  afterAll(() => rmSync(seeded, { recursive: true, force: true }));
  const found = cruise(seeded).summary.violations;
  const brokenBy = (file: string) =>
    found
      .filter(({ from, cycle = [] }) => from === file || cycle.some(({ name }) => name === file))
      .map(({ rule }) => rule.name);

  it('are each broken by a seed', () => {
    const seeds = new Set(SEEDS.map(({ rule }) => rule));
    expect(IMPORT_RULES.map(({ name }) => name).filter((name) => !seeds.has(name))).toEqual([]);
  });

  it.each(SEEDS)('catch $file by $rule', ({ file, rule }) => {
    expect(brokenBy(file)).toContain(rule);
  });

  it.each(WAYS_OUT)('let no file of src/$room import $module', ({ file }) => {
    expect(brokenBy(file)).not.toEqual([]);
  });

  // That the rules hold is what lint asks, too.
  it.runIf(THOROUGH)('hold in the product, and every source file was really read', () => {
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
