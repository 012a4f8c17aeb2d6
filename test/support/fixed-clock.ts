import type { ScanRequest } from '../../src/run/scan-request.ts';

/** A moment for tests: what is injected where the product would ask the machine. */
export const AS_OF = '2026-11-01T00:00:00.000Z';

/** Time stands still; sleeping takes no time but lets others run. */
export function fixedClock(time: string): ScanRequest['aws']['clock'] {
  return {
    now: () => new Date(time),
    sleep: () => new Promise((resolve) => setImmediate(resolve)),
    alarm: () => () => {},
  };
}
