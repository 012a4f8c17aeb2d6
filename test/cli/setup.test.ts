// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of the configuration look like this.
import { mkdtemp, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { countersign } from '../support/command.ts';

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/;

describe('countersign setup', () => {
  let home: string;
  const setup = (...args: string[]) => countersign(['setup', ...args], { cwd: home });

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'countersign-setup-'));
    await writeFile(
      join(home, 'config.yaml'),
      'organization: { discover: true }\nauditor: { roleName: OurAuditor, externalId: "${COUNTERSIGN_EXTERNAL_ID}" }\n',
    );
  });

  it('writes the files with the values of the configuration, and says what comes next', async () => {
    const { code, stdout, stderr } = await setup('--out', 'made', '--config', 'config.yaml');
    expect(code, stderr).toBe(0);
    expect(await readFile(join(home, 'made/auditor-role.yaml'), 'utf8')).toContain('Default: OurAuditor');
    expect(stdout).toContain('written     home.yaml');
    expect(stdout).toContain(
      'aws cloudformation deploy --stack-name countersign-home --template-file made/home.yaml',
    );
    // A new external ID is shown, and kept nowhere.
    const [id = ''] = UUID.exec(stdout) ?? [];
    expect(id).not.toBe('');
    for (const name of await readdir(join(home, 'made'), { recursive: true, withFileTypes: true })) {
      if (name.isFile()) expect(await readFile(join(name.parentPath, name.name), 'utf8')).not.toContain(id);
    }
  });

  it('makes the same again, and leaves it as it is', async () => {
    const { code, stdout } = await setup('--out', 'made', '--config', 'config.yaml');
    expect(code).toBe(0);
    expect(stdout).toContain('as it was   home.yaml');
    expect(stdout).not.toContain('written ');
    // The roles ask for the one that was shown first.
    expect(stdout).not.toMatch(UUID);
    expect(stdout).toContain('get-secret-value --secret-id countersign/external-id');
  });

  it('shows no other external ID where one is given already', async () => {
    const given = { COUNTERSIGN_EXTERNAL_ID: 'one-that-the-roles-ask-for' };
    const { code, stdout } = await countersign(['setup', '--out', 'given'], { cwd: home, env: given });
    expect([code, UUID.test(stdout), stdout.includes(given.COUNTERSIGN_EXTERNAL_ID)]).toEqual([
      0,
      false,
      false,
    ]);
    expect(stdout).toContain('COUNTERSIGN_EXTERNAL_ID has it already');
  });

  it('writes over nothing: names what differs, writes no other file, and ends with 1', async () => {
    await setup('--out', 'theirs');
    await writeFile(join(home, 'theirs/crontab'), '# ours\n');
    const { code, stdout, stderr } = await setup('--out', 'theirs', '--config', 'config.yaml');
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/FILE_DIFFERS: .*auditor-role\.yaml.*crontab/);
    expect(await readFile(join(home, 'theirs/crontab'), 'utf8')).toBe('# ours\n');
    expect(await readFile(join(home, 'theirs/auditor-role.yaml'), 'utf8')).not.toContain('OurAuditor');
  });

  it('follows no link that leads nowhere, and writes nothing beside it', async () => {
    const other = await mkdtemp(join(tmpdir(), 'countersign-elsewhere-'));
    await symlink(join(other, 'target'), join(other, 'crontab'));
    const { code, stderr } = await countersign(['setup', '--out', '.'], { cwd: other });
    expect(code).toBe(1);
    expect(stderr).toContain('FILE_DIFFERS');
    expect(await readdir(other)).toEqual(['crontab']);
  });

  it('tells a program the same as JSON', async () => {
    const { code, stdout } = await setup('--json', '--out', 'json');
    expect(code).toBe(0);
    const { directory, written, kept, next } = JSON.parse(stdout);
    expect([directory, kept]).toEqual(['json', []]);
    expect(written).toContain('terraform/home/main.tf.json');
    expect(next[0].commands[0]).toMatch(UUID);
  });
});
