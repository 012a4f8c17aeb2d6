import type { RunRecord } from '../model/run-record.ts';
import { carryRules, type Flow, type FlowedAccount } from './account-flow.ts';
import type { BegunRun } from './begin.ts';
import { carrySource } from './carry.ts';
import type { ScanRequest } from './scan-request.ts';

/** What a run takes over from the one before it, as it was asked. */
export interface SinceLast {
  /** For the accounts that flow through. */
  flow: Pick<Flow, 'carried'>;
  /** What `run.json` says of it, once they have. */
  record(flowed: readonly FlowedAccount[]): Pick<RunRecord, 'sinceLast'>;
}

export async function sinceLast(
  { config, version, sinceLast: isAsked }: ScanRequest,
  { last }: BegunRun,
  isMasked: boolean,
): Promise<SinceLast> {
  if (isAsked !== true) return { flow: {}, record: () => ({}) };
  const rules = carryRules(config, { version, isMasked });
  const source = await carrySource(last, rules);
  const { maxAge } = rules;
  if ('why' in source) {
    const { why } = source;
    const none = { run: null, why, maxAge, accounts: 0, facts: 0, callsSaved: 0 };
    return { flow: {}, record: () => ({ sinceLast: none }) };
  }
  const { run } = source;
  return {
    flow: { carried: { run, rules } },
    record(flowed) {
      const carried = flowed.map((account) => account.carried);
      const accounts = carried.filter(({ facts }) => facts > 0).length;
      const facts = carried.reduce((sum, one) => sum + one.facts, 0);
      const callsSaved = carried.reduce((sum, one) => sum + one.calls, 0);
      return { sinceLast: { run: run.runId, maxAge, accounts, facts, callsSaved } };
    },
  };
}
