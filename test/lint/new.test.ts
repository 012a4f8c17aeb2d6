import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { THOROUGH } from '../support/thorough.ts';

const root = resolve(import.meta.dirname, '../..');
const copy = mkdtempSync(join(tmpdir(), 'countersign-new-'));
const PARTS = [
  'src',
  'test/checks',
  'test/collect',
  'test/config',
  'test/docs',
  'test/facts',
  'test/report',
  'test/support',
  'test/targets',
  'tools',
  'lint',
  'biome.json',
  'tsconfig.json',
  'config.example.yaml',
];
const FILES = [
  'src/checks/usage/sample-check.ts',
  'test/checks/usage/sample-check.test.ts',
  'src/checks/registry.ts',
];

/** Runs a file of Node in the copy; what it said, where it did not end well. */
function node(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8' });
  return status === 0 ? '' : `${stdout}${stderr}`;
}

beforeAll(() => {
  for (const path of PARTS) cpSync(join(root, path), join(copy, path), { recursive: true });
  cpSync(join(root, '.gitignore'), join(copy, '.gitignore'));
  cpSync(join(root, 'package.json'), join(copy, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('npm run new -- collector FACT SERVICE', () => {
  const files = [
    'src/model/facts/sample-things.ts',
    'src/collect/iam/sample-things.ts',
    'test/collect/iam/sample-things.test.ts',
    'src/model/fact-values.ts',
    'src/collect/collectors.ts',
  ];

  it('makes a fact and its collector that pass lint, types and the contract of all facts', () => {
    expect(node('tools/new.js', 'collector', 'sample-things', 'iam')).toBe('');
    // CI lints, compiles and tests anew what it makes; here that is another tool's time.
    if (!THOROUGH) return;
    expect(node('node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', ...files)).toBe('');
    const types = {
      extends: './tsconfig.json',
      include: [],
      files: files.filter((file) => file.startsWith('src')),
    };
    writeFileSync(join(copy, 'tsconfig.new.json'), JSON.stringify(types));
    expect(node('node_modules/typescript/bin/tsc', '-p', 'tsconfig.new.json')).toBe('');
    const suites = ['test/facts/contract.test.ts', 'test/collect/iam/sample-things.test.ts'];
    expect(node('node_modules/vitest/vitest.mjs', 'run', ...suites)).toBe('');
  });

  it.each([
    [['collector', 'sample-things', 'iam'], 'There is a fact sample-things already.'],
    [['collector', 'role-settings', 'iam'], 'There is a fact role-settings already.'],
    [['collector', 'things', 'iam'], 'Usage:'],
    [['collector', 'other-things', 's3'], 'Usage:'],
    [['collector', '../../other-things', 'iam'], 'Usage:'],
  ])('%j is refused', (args, message) => {
    expect(node('tools/new.js', ...args)).toContain(message);
  });
});

describe('npm run new -- check ID [AREA [AFTER]]', () => {
  it('makes a check that is registered and passes lint, types and tests', () => {
    expect(node('tools/new.js', 'check', 'sample-check', 'usage')).toBe('');
    expect(readFileSync(join(copy, 'src/checks/registry.ts'), 'utf8')).toMatch(
      /\n {2}unusedServices,\n {2}sampleCheck,\n/,
    );
    expect(node('tools/new.js', 'check', 'other-sample-check', 'trust', 'owner-tag')).toBe('');
    expect(readFileSync(join(copy, 'src/checks/registry.ts'), 'utf8')).toMatch(
      /\n {2}ownerTag,\n {2}otherSampleCheck,\n {2}auditorRole,\n/,
    );
    // CI lints, compiles and tests anew what it makes; here that is another tool's time.
    if (!THOROUGH) return;
    expect(node('node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', ...FILES)).toBe('');
    const types = { extends: './tsconfig.json', include: [], files: FILES.slice(0, 2) };
    writeFileSync(join(copy, 'tsconfig.new.json'), JSON.stringify(types));
    expect(node('node_modules/typescript/bin/tsc', '-p', 'tsconfig.new.json')).toBe('');
    const suites = ['test/checks/registry.test.ts', 'test/checks/usage/sample-check.test.ts'];
    expect(node('node_modules/vitest/vitest.mjs', 'run', ...suites)).toBe('');
  });

  it.each([
    [['check', 'sample-check'], 'There is a check sample-check already.'],
    [['check', 'stale-role', 'trust'], 'There is a check stale-role already.'],
    [['check', 'Sample'], 'Usage:'],
    [['check', '../../sample-check'], 'Usage:'],
    [['check', 'other-check', 'elsewhere'], 'Usage:'],
    [['check', 'other-check', 'usage', 'owner-tag'], 'There is no check owner-tag in usage.'],
    [['collector', 'other-check'], 'Usage:'],
    [['output', 'csv', 'other.csv', 'a table'], 'There is an output csv'],
    [['output', 'other', 'findings.csv', 'a table'], 'or a file findings.csv already.'],
    [['output', 'other', '../findings.csv', 'a table'], 'Usage:'],
    [['output', 'Other', 'findings.txt', 'a table'], 'Usage:'],
    [['output', 'other', 'findings.txt'], 'Usage:'],
    [['output', 'other', 'findings.txt', "an owner's"], 'Usage:'],
    [['output', 'other', 'findings.txt', 'two\nlines'], 'Usage:'],
    [['output', 'other'], 'Usage:'],
    [[], 'Usage:'],
  ])('%j is refused', (args, message) => {
    const entries = ['src/checks/registry.ts', 'src/model/output.ts', 'src/run/outputs.ts'];
    const read = () => entries.map((path) => readFileSync(join(copy, path), 'utf8'));
    const before = read();
    expect(node('tools/new.js', ...args)).toContain(message);
    expect(read()).toEqual(before);
    expect(existsSync(join(copy, 'src/checks/usage/other-check.ts'))).toBe(false);
  });
});

describe('npm run new -- output ID FILE WORDS', () => {
  it('makes a form that is configured, made and described, and passes lint, types and tests', () => {
    const words = 'a number, for a sample';
    expect(node('tools/new.js', 'output', 'sample', 'findings.sample.txt', words)).toBe('');
    const text = (path: string) => readFileSync(join(copy, path), 'utf8');
    expect(text('src/model/output.ts')).toContain(`says: '${words}'`);
    expect(text('config.example.yaml')).toMatch(
      new RegExp(`^# +sample +findings\\.sample\\.txt +${words}$`, 'm'),
    );
    const made = ['src/report/sample.ts', 'test/report/sample.test.ts'];
    const entries = ['src/model/output.ts', 'src/run/outputs.ts'];
    const lint = ['check', '--error-on-warnings', ...made, ...entries];
    // CI lints, compiles and tests anew what it makes; here that is another tool's time.
    if (!THOROUGH) return;
    expect(node('node_modules/@biomejs/biome/bin/biome', ...lint)).toBe('');
    const types = { extends: './tsconfig.json', include: [], files: [...made, ...entries] };
    writeFileSync(join(copy, 'tsconfig.new.json'), JSON.stringify(types));
    expect(node('node_modules/typescript/bin/tsc', '-p', 'tsconfig.new.json')).toBe('');
    const suites = ['test/report/sample.test.ts', 'test/config/example.test.ts'];
    expect(node('node_modules/vitest/vitest.mjs', 'run', ...suites)).toBe('');
  });
});
