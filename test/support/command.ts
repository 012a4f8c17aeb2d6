import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { THOROUGH } from './thorough.ts';

const root = resolve(import.meta.dirname, '../..');
const built = join(root, 'dist/cli/main.js');

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

interface Setup {
  env?: Record<string, string>;
  cwd?: string;
  main?: string;
}

/**
 * Runs the command line, or another program, as a user does; AWS settings of this machine do not reach it. Where
 * everything is tried, that is the built one in a process of its own. Else the sources run in this process, one command
 * after the other: loading and warming up takes most of a command's time.
 */
export function countersign(args: string[], setup: Setup & { apart?: boolean } = {}): Promise<Finished> {
  const isAboutProcess = setup.main !== undefined || setup.env?.NODE_OPTIONS !== undefined;
  return THOROUGH || setup.apart === true || isAboutProcess
    ? inProcessOfItsOwn(args, setup)
    : inTurn(() => here(args, setup));
}

function environment({ env }: Setup): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env;
  return { PATH, HOME, AWS_EC2_METADATA_DISABLED: 'true', ...env };
}

function inProcessOfItsOwn(args: string[], setup: Setup): Promise<Finished> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, ['--no-warnings', setup.main ?? built, ...args], {
      env: environment(setup),
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

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

let last: Promise<unknown> = Promise.resolve();

/** What a command changes of the process is there for it alone. */
function inTurn<T>(run: () => Promise<T>): Promise<T> {
  const next = last.then(run, run);
  last = next.catch(() => {});
  return next;
}

async function here(args: string[], setup: Setup): Promise<Finished> {
  const { runCommandLine } = await import('../../src/cli/command-line.ts');
  const cwd = process.cwd();
  const env = process.env;
  const said = { stdout: '', stderr: '' };
  const streams = (['stdout', 'stderr'] as const).map((name) => {
    const stream = process[name];
    const { write } = stream;
    return {
      listen() {
        stream.write = (text: string | Uint8Array) => {
          said[name] += typeof text === 'string' ? text : Buffer.from(text).toString('utf8');
          return true;
        };
      },
      leave() {
        stream.write = write;
      },
    };
  });
  const listening = SIGNALS.map((signal) => [signal, process.listeners(signal)] as const);
  process.env = environment(setup);
  process.chdir(setup.cwd ?? root);
  process.exitCode = undefined;
  for (const stream of streams) stream.listen();
  try {
    await runCommandLine(args);
    return { code: Number(process.exitCode ?? 0), ...said };
  } finally {
    for (const stream of streams) stream.leave();
    for (const [signal, before] of listening)
      for (const listener of process.listeners(signal))
        if (!before.includes(listener)) process.off(signal, listener);
    process.exitCode = undefined;
    process.chdir(cwd);
    process.env = env;
  }
}
