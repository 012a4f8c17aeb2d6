import type { Call } from '../model/call.ts';

/** What reading an account took. */
export interface CallsMade {
  calls: number;
  /** From the beginning of the first call to the end of the last. */
  seconds: number;
}

/** By the calls themselves: the same whether they were made just now, before an interruption or on another machine. */
export function callsMade(calls: readonly Call[]): CallsMade {
  let first = Infinity;
  let last = -Infinity;
  for (const { startedAt, durationMs } of calls) {
    const begun = Date.parse(startedAt);
    const ended = begun + durationMs;
    // What is kept may be damaged, and no time is worth losing an account over.
    if (!Number.isFinite(ended)) continue;
    first = Math.min(first, begun);
    last = Math.max(last, ended);
  }
  return { calls: calls.length, seconds: first < last ? (last - first) / 1000 : 0 };
}
