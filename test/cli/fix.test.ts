import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RoleFix } from '../../src/model/role-fix.ts';
import { countersign } from '../support/command.ts';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'countersign-fix-'));
  const { code, stderr } = await countersign(['demo', '--accounts', '4', '--out', 'runs'], { cwd: home });
  expect(code, stderr).toBe(0);
});

function fix(...args: string[]) {
  return countersign(['fix', 'runs/latest', ...args], { cwd: home });
}

const filesIn = async (directory: string) => {
  const found = await readdir(join(home, directory), { recursive: true, withFileTypes: true });
  return found.filter((one) => one.isFile());
};

describe('countersign fix', () => {
  it('writes a directory a role, says what each clears, and that AWS is as it was', async () => {
    const { code, stdout, stderr } = await fix('--out', 'all');
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^In all, \d+ roles; nothing was changed in AWS:/);
    expect(stdout).toMatch(/clears \d+ findings?, \d+ left to be decided/);
    const names = (await filesIn('all')).map(({ name }) => name);
    expect(names.filter((name) => name === 'changes.diff').length).toBe(stdout.match(/ clears /g)?.length);
    expect(new Set(names)).toEqual(new Set(['changes.diff', 'fix.sh', 'role.tf', 'template.yaml']));
  });

  it('writes those of one role or account alone, and again the same where nobody has changed them', async () => {
    const { roleFixes } = JSON.parse((await fix('--out', 'json', '--json')).stdout);
    const [one]: RoleFix[] = roleFixes;
    const asked = [
      '--role',
      one?.roleArn ?? '',
      '--accounts',
      one?.accountId ?? '',
      '--out',
      'one',
      '--json',
    ];
    const first = JSON.parse((await fix(...asked)).stdout);
    expect(first.roleFixes).toEqual([one]);
    expect(first.kept).toEqual([]);
    const again = JSON.parse((await fix(...asked)).stdout);
    expect([again.written, again.kept]).toEqual([[], first.written]);
    const [file] = (await filesIn('one')).filter(({ name }) => name === 'changes.diff');
    const path = join(file?.parentPath ?? '', 'changes.diff');
    await writeFile(path, 'somebody has noted something here');
    const refused = await fix(...asked);
    expect([refused.code, refused.stdout]).toEqual([1, '']);
    expect(await readFile(path, 'utf8')).toBe('somebody has noted something here');
  });

  it('exits with 1 and writes nothing for a role without a fix, and for what is no run', async () => {
    const unknown = await fix('--role', 'arn:aws:iam::111122223333:role/nobody', '--out', 'none');
    expect([unknown.code, unknown.stdout]).toEqual([1, '']);
    expect(unknown.stderr).toContain('NO_FIX');
    const none = await countersign(['fix', '.', '--out', 'none'], { cwd: home });
    expect(none.code).toBe(1);
    expect(none.stderr).toContain('NOT_A_RUN');
    expect(await readdir(home)).not.toContain('none');
  });
});
