import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';

/** A program that is not ours and that a test needs. */
export interface Outsider {
  name: string;
  /** The environment variable that says where it is. */
  variable: string;
  /** What it is called on PATH. */
  command: string;
}

export const AWS_CLI: Outsider = { name: 'The AWS CLI', variable: 'COUNTERSIGN_AWS_CLI', command: 'aws' };

export const CHROMIUM: Outsider = { name: 'Chromium', variable: 'COUNTERSIGN_CHROMIUM', command: 'chromium' };

export const MOTO: Outsider = { name: 'moto', variable: 'COUNTERSIGN_MOTO', command: 'moto_server' };

export const CFN_LINT: Outsider = { name: 'cfn-lint', variable: 'COUNTERSIGN_CFN_LINT', command: 'cfn-lint' };

export const HADOLINT: Outsider = { name: 'hadolint', variable: 'COUNTERSIGN_HADOLINT', command: 'hadolint' };

export const SHELLCHECK: Outsider = {
  name: 'ShellCheck',
  variable: 'COUNTERSIGN_SHELLCHECK',
  command: 'shellcheck',
};

export const CHECK_JSONSCHEMA: Outsider = {
  name: 'check-jsonschema',
  variable: 'COUNTERSIGN_CHECK_JSONSCHEMA',
  command: 'check-jsonschema',
};

export const TERRAFORM: Outsider = {
  name: 'Terraform',
  variable: 'COUNTERSIGN_TERRAFORM',
  command: 'terraform',
};

export const BASH: Outsider = { name: 'bash', variable: 'COUNTERSIGN_BASH', command: 'bash' };

export const ZSH: Outsider = { name: 'zsh', variable: 'COUNTERSIGN_ZSH', command: 'zsh' };

export const FISH: Outsider = { name: 'fish', variable: 'COUNTERSIGN_FISH', command: 'fish' };

/** Gives a program a terminal: of util-linux, where Debian has it in every system. */
export const SCRIPT: Outsider = { name: 'script', variable: 'COUNTERSIGN_SCRIPT', command: 'script' };

/** OpenSSL 3 with the shell tools that auditors use beside it; other programs of its name know less. */
export const OPENSSL: Outsider = { name: 'OpenSSL 3', variable: 'COUNTERSIGN_OPENSSL', command: 'openssl' };

/** Whether the tools of `docs/for-auditors.md` are all here. */
export function hasAuditorTools(): boolean {
  const version = spawnSync('openssl', ['version'], { encoding: 'utf8' }).stdout ?? '';
  const shell = spawnSync('bash', ['-c', 'command -v sha256sum base64 cut'], { encoding: 'utf8' });
  return version.startsWith('OpenSSL 3') && shell.status === 0;
}

/** Where the program is; undefined when this machine does not have it. */
export function locate({ variable, command }: Outsider): string | undefined {
  const named = process.env[variable];
  if (named !== undefined) return existsSync(named) ? named : undefined;
  const found = spawnSync('sh', ['-c', `command -v ${command}`], { encoding: 'utf8' });
  return found.status === 0 ? found.stdout.trim() : undefined;
}

/** Skips loudly where a program is absent; in CI that is a failure. */
export function missing(outsider: Outsider): void {
  const words = `${outsider.name} is not on this machine (set ${outsider.variable} or put ${outsider.command} on PATH)`;
  it(`needs ${outsider.name}`, (test) => {
    expect(process.env.CI, `${words}, and CI must have it`).toBeFalsy();
    console.warn(`SKIPPED: ${words}.`);
    test.skip();
  });
}
