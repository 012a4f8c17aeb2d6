import type { AccountSubject, ExcludedAccount } from './account.ts';
import type { JudgementConfig } from './config.ts';

/** The newest shape of `run.json`. */
export const RUN_SCHEMA_VERSION = 1;

/** What `run.json` holds: everything about a run that is not a fact and that judging it again needs. */
export interface RunRecord {
  schemaVersion: number;
  runId: string;
  startedAt: string;
  finishedAt: string;
  /** The moment of judgement. */
  asOf: string;
  tool: { name: 'countersign'; version: string };
  configDigest: string | null;
  callerArn: string | null;
  scope: {
    /** Where the list of accounts came from, in words. */
    accountSource: string;
    accounts: AccountSubject[];
    excluded: ExcludedAccount[];
  };
  judgement: JudgementConfig;
  counts: RunCounts;
}

/** Counts that reconcile: accounts in scope = complete + partial + failed; roles listed = evaluated + left out. */
export interface RunCounts {
  accounts: { inScope: number; complete: number; partial: number; failed: number; excluded: number };
  facts: { planned: number; collected: number; notCollected: number };
  roles: { listed: number; evaluated: number; leftOut: number };
  calls: number;
  findings: { open: number; excepted: number };
}
