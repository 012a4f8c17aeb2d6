import type { Service } from './service.ts';
import { type Params, text } from './wire/params.ts';

/** A failure to order. Every condition that is given must hold; none given means every call. */
export interface Fault {
  /** The caller's account; for AssumeRole the account of the role. */
  accountId?: string;
  region?: string;
  /** The signing name, `iam`, or the IAM prefix. */
  service?: string;
  /** `ListRoles`, or the IAM action `iam:ListRoles`. */
  operation?: string;
  /** Parameters that the call must have, `LogicalResourceId` for one: a refusal in the middle of many calls. */
  parameters?: Readonly<Record<string, string>>;
  kind: FaultKind;
  /** What goes out instead of an answer, for `other-answer`: another body, or more than that. */
  change?: (body: string) => string | OtherReply;
  /** How many calls it strikes; all of them when absent. */
  times?: number;
  /** How many matching calls it lets pass first. */
  after?: number;
}

/** A reply that no service gives. */
export interface OtherReply {
  status?: number;
  headers?: Record<string, string>;
  body: string | Uint8Array;
}

export type FaultKind =
  | 'access-denied'
  | 'error-500'
  | 'throttle'
  /** The connection is reset before any answer. */
  | 'reset'
  /** Headers and half of the body, then nothing. */
  | 'stall'
  /** The same, and a space now and then. Only a program can order it. */
  | 'drip'
  /** An answer that is not what AWS documents. Only a program can order it. */
  | 'other-answer'
  | 'expired-token'
  | 'opted-out';

interface FaultedCall {
  service: Service;
  operation: string;
  accountId: string;
  region: string;
  params: Params;
}

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** The failure that strikes this call, counting it. */
  strike(call: FaultedCall): Pick<Fault, 'kind' | 'change'> | undefined;
  /** Whether an action that a service takes in the caller's name is refused; not counted as a call. */
  refuses(action: string, accountId: string, region: string): boolean;
}

/** Keeps the faults and how often each was met. */
export function createFaults(initial: readonly Fault[]): Faults {
  let armed = initial.map((fault) => ({ fault, met: 0 }));
  return {
    add(fault) {
      armed.push({ fault, met: 0 });
    },
    clear() {
      armed = [];
    },
    strike(call) {
      for (const entry of armed) {
        if (!matches(entry.fault, call)) continue;
        entry.met++;
        const { after = 0, times = Number.POSITIVE_INFINITY } = entry.fault;
        if (entry.met > after && entry.met <= after + times) return entry.fault;
      }
      return undefined;
    },
    refuses: (action, accountId, region) =>
      armed.some(
        ({ fault }) =>
          fault.kind === 'access-denied' &&
          fault.operation === action &&
          (fault.accountId === undefined || fault.accountId === accountId) &&
          (fault.region === undefined || fault.region === region),
      ),
  };
}

function matches(fault: Fault, call: FaultedCall): boolean {
  const action = call.service.action(call.operation);
  const prefix = action.slice(0, action.indexOf(':'));
  return (
    (fault.accountId === undefined || fault.accountId === call.accountId) &&
    (fault.region === undefined || fault.region === call.region) &&
    (fault.service === undefined || fault.service === call.service.signingName || fault.service === prefix) &&
    (fault.operation === undefined || fault.operation === call.operation || fault.operation === action) &&
    Object.entries(fault.parameters ?? {}).every(([name, value]) => text(call.params, name) === value)
  );
}
