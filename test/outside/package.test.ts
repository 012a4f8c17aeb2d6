import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const work = mkdtempSync(join(tmpdir(), 'countersign-package-'));
afterAll(() => rm(work, { recursive: true, force: true }));

const PING = { cwd: root, timeout: 30_000 };
const withoutRegistry = spawnSync('npm', ['view', 'commander', 'version'], PING).status !== 0;
if (withoutRegistry) {
  it('needs the npm registry', (test) => {
    expect(process.env.CI, 'CI must reach the npm registry').toBeFalsy();
    console.warn('SKIPPED: the npm registry cannot be reached.');
    test.skip();
  });
}

/** A program run in the folder of somebody who installed the package. */
function there(file: string, ...args: string[]): string {
  return execFileSync(file, args, { cwd: work, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

describe.skipIf(withoutRegistry)('the package, installed in an empty folder', () => {
  const [{ filename, files }]: [{ filename: string; files: Array<{ path: string }> }] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', work], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  );

  it('holds the program and what it needs, and nothing of how it is made', () => {
    const paths = files.map(({ path }) => path);
    expect(paths).toContain('dist/cli/main.js');
    expect(paths).toContain('CHANGELOG.md');
    const folders = new Set(paths.map((path) => (path.includes('/') ? path.split('/')[0] : 'file')));
    expect([...folders].sort()).toEqual(['dist', 'docs', 'file', 'report-templates']);
    expect(paths.filter((path) => /\.(tsbuildinfo|test\.js|ts)$/.test(path))).toEqual([]);
  });

  it('scans the demo, with a report, and verifies it', () => {
    writeFileSync(join(work, 'package.json'), '{ "private": true }');
    there('npm', 'install', '--no-audit', '--no-fund', '--omit=dev', `./${filename}`);
    const out = there('npx', 'countersign', 'demo', '--accounts', '3', '--out', 'runs');
    expect(out).toContain('report.html');
    expect(there('npx', 'countersign', 'verify', 'runs/latest')).toContain('Intact');
    expect(there('npx', 'countersign', '--version').trim()).toMatch(/^\d+\.\d+\.\d+$/);
  });
});
