import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';

const built = join(resolve(import.meta.dirname, '../..'), 'dist/cli/main.js');

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the built command line, or another program, as a user does; AWS settings of this machine do not reach it. */
export function countersign(
  args: string[],
  setup: { env?: Record<string, string>; cwd?: string; main?: string } = {},
): Promise<Finished> {
  const { PATH = '', HOME = '' } = process.env;
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, ['--no-warnings', setup.main ?? built, ...args], {
      env: { PATH, HOME, AWS_EC2_METADATA_DISABLED: 'true', ...setup.env },
      cwd: setup.cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text;
    });
    child.once('error', failed);
    child.once('close', (code) => done({ code, stdout, stderr }));
  });
}
