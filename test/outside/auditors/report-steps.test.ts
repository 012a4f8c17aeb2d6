import { spawnSync } from 'node:child_process';
import { appendFile, copyFile, mkdir, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeHtml } from '../../report/hostile.ts';
import { scanChain } from '../../support/chain.ts';
import { newKeyFiles } from '../../support/signing.ts';
import { hasAuditorTools, missing, OPENSSL } from '../outsiders.ts';

const COUNTERSIGN = resolve(import.meta.dirname, '../../../dist/cli/main.js');

const withoutOpenssl = !hasAuditorTools();
if (withoutOpenssl) missing(OPENSSL);

describe.skipIf(withoutOpenssl)('the steps that report.html names for verifying it', () => {
  let run = '';
  let steps: string[] = [];
  beforeAll(async () => {
    const key = newKeyFiles('ed25519');
    [run = ''] = await scanChain(1, { keyFile: key.keyFile });
    await copyFile(key.publicKeyFile, join(dirname(run), 'countersign.pub.pem'));
    const page = await readFile(join(run, 'report.html'), 'utf8');
    const appendix = page.slice(page.indexOf('<section id="appendix"'));
    steps = [...appendix.matchAll(/<pre[^>]*><code>([^<]*)<\/code>/g)].map(([, text = '']) =>
      decodeHtml(text),
    );
  });

  function follow(...numbers: number[]): { status: number | null; stdout: string } {
    const tool = `countersign() { '${process.execPath}' '${COUNTERSIGN}' "$@"; }`;
    const script = [tool, steps[0], ...numbers.map((number) => steps[number])].join('\n');
    return spawnSync('bash', ['-euo', 'pipefail', '-c', script], { cwd: dirname(run), encoding: 'utf8' });
  }

  it('are a beginning and four, and all pass on the run', () => {
    expect(steps).toHaveLength(5);
    expect(follow(1, 2, 3, 4).status).toBe(0);
  });

  it('give the digests of the page', async () => {
    const page = await readFile(join(run, 'report.html'), 'utf8');
    const digests = follow(2).stdout.match(/^[0-9a-f]{64}/gm) ?? [];
    expect(digests.length).toBeGreaterThan(3);
    for (const digest of digests) expect(page).toContain(`<code>${digest}</code>`);
  });

  it('give the page again', async () => {
    const work = await mkdtemp(join(tmpdir(), 'countersign-steps-'));
    await mkdir(join(work, 'again'), { recursive: true });
    const script = (steps[4] ?? '').replace('"$work/again"', `'${work}/again'`);
    const tool = `countersign() { '${process.execPath}' '${COUNTERSIGN}' "$@"; }`;
    spawnSync('bash', ['-c', `${tool}\n${steps[0]}\n${script}`], { cwd: dirname(run) });
    const files = await Promise.all(
      [run, join(work, 'again')].map((at) => readFile(join(at, 'report.html'))),
    );
    expect(files[1]?.equals(files[0] ?? Buffer.alloc(0))).toBe(true);
  });

  it('find a manifest that was altered', async () => {
    await appendFile(join(run, 'manifest.json'), ' ');
    expect(follow(1).status).not.toBe(0);
    expect(follow(3).status).not.toBe(0);
    expect(basename(run)).toMatch(/^\d{8}T\d{6}Z-/);
  });
});
