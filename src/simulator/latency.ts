import { digest } from './digest.ts';

/** Milliseconds that an answer takes: a number, or anything between two. */
export type Latency = number | { from: number; to: number };

/** How long the answer to a request waits. Drawn from the request's id, so that it is the same in the next run. */
export function latencyOf(latency: Latency, requestId: string): number {
  if (typeof latency === 'number') return latency;
  const { from, to } = latency;
  const share = Number.parseInt(digest('latency', requestId).slice(0, 8), 16) / 0xffffffff;
  return Math.round(from + share * (to - from));
}
