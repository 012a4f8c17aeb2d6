import type { AccountSubject, ExcludedAccount } from './account.ts';
import type { JudgementConfig } from './config.ts';
import type { RunHistory } from './history.ts';

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
  /** Names the key that external IDs were fingerprinted with; the key itself stays out of the run. */
  externalIdKey?: string;
  /** Present where the facts hold what stands in for external IDs, and not their values. */
  externalIds?: 'masked';
  callerArn: string | null;
  scope: {
    /** Where the list of accounts came from, in words. */
    accountSource: string;
    accounts: AccountSubject[];
    excluded: ExcludedAccount[];
    /** What the configuration takes in and leaves out of the organization; absent where it names nothing, and in earlier runs. */
    named?: NamedInScope;
  };
  judgement: JudgementConfig;
  counts: RunCounts;
  /** The times that the run was interrupted and gone on with, where it was. */
  resumptions?: Resumption[];
  /** What is damaged of the runs before, where something is: nothing was taken from there. */
  history?: RunHistory;
  /** The theme that the pages were made with, where there was one: SHA-256 over its files. */
  theme?: { sha256: string };
  /** The same of the templates that earlier versions let users replace. */
  templates?: { sha256: string };
}

/** Units by id or path of names, and accounts by id, as the configuration writes them. */
export interface NamedInScope {
  includedUnits: readonly string[];
  excludedUnits: readonly string[];
  excludedAccounts: readonly string[];
}

/** When an interrupted run was gone on with, and as whom. */
export interface Resumption {
  at: string;
  callerArn: string;
}

/** Counts that reconcile: accounts in scope = complete + partial + failed; roles listed = evaluated + left out. */
export interface RunCounts {
  accounts: { inScope: number; complete: number; partial: number; failed: number; excluded: number };
  facts: { planned: number; collected: number; notCollected: number };
  roles: { listed: number; evaluated: number; leftOut: number };
  calls: number;
  findings: { open: number; excepted: number };
}
