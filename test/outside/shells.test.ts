import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { BASH, FISH, locate, missing, SCRIPT, ZSH } from './outsiders.ts';

const main = join(resolve(import.meta.dirname, '../..'), 'dist/cli/main.js');
const terminal = locate(SCRIPT);

/** A home in which `countersign` is a command, and what each shell reads when it starts. */
const home = mkdtempSync(join(tmpdir(), 'countersign-shells-'));
const env = { PATH: `${home}:${process.env.PATH}`, HOME: home, TERM: 'dumb', ZDOTDIR: home };

beforeAll(() => {
  const program = join(home, 'countersign');
  writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`);
  chmodSync(program, 0o755);
  writeFileSync(join(home, '.bashrc'), 'PS1="ready> "\nsource <(countersign completion bash)\n');
  writeFileSync(
    join(home, '.zshrc'),
    'PS1="ready> "\nautoload -Uz compinit; compinit -u\nsource <(countersign completion zsh)\n',
  );
  writeFileSync(
    join(home, 'config.yaml'),
    'accounts:\n  - { id: "111122223333", name: payments-prod }\n  - { id: "444455556666", name: "$(touch hostile)" }\n',
  );
  writeFileSync(join(home, 'notes.yaml'), '');
});

/** Gives keys to a shell in a terminal once it has written its prompt, and waits for what a person would see then. */
async function press(shell: string, keys: string, seen: string): Promise<void> {
  const child = spawn(terminal ?? '', ['-qfc', `${shell} -i`, '/dev/null'], { env, cwd: home });
  let shown = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    shown += text;
  });
  try {
    await expect.poll(() => shown).toContain('ready>');
    child.stdin.write(keys);
    await expect.poll(() => shown.replaceAll(/\u0007|\r/g, '')).toContain(seen);
  } finally {
    child.kill('SIGKILL');
  }
}

const KEYS = [
  ['a command', 'countersign doc\t', 'countersign doctor'],
  ['an option', 'countersign scan --allow\t', '--allow-incomplete'],
  ['a severity', 'countersign scan --severity hi\t', '--severity high'],
  ['a severity after =', 'countersign scan --severity=hi\t', '--severity=high'],
  ['a check of a list', 'countersign scan --check stale-role,public\t', 'stale-role,public-trust'],
  ['a name of an account', 'countersign scan --accounts pay\t', 'payments-prod'],
  ['a file', 'countersign scan --config no\t', 'notes.yaml'],
] as const;

describe.each([
  { shell: BASH, command: 'bash' },
  { shell: ZSH, command: 'zsh' },
])('countersign completion $command', ({ shell }) => {
  if (terminal === undefined) return missing(SCRIPT);
  const program = locate(shell);
  if (program === undefined) return missing(shell);

  it.each(KEYS)('completes %s', (_, keys, line) => press(program, keys, line));

  it('runs nothing that is typed or that a configuration holds', async () => {
    await press(program, 'countersign scan --out $(touch hostile) --severity cri\t', '--severity critical');
    await press(program, 'countersign scan --accounts 4\t', '444455556666');
    expect(existsSync(join(home, 'hostile'))).toBe(false);
  });
});

describe('countersign completion fish', () => {
  const program = locate(FISH);
  if (program === undefined) return missing(FISH);

  it.each(KEYS)('completes %s', (_, keys, line) => {
    const asked = `countersign completion fish | source; complete -C '${keys.trimEnd()}'`;
    const answer = execFileSync(program, ['-c', asked], { env, cwd: home, encoding: 'utf8' });
    expect(answer).toContain(line.split(' ').at(-1));
  });
});
