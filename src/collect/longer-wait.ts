const LONGEST_WAIT_MS = 15_000;

/** How long to wait after a wait, both in milliseconds, for what AWS makes in its own time: twice as long, up to a limit. */
export function longerWait(milliseconds: number): number {
  return Math.min(2 * milliseconds, LONGEST_WAIT_MS);
}
