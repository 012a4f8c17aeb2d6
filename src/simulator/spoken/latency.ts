import type { Latency } from '../latency.ts';

/** Reads `60` or `60-200`, in milliseconds; throws an Error in plain words. */
export function readLatency(text: string): Latency {
  const [, from, to] = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(text) ?? [];
  if (from === undefined) throw new Error('It must be milliseconds, such as 60 or 60-200.');
  if (to === undefined) return Number(from);
  if (Number(to) < Number(from)) throw new Error('The second number must not be smaller than the first.');
  return { from: Number(from), to: Number(to) };
}
