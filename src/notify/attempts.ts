import type { Clock } from '../aws/clock.ts';

/** A notice that was not taken, in words that name neither its target nor its secret. */
export class NotTold extends Error {
  override readonly name = 'NotTold';
  /** There where the same may be taken the next time; how long to wait before, where the target says it. */
  readonly again: { afterMs?: number } | undefined;

  constructor(message: string, again?: { afterMs?: number }) {
    super(message);
    this.again = again;
  }
}

const ATTEMPTS = 4;
const FIRST_PAUSE_MS = 1_000;
/** A target that asks for more patience is told at the next run. */
const LONGEST_PAUSE_MS = 30_000;

/** Tries what may pass with time again, each time after a longer pause. Throws what the last attempt threw. */
export async function withAttempts<T>(clock: Clock, attempt: () => Promise<T>): Promise<T> {
  for (let count = 1; ; count += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof NotTold) || error.again === undefined || count === ATTEMPTS) throw error;
      const { afterMs = 0 } = error.again;
      if (afterMs > LONGEST_PAUSE_MS) throw error;
      await clock.sleep(Math.max(afterMs, FIRST_PAUSE_MS * 2 ** (count - 1)));
    }
  }
}
