/** Whether every benchmark is to be tried in a small form: that shows that it works, and measures nothing. */
export const SHORT = process.argv.includes('--short');

/** How large a case is. */
export function size(full: number, short: number): number {
  return SHORT ? short : full;
}
