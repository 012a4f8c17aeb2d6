import { digest, stableUuid } from './digest.ts';
import type { Params } from './wire/params.ts';

/** A call as it arrived, for assertions. */
export interface SimulatedCall {
  service: string;
  operation: string;
  /** The caller's account. */
  accountId: string;
  region: string;
  params: Params;
  requestId: string;
  /** `OK`, the error code, or the fault that was ordered; empty until it is answered. */
  outcome: string;
}

export interface CallLog {
  calls: SimulatedCall[];
  /** Writes the call down and gives it a request id: the same call, made as often before, has the same id. */
  record(call: Omit<SimulatedCall, 'requestId' | 'outcome'>): SimulatedCall;
}

/** Numbers the calls, and keeps them when told to. */
export function createCallLog(keep: boolean): CallLog {
  const calls: SimulatedCall[] = [];
  const seen = new Map<string, number>();
  return {
    calls,
    record(call) {
      const { service, operation, accountId, region, params } = call;
      const same = digest(service, operation, accountId, region, JSON.stringify(params)).slice(0, 32);
      const ordinal = (seen.get(same) ?? 0) + 1;
      seen.set(same, ordinal);
      const recorded = { ...call, requestId: stableUuid(same, ordinal), outcome: '' };
      if (keep) calls.push(recorded);
      return recorded;
    },
  };
}
