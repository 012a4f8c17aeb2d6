import { CommanderError } from 'commander';
import { wantsJson } from './options.ts';
import { createProgram } from './program.ts';

/** Runs one command line and sets the exit code; nothing is ever asked for. */
export async function runCommandLine(argv: string[]): Promise<void> {
  const json = wantsJson(argv);
  try {
    await createProgram(json).parseAsync(argv, { from: 'user' });
  } catch (error) {
    // So the parser ends when it has shown help or the version.
    if (error instanceof CommanderError && error.exitCode === 0) return;
    await tellFailure(error, json);
  }
}

async function tellFailure(error: unknown, json: boolean): Promise<void> {
  const { describeFailure, failureExitCode, failureLine } = await import('./failure.ts');
  process.exitCode = failureExitCode(error);
  // What is wrong with the command line the parser has said already, in text.
  if (error instanceof CommanderError && !json) return;
  process.stderr.write(`${json ? failureLine(error) : describeFailure(error)}\n`);
}

// The SDK's note to developers about coming Node versions is not for those who run an audit.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

// A reader that goes away (`| head`) is no failure of ours; a result that could not be written is one.
process.stdout.on('error', async (error: NodeJS.ErrnoException) => {
  const { exitCode } = process;
  if (error.code !== 'EPIPE') await tellFailure(error, wantsJson(process.argv));
  process.exit(exitCode || process.exitCode);
});
// A run goes on where nobody hears of it any more: its evidence and its code say all.
process.stderr.on('error', () => {});
