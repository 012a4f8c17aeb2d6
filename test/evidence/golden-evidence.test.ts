import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { verifyEvidence } from '../../src/run/verify-evidence.ts';
import { countersign } from '../support/command.ts';
import { scanFleet } from '../support/fleet.ts';
import { newKeyFiles } from '../support/signing.ts';

/**
 * A signed run in evidence format 1, kept as it was written. Every later version must verify it and judge it. It is
 * made anew only while version 1 is not released: UPDATE_GOLDEN=evidence-v1 npx vitest run test/evidence/golden-evidence.test.ts
 */
const golden = resolve(import.meta.dirname, '../golden/evidence-v1');
const run = join(golden, 'run');
const publicKeyFile = join(golden, 'signing.pub');

beforeAll(async () => {
  if (process.env.UPDATE_GOLDEN !== 'evidence-v1') return;
  rmSync(golden, { recursive: true, force: true });
  mkdirSync(golden, { recursive: true });
  const key = newKeyFiles('ed25519');
  const { directory } = await scanFleet(
    { accounts: 2, seed: 'golden' },
    { config: { evidence: { signing: { keyFile: key.keyFile } } } },
  );
  cpSync(directory, run, { recursive: true });
  // Nobody signs with this key again, so the private half is not kept.
  cpSync(key.publicKeyFile, publicKeyFile);
});

describe('a run in evidence format 1', () => {
  it('verifies with its key', async () => {
    const { damage, runs } = await verifyEvidence({ runs: [run], keyFile: publicKeyFile });
    expect(damage).toEqual([]);
    expect(runs[0]?.signature.state).toBe('trusted');
  });

  it('is judged again with the rules of today', async () => {
    const out = mkdtempSync(join(tmpdir(), 'countersign-golden-'));
    const { code, stdout, stderr } = await countersign(['report', run, '--key', publicKeyFile, '--out', out]);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^Judgement {2}/m);
    expect(existsSync(join(out, 'report.html'))).toBe(true);
    const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'));
    const was = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8'));
    expect(report.scope.accounts).toHaveLength(2);
    expect(report.scope.roles.listed).toBe(was.counts.roles.listed);
    expect(report.scope.roles.listed).toBeGreaterThan(0);
    expect(report.findings.length).toBeGreaterThan(0);
  });
});
