import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AuditReport } from '../../src/model/report.ts';
import { countersign } from '../support/command.ts';

let home: string;
let party: AuditReport['thirdParties'][number];
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'countersign-revoke-'));
  const { code, stderr } = await countersign(['demo', '--accounts', '4', '--out', 'runs'], { cwd: home });
  expect(code, stderr).toBe(0);
  const report: AuditReport = JSON.parse(await readFile(join(home, 'runs/latest/report.json'), 'utf8'));
  const [first] = report.thirdParties.filter((one) => one.party.kind === 'registered');
  if (first === undefined) throw new Error('the demonstration has no registered party');
  party = first;
});

function plan(...args: string[]) {
  return countersign(['revoke', 'plan', ...args, '--run', 'runs/latest'], { cwd: home });
}

describe('countersign revoke plan', () => {
  it('writes the plan, and a script and a template an account, and says what it does not cover', async () => {
    const { code, stdout, stderr } = await plan(party.party.name, '--out', 'cut-off');
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/: \d+ roles? and 1 user in \d+ accounts?\. Nothing was changed in AWS\./);
    expect(stdout).toMatch(/Not covered: \d+ accounts? whose roles were not read/);
    const [accounts, files] = [/^\d{12}$/, /^plan\.(md|json)$/].map(
      (form) => (name: string) => form.test(name),
    );
    const there = await readdir(join(home, 'cut-off'));
    expect(there.filter((name) => files?.(name)).sort()).toEqual(['plan.json', 'plan.md']);
    const named = there.filter((name) => accounts?.(name));
    expect(named.length).toBeGreaterThan(0);
    expect(named.length + 2).toBe(there.length);
    for (const name of named) expect(await readdir(join(home, 'cut-off', name))).toContain('revoke.sh');
  });

  it('takes the account id as well, and says the same with --json', async () => {
    const asked = await plan(party.accountIds[0] ?? '', '--out', 'by-id', '--json');
    expect(asked.code, asked.stderr).toBe(0);
    const told = JSON.parse(asked.stdout);
    expect(told.plan.party.name).toBe(party.party.name);
    expect(told.plan).toEqual(JSON.parse(await readFile(join(home, 'by-id/plan.json'), 'utf8')));
  });

  it('exits with 1 for nobody that the run knows, and leaves a directory alone that is there', async () => {
    const unknown = await plan('Nobody Ltd', '--out', 'unknown');
    expect([unknown.code, unknown.stdout]).toEqual([1, '']);
    expect(unknown.stderr).toContain('NO_SUCH_PARTY');
    const there = await plan(party.party.name, '--out', 'runs');
    expect([there.code, there.stdout]).toEqual([1, '']);
    expect(there.stderr).toContain('runs');
    expect((await readdir(home)).sort()).toEqual(expect.not.arrayContaining(['unknown']));
  });
});
