import type { Gate } from '../../src/aws/gate.ts';
import type { Attempts } from '../../src/aws/operations.ts';

/** Attempts that wait for nothing. */
export const ATTEMPTS: Attempts = { make: (_signal, send) => send() };

/** A gate that holds up nobody. */
export const OPEN_GATE: Gate = {
  pass: async (_service, _region, signal, task) => {
    signal.throwIfAborted();
    return task(ATTEMPTS);
  },
};
