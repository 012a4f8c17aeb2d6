import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { registry } from '../../src/checks/registry.ts';
import { createProgram } from '../../src/cli/program.ts';
import { countersign } from '../support/command.ts';

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'countersign-completion-'));
  await mkdir(join(cwd, 'countersign-runs/20261101T000000Z-01020304'), { recursive: true });
  await mkdir(join(cwd, 'countersign-runs/state'));
});

/** The values for the last word; nothing may ever be written to stderr, and nothing ends otherwise than with 0. */
async function valuesFor(...words: string[]): Promise<string[]> {
  const { code, stdout, stderr } = await countersign(['complete', '--', ...words], {
    cwd,
    env: { HOME: cwd },
  });
  expect([code, stderr]).toEqual([0, '']);
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split('\t')[0] ?? '');
}

async function config(text: string): Promise<void> {
  await writeFile(join(cwd, 'config.yaml'), text);
}

describe('countersign complete', () => {
  it('knows every command that help shows, and not itself', async () => {
    const all = await valuesFor('');
    const visible = createProgram()
      .commands.map((command) => command.name())
      .filter((name) => name !== 'complete');
    expect(all.toSorted()).toEqual([...visible, 'help'].toSorted());
  });

  it('knows options of a command and those that every command takes, also before the command', async () => {
    expect(await valuesFor('scan', '--')).toEqual(expect.arrayContaining(['--resume', '--json', '--help']));
    expect(await valuesFor('--quiet', '--log-format', 'json', 'scan', '--new')).toEqual(['--new-chain']);
    expect(await valuesFor('scan', '--resume', '--on-interrupt', '')).toEqual(['seal', 'keep']);
  });

  it('knows checks, severities, runs and shells', async () => {
    const ids = registry.map(({ id }) => id);
    expect(await valuesFor('checks', 'show', '')).toEqual(ids);
    expect(await valuesFor('scan', '--check', `${ids[0]},`)).toEqual(
      ids.slice(1).map((id) => `${ids[0]},${id}`),
    );
    expect(await valuesFor('scan', '--fail-on', '')).toContain('none');
    expect(await valuesFor('verify', '')).toEqual(['countersign-runs/20261101T000000Z-01020304']);
    expect(await valuesFor('diff', 'a', 'countersign')).toHaveLength(1);
    expect(await valuesFor('diff', 'a', 'b', '')).toEqual([]);
    expect(await valuesFor('completion', 'b')).toEqual(['bash']);
  });

  it('knows the accounts of the configuration, and leaves out what a shell might run', async () => {
    await config(
      'accounts:\n  - { id: "111122223333", name: payments-prod }\n  - { id: "444455556666", name: "$(reboot)" }\n  - { id: "1\\nrm", name: "a\\tb" }\n',
    );
    expect(await valuesFor('scan', '--accounts', '')).toEqual([
      '111122223333',
      'payments-prod',
      '444455556666',
    ]);
  });

  it.each([
    ['is damaged', 'accounts: [{'],
    ['is something else', '- 1\n- 2\n'],
    ['is hostile', `accounts: ${'['.repeat(5_000)}\n`],
  ])('says nothing where the configuration %s', async (_, text) => {
    await config(text);
    expect(await valuesFor('scan', '--accounts', '')).toEqual([]);
    expect(
      await valuesFor('scan', '--accounts', '', '--config', '/nowhere/config.yaml', '--accounts', ''),
    ).toEqual([]);
  });

  it('says nothing of what does not exist', async () => {
    expect(await valuesFor('nonsense', '--nonsense', '')).toEqual([]);
    expect(await valuesFor('scan', '--nonsense=')).toEqual([]);
    expect(await valuesFor()).toContain('scan');
  });
});
