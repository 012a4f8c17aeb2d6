import fc from 'fast-check';
import { test } from 'vitest';

/** Whether everything is tried: in CI, and by `npm run test:thorough`. */
export const THOROUGH = Boolean(process.env.CI || process.env.COUNTERSIGN_THOROUGH);

/**
 * How often a property is tried. Thoroughly: so many times, with the same cases each time. Otherwise less
 * often, with new cases each time; fast-check names the seed of those that fail.
 */
export function tries(full: number, seed: number): { numRuns: number; seed?: number } {
  return THOROUGH ? { numRuns: full, seed } : { numRuns: Math.min(full, Math.max(5, Math.ceil(full / 100))) };
}

/** How often at least a property's cases must have come to what it is about. Few cases of chance may happen to miss it. */
export function atLeast(count: number): number {
  return THOROUGH ? count : 0;
}

/** All of the cases, or at most so many of them where not everything is tried, others each time. */
export function some<T>(cases: readonly T[], most: number): T[] {
  if (THOROUGH) return [...cases];
  const count = Math.min(most, cases.length);
  return fc.sample(fc.shuffledSubarray([...cases], { minLength: count, maxLength: count }), 1).flat();
}

/** A test that is run where everything is tried, and otherwise one time in so many. */
export function oneIn(count: number): ReturnType<typeof test.runIf> {
  return test.runIf(THOROUGH || Math.random() * count < 1);
}

/** How large a case is: what is read at all, or what proves the point after each change. */
export function size(full: number, enough: number): number {
  return THOROUGH ? full : enough;
}
