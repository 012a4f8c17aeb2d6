import { CommanderError } from 'commander';
import { EXIT } from './exit-codes.ts';
import { wantsJson } from './options.ts';
import { createProgram } from './program.ts';

/** Runs one command line and sets the exit code; nothing is ever asked for. */
export async function runCommandLine(argv: string[]): Promise<void> {
  const json = wantsJson(argv);
  try {
    await createProgram(json).parseAsync(argv, { from: 'user' });
  } catch (error) {
    const { describeFailure, failureExitCode, failureLine } = await import('./failure.ts');
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.couldNotRun;
      // The parser has said it already, in text.
      if (error.exitCode !== 0 && json) process.stderr.write(`${failureLine(error)}\n`);
      return;
    }
    process.stderr.write(`${json ? failureLine(error) : describeFailure(error)}\n`);
    process.exitCode = failureExitCode(error);
  }
}

// The SDK's note to developers about coming Node versions is not for those who run an audit.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

// A reader that goes away (`| head`) is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});
