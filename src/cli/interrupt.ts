import { constants } from 'node:os';
import { stopper } from '../aws/stop.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Aborted by the first SIGINT or SIGTERM (Ctrl-C; CodeBuild and ECS when they stop a task), with the signal's name as
 * the reason. The second ends the process at once: the run on disk can be gone on with at any moment.
 */
export function interruption(say: (signal: string) => void): AbortSignal {
  const controller = stopper();
  for (const name of SIGNALS) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(128 + constants.signals[name]);
      say(name);
      controller.abort(new Error(name));
    });
  }
  return controller.signal;
}
