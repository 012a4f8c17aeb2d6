// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of the configuration look like this.
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hideValue, withoutHiddenValues } from '../../src/cli/hidden-values.ts';
import { countersign } from '../support/command.ts';

it('shows the name of a variable in the place of its value, the longest first, and short ones as words', () => {
  hideValue('COUNTERSIGN_A', 'folder-of-ours');
  hideValue('COUNTERSIGN_B', 'folder-of-ours/deeper');
  hideValue('COUNTERSIGN_C', 'ab');
  hideValue('COUNTERSIGN_D', 'say "x"');
  hideValue('COUNTERSIGN_E', '/');
  expect(withoutHiddenValues('folder-of-ours/deeper and /x/folder-of-ours.')).toBe(
    '${COUNTERSIGN_B} and /x/${COUNTERSIGN_A}.',
  );
  expect(withoutHiddenValues('about /ab/ab')).toBe('about /${COUNTERSIGN_C}/${COUNTERSIGN_C}');
  expect(withoutHiddenValues(JSON.stringify({ path: 'say "x"' }))).toBe('{"path":"${COUNTERSIGN_D}"}');
});

const SECRET = 'hunter2-of-the-environment';

it.each([
  ['a theme', 'report: { theme: "${COUNTERSIGN_X}/theme" }'],
  ['a vendor file', 'vendors: { files: ["${COUNTERSIGN_X}.yaml"] }'],
  ['a signing key', 'evidence: { signing: { keyFile: "${COUNTERSIGN_X}/key.pem" } }'],
  ['a key of fingerprints', 'evidence: { externalIdKeyFile: "config.yaml/${COUNTERSIGN_X}" }'],
  ['a directory of runs', 'evidence: { directory: "config.yaml/${COUNTERSIGN_X}" }'],
])('no message names a file by a value from the environment: %s', async (_what, setting) => {
  const home = await mkdtemp(join(tmpdir(), 'countersign-hidden-'));
  await writeFile(join(home, 'config.yaml'), `accounts: [{ id: "111122223333" }]\n${setting}\n`);
  const { code, stdout, stderr } = await countersign(['scan'], {
    cwd: home,
    env: { COUNTERSIGN_X: SECRET, AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' },
  });
  expect(code).toBe(1);
  expect(stderr).toContain('${COUNTERSIGN_X}');
  expect(stdout + stderr).not.toContain(SECRET);
});

it('a variable of others is put in where the command line names it, in every command that reads a configuration', async () => {
  const home = await mkdtemp(join(tmpdir(), 'countersign-named-'));
  await writeFile(join(home, 'config.yaml'), 'accounts: [{ id: "${ACCOUNT_ID}" }]\ndrift: { mode: "off" }\n');
  const policy = (...more: string[]) =>
    countersign(['policy', '--config', 'config.yaml', ...more], {
      cwd: home,
      env: { ACCOUNT_ID: '111122223333' },
    });
  const refused = await policy();
  expect([refused.code, refused.stderr]).toEqual([
    1,
    expect.stringContaining('allow it by --env ACCOUNT_ID'),
  ]);
  expect((await policy('--env', 'OTHER', '--env', 'ACCOUNT_ID')).code).toBe(0);
  for (const command of ['scan', 'plan', 'report', 'policy'])
    expect((await countersign([command, '--help'])).stdout, command).toContain('--env <name>');
});
