import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { isRunId } from '../../src/evidence/run-id.ts';
import { countersign } from '../support/command.ts';
import { size } from '../support/thorough.ts';

let out: string;
let runs: string[];
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'countersign-diff-'));
  for (const accounts of [size(3, 1), size(4, 2)]) {
    const { code, stderr } = await countersign(['demo', '--accounts', String(accounts), '--out', out]);
    expect(code, stderr).toBe(0);
  }
  runs = (await readdir(out)).filter(isRunId).sort();
});

function diff(...args: string[]) {
  return countersign(['diff', ...args], { cwd: out });
}

describe('countersign diff', () => {
  it('sums up what is new, gone and not known, and exits with 0', async () => {
    const [older = '', newer = ''] = runs;
    const { code, stdout, stderr } = await diff(older, newer);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain(`From ${older} to ${newer}`);
    expect(stdout).toMatch(/\d+ new findings? · \d+ back again · \d+ gone · \d+ changed/);
    expect(stdout).toContain('New findings');
    expect(stdout).toContain('Roles newly open to outsiders');
  });

  it('names everything as one JSON document with --json', async () => {
    const [older = '', newer = ''] = runs;
    const difference = JSON.parse((await diff(older, newer, '--json')).stdout);
    expect(difference.before.runId).toBe(older);
    expect(difference.after.runId).toBe(newer);
    const fresh: string[] = difference.changes.findings.new;
    expect(fresh.length).toBeGreaterThan(0);
    expect(difference.findings.map(({ fingerprint }: { fingerprint: string }) => fingerprint)).toEqual(
      expect.arrayContaining(fresh),
    );
  });

  it('finds no difference between a run and itself', async () => {
    const [older = ''] = runs;
    const { stdout } = await diff(older, older);
    expect(stdout).toMatch(/0 new findings · 0 back again · 0 gone · 0 changed · \d+ as they were/);
  });

  it('exits with 1 for the wrong order and for what is no run', async () => {
    const [older = '', newer = ''] = runs;
    const wrong = await diff(newer, older);
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toContain('WRONG_ORDER');
    const none = await diff(older, '.');
    expect(none.code).toBe(1);
    expect(none.stderr).toContain('NOT_A_RUN');
  });
});
