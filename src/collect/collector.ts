import type { Caller } from '../aws/caller.ts';
import type { Clock } from '../aws/clock.ts';
import type { AccountTarget } from '../model/account.ts';
import type { DriftMode } from '../model/config.ts';
import type { Fact, NotCollectedFact } from '../model/fact.ts';
import type { AccountFactKey, FactKey, FactValues } from '../model/fact-values.ts';
import type { Activity } from '../model/facts/activity.ts';
import type { Role } from '../model/facts/authorization-details.ts';
import type { PlanningPopulation } from '../model/planning-population.ts';
import type { ResourceService } from '../model/resource-services.ts';
import type { RecordedActivity } from './athena/recorded-activity.ts';
import type { QueryRecord } from './athena/run-query.ts';
import type { HeldRecord } from './cloudtrail/held-record.ts';

/** A log file of CloudTrail on this machine. */
export interface LogFile {
  path: string;
  /** As evidence names it: what stands below the configured folder. */
  name: string;
}

/** The log files of a run. Each account reads its own. */
export interface LogFiles {
  /** Those that hold records of the account, by their names or, where these do not tell, by what is in them. */
  of(accountId: string): readonly LogFile[];
  held: HeldRecord;
}

/** What the queries of a run came to. */
export interface TrailAnswer {
  /** The account in which they were made. */
  accountId: string;
  queries: QueryRecord[];
  of: ReadonlyMap<string, RecordedActivity>;
  held: HeldRecord;
}

/** What a table of Athena holds, asked for once for all accounts of a run. */
export interface TrailReading {
  place: Pick<NonNullable<Activity['athena']>, 'region' | 'workGroup' | 'database' | 'table'>;
  from: string;
  to: string;
  /** What their sessions called was asked for too. */
  withCalls: boolean;
  /** Asked for by the first account that wants it. Throws `AwsCallError`. */
  read(): Promise<TrailAnswer>;
}

/**
 * How it is read what outsiders did: from the event history of CloudTrail, from log files on this machine, or from a
 * table of Athena.
 */
export type ActivityReading = { days: number } & (
  | { source: 'lookup' /** How many of their sessions are looked into. */; sessions: number }
  | { source: 'files'; files: LogFiles; signal?: AbortSignal | undefined }
  | { source: 'athena'; reading: TrailReading; signal?: AbortSignal | undefined }
);

/** Of whom the register speaks in IAM Identity Center, and where it is read. */
export interface GuestsWanted {
  accountId: string;
  region: string;
  domains: readonly string[];
  groups: readonly string[];
  meansDomain(domain: string): boolean;
  meansGroup(name: string): boolean;
}

/** Everything a collector may use. It has no other way to AWS, no clock of its own and no files. */
export interface CollectContext {
  account: AccountTarget;
  /** Who answered GetCallerIdentity in the account, known to be the account asked for. */
  identity: { accountId: string; callerArn: string };
  /** The Region to read; `global` for facts that are not Regional. */
  region: string;
  /** The Regions that are read of the account, for global facts that are put together from Regional ones. */
  regions: readonly string[];
  /** Why the Regions are not known, where they are not: then `regions` is `enabled` alone. */
  missingRegions?: NotCollectedFact | undefined;
  caller: Caller;
  /** A fact of this account collected earlier, in `region` for Regional facts. Only those named in `requires`. */
  fact<K extends FactKey>(key: K, region?: string): Fact<FactValues[K]>;
  /** Roles that someone outside the account may assume, decided by the policy reasoning. */
  isAccessRole(role: Role): boolean;
  /** Those of them that an outsider may assume, as far as it is known who that is, or of which it cannot be ruled out. */
  isOutsiderRole(role: Role): boolean;
  driftMode: DriftMode;
  /** Seconds that a drift detection of one stack may take. */
  driftTimeout: number;
  /** Hours for which a comparison that CloudFormation has made is taken over, and none asked for. */
  driftMaxAge: number;
  /** The services whose resource policies are read. */
  resourcePolicies: readonly ResourceService[];
  /** Where it is read who came in, and how much of it. */
  activity: ActivityReading;
  /** Whom to look for in IAM Identity Center; undefined where the configuration does not ask for it. */
  identityCenter?: GuestsWanted | undefined;
  clock: Clock;
  /** The gap that an error leaves. What AWS did not cause is noted as a fault of ours. */
  gap(error: unknown): NotCollectedFact;
}

/** The calls of one operation that a collector will make. */
export interface PlannedCall {
  service: string;
  operation: string;
  calls: number;
}

/** Reads one fact. Its file is named after the fact. */
export interface Collector<K extends AccountFactKey = AccountFactKey> {
  fact: K;
  /**
   * Facts that are collected before. When one of the same Region, or a global one, was not collected, this one is
   * not either. A global collector that requires a Regional fact finds it for every Region and judges by itself what
   * a missing one means.
   */
  requires: readonly AccountFactKey[];
  /** Read only where the configuration asks for it, so that its actions are in no policy that is made without one. */
  isAskedFor?: true;
  /** The IAM actions it calls: the auditor role's policy is generated from these. */
  actions(driftMode: DriftMode, resourcePolicies?: readonly ResourceService[]): readonly string[];
  /** How many calls it will make once (global) or in one Region (regional), at the page sizes of AWS. */
  plan(
    population: PlanningPopulation,
    driftMode: DriftMode,
    resourcePolicies?: readonly ResourceService[],
  ): PlannedCall[];
  /** Throws when the fact cannot be collected. The value is plain JSON. */
  collect(context: CollectContext): Promise<FactValues[K]>;
}

/** The calls that reading `things` takes in pages of `size`; an empty list takes one call too. */
export function pages(things: number, size: number): number {
  return Math.max(1, Math.ceil(things / size));
}
