/** The exit codes that schedulers rely on. */
export const EXIT = {
  done: 0,
  /** Bad configuration, no credentials, or a fault of the tool. */
  couldNotRun: 1,
  /** Done, with open findings at or above `--fail-on`. */
  findings: 2,
  /**
   * Done, but not complete: something was not read, answered, written or told, a run before is damaged, or the
   * configuration is strict and an entry of it is not in order.
   */
  incomplete: 3,
  /** The evidence is not what was sealed. */
  altered: 4,
} as const;
