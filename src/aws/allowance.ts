import type { NotCollectedReason } from '../model/fact.ts';
import type { Clock } from './clock.ts';
import { stopper } from './stop.ts';

/** What reading one account may take. What is over it is a gap, and the account's other facts stand. */
export interface Allowance {
  /** Aborted when nothing may be sent or awaited any more; its reason is a `CutOff`. */
  signal: AbortSignal;
  /** The pages that one listing may have. */
  pagesPerCall: number;
}

/** All that an account is let answer: a limit of memory, far above what AWS's own quotas let an account hold. */
export const MAX_ANSWER_BYTES = 512 * 2 ** 20;

/** Why reading ended before its end, as the end of a sentence: `reading the account took longer than …`. */
export class CutOff extends Error {
  readonly reason: NotCollectedReason;

  constructor(reason: NotCollectedReason, why: string) {
    super(why);
    this.name = 'CutOff';
    this.reason = reason;
  }
}

/** The answers of one account hold more than is kept of one. */
export class AnswersTooLong extends Error {
  override readonly name = 'AnswersTooLong';
}

/**
 * A signal that follows `parent` and is aborted with what `reason` makes after so many milliseconds. `end` lets go of
 * both: what is made for every call must not hang on a signal that lasts as long as the run.
 */
export function limitedSignal(
  parent: AbortSignal,
  limit: { clock: Clock; milliseconds: number; reason(): Error },
): { signal: AbortSignal; end(): void } {
  const controller = stopper();
  const follow = () => controller.abort(parent.reason);
  if (parent.aborted) follow();
  parent.addEventListener('abort', follow, { once: true });
  const callOff = limit.clock.alarm(limit.milliseconds, () => controller.abort(limit.reason()));
  return {
    signal: controller.signal,
    end() {
      callOff();
      parent.removeEventListener('abort', follow);
    },
  };
}

/** What the promise comes to, or the signal's reason as soon as it is aborted: what goes on behind it is let go. */
export async function untilCutOff<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let stopListening = () => {};
  const cut = new Promise<never>((_, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    stopListening = () => signal.removeEventListener('abort', abort);
  });
  try {
    return await Promise.race([promise, cut]);
  } finally {
    stopListening();
  }
}
