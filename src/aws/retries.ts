import { StandardRetryStrategy } from '@smithy/core/retry';
import type { ClientSettings } from './settings.ts';

/** What the SDK pauses with by itself before it tries again after a refusal for being too fast. */
const AFTER_THROTTLING_MS = 1_000;
const LONGEST_PAUSE_MS = 20_000;

/**
 * The retries of one client: made anew for each, since what one account has used up is no other's. The mode that the
 * caller asks for counts; `standard` leaves it to the account's pace how long to wait after throttling, and what
 * `retry-after` asks for (the SDK waits five seconds of that at most).
 */
export function retries(
  { maxAttempts, retryMode }: ClientSettings,
  attempts = maxAttempts,
): { maxAttempts: number; retryStrategy?: StandardRetryStrategy } {
  return {
    maxAttempts: attempts,
    ...(retryMode === 'adaptive' ? {} : { retryStrategy: new PacedRetries(async () => attempts) }),
  };
}

type Refreshing = StandardRetryStrategy['refreshRetryTokenForRetry'];

class PacedRetries extends StandardRetryStrategy {
  protected override readonly retryBackoffStrategy = pauses();

  override refreshRetryTokenForRetry(...[token, asked]: Parameters<Refreshing>): ReturnType<Refreshing> {
    const { retryAfterHint: _, ...info } = asked;
    return super.refreshRetryTokenForRetry(token, info);
  }
}

/** As the SDK does it, but none after throttling. */
function pauses() {
  let base = 0;
  return {
    setDelayBase: (milliseconds: number) => {
      base = milliseconds === AFTER_THROTTLING_MS ? 0 : milliseconds;
    },
    computeNextBackoffDelay: (attempt: number) =>
      Math.floor(Math.random() * Math.min(base * 2 ** attempt, LONGEST_PAUSE_MS)),
  };
}
