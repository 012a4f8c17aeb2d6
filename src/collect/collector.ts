import type { Caller } from '../aws/caller.ts';
import type { AccountTarget } from '../model/account.ts';
import type { DriftMode } from '../model/config.ts';
import type { Fact, FactScope } from '../model/fact.ts';
import type { FactKey, FactValues } from '../model/fact-values.ts';
import type { Role } from '../model/iam-facts.ts';

/** Everything a collector may use. It has no other way to AWS, no clock of its own and no files. */
export interface CollectContext {
  account: AccountTarget;
  /** The Region to read; `global` for facts that are not Regional. */
  region: string;
  caller: Caller;
  /** A fact of this account collected earlier, in `region` for Regional facts. Only those named in `requires`. */
  fact<K extends FactKey>(key: K, region?: string): Fact<FactValues[K]>;
  /** Roles that someone outside the account may assume, decided by the policy reasoning. */
  isAccessRole(role: Role): boolean;
  driftMode: DriftMode;
  now(): Date;
}

/** The number of things in an account that decide how many calls a collector makes. */
export interface PlanningPopulation {
  roles: number;
  policies: number;
  accessRoles: number;
  /** In the Region in question. */
  analyzers: number;
  externalFindings: number;
  unusedFindings: number;
  stacks: number;
  /** Stacks that own an access role, their resources, and the access-granting ones among them. */
  owningStacks: number;
  accessResources: number;
}

/** The calls of one operation that a collector will make. */
export interface PlannedCall {
  service: string;
  operation: string;
  calls: number;
}

/** Reads one fact. Its file is named after the fact. */
export interface Collector<K extends FactKey = FactKey> {
  fact: K;
  scope: FactScope;
  /** Facts that must have been collected before; when one was not, this one is not either. */
  requires: readonly FactKey[];
  /** The IAM actions it calls: the auditor role's policy is generated from these. */
  actions(driftMode: DriftMode): readonly string[];
  /** How many calls it will make, for `countersign plan`. */
  plan(population: PlanningPopulation, driftMode: DriftMode): PlannedCall[];
  collect(context: CollectContext): Promise<FactValues[K]>;
}
