/** Whether every benchmark is to be tried in a small form: that shows that it works, and measures nothing. */
export const SHORT = process.argv.includes('--short');

/** How large a case is. */
export function size(full: number, short: number): number {
  return SHORT ? short : full;
}

/** How many accounts a fleet has; with COUNTERSIGN_BENCH_ACCOUNTS so many, where there is no time for all of them. */
export function accountsOf(full: number, short: number): number {
  return size(Number(process.env.COUNTERSIGN_BENCH_ACCOUNTS ?? full), short);
}
