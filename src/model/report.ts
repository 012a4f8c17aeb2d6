import type { ExcludedAccount } from './account.ts';
import type { CheckArea } from './check.ts';
import type { ConfigurationEntry } from './configuration-entry.ts';
import type { FrameworkResult } from './control.ts';
import type { CheckCounts, CoverageEntry, Evidence, Exception, Finding, Unanswered } from './finding.ts';
import type { GuardStrength } from './guard-strength.ts';
import type { ThirdPartyRef } from './party.ts';
import type { AccessWord } from './reach.ts';
import type { Severity } from './severity.ts';

/** The newest shape of `report.json`; raised when a field changes its meaning or goes away. */
export const REPORT_SCHEMA_VERSION = 1;

export interface RunInfo {
  runId: string;
  startedAt: string;
  /** The end of collecting. */
  finishedAt: string;
  /** The moment of judgement: every age and expiry is measured against it. */
  asOf: string;
  tool: { name: 'countersign'; version: string };
  /** SHA-256 of the configuration file as read; null when the run had none (the demo). */
  configDigest: string | null;
  /** The identity that started the run. */
  callerArn: string | null;
  title: string;
  organizationName: string | null;
  /** Names the key that external IDs are fingerprinted with; absent where there is none. */
  externalIdKey?: string;
}

/** COMPLETE: every fact collected. PARTIAL: some. FAILED: none. */
export type AccountStatus = 'COMPLETE' | 'PARTIAL' | 'FAILED';

export interface AccountScope {
  accountId: string;
  name: string;
  partition: string;
  organizationalUnit: string | null;
  regions: string[];
  status: AccountStatus;
  /** Facts planned and facts collected for the account, members of per-resource facts included. */
  factsPlanned: number;
  factsCollected: number;
}

/** Roles listed = evaluated + left out, for the whole run and for each account. */
export interface RolePopulation {
  listed: number;
  evaluated: number;
  /** Roles that are not judged, by reason (`AWS service-linked`, `reserved to AWS`…). */
  leftOut: Array<{ reason: string; count: number }>;
}

export interface ReportScope {
  /** Where the list of accounts came from, in words. */
  accountSource: string;
  organizationId: string | null;
  accounts: AccountScope[];
  excluded: ExcludedAccount[];
  roles: RolePopulation;
  /** Checks that were switched off by the config, and checks whose facts were not asked for. */
  disabledChecks: Array<{ checkId: string; reason: string }>;
}

export interface ReportCoverage {
  complete: boolean;
  planned: number;
  collected: number;
  /** Only what was not collected; what was is in the facts. */
  gaps: CoverageEntry[];
}

/** One role as the inventory shows it: every role that someone outside its account may assume. */
export interface RoleInventoryEntry {
  accountId: string;
  accountName: string;
  roleArn: string;
  roleName: string;
  createdAt: string;
  /** Null: not used within the tracked period. */
  lastUsedAt: string | null;
  lastUsedRegion: string | null;
  /** Seconds; null when role settings were not collected. */
  maxSessionDuration: number | null;
  /** Who may come in, each once. */
  admits: Array<{
    party: ThirdPartyRef | { name: string; kind: 'own'; accountId: string };
    /** As the trust policy names it. */
    principal: string;
    /** The guards in words: `external ID`, `source IP`, `MFA`, `organization`… */
    requiredConditions: string[];
    /** Those of them that are weak: they make it harder for others, and do not shut them out. */
    weakConditions?: string[];
    /** How well all of them together shut out those who are not meant. Reports of older versions do not say. */
    guard?: GuardStrength;
  }>;
  /** Null: no stack of the Regions read owns it. Undefined stays out of JSON: ownership was not read. */
  stack?: { stackName: string; region: string } | null;
  /** Fingerprints of the findings on this role. */
  findings: string[];
  /** What another service says of the role's access and every trust check found right, with what it rests on. */
  passes?: Array<{ checkId: string; detail: string; evidence: Evidence[] }>;
  /** Tells whether the role is what it was in another run. */
  digests?: RoleDigests;
  /** The external IDs asked of each third party, as the configuration lets them be shown. */
  externalIds?: Array<{ party: ThirdPartyRef; shown: string[] }>;
}

/** SHA-256, lower-case hex, over documents with their keys in order: the way a policy is written is no change of it. */
export interface RoleDigests {
  /** The trust policy, the external IDs in it left out. */
  trustPolicy: string;
  /** Inline policies, attached policies and the permissions boundary, by name and document. */
  permissions: string;
  /** Keyed fingerprints of the external IDs asked of each third party; absent where there is no key. */
  externalIds?: Array<{
    party: string;
    fingerprints: string[];
    /** The same with those in lower case that are accepted in any case; absent where there are none. */
    inAnyCase?: string[];
  }>;
}

/** Accounts by id and roles by ARN, sorted. */
export interface Reachable {
  accounts: string[];
  roles: string[];
}

/** One role leads on to another, by ARN. */
export interface ReachPath {
  from: string;
  to: string;
}

export interface ThirdPartySummary {
  /** Without an account id: it may come from several. */
  party: ThirdPartyRef;
  /** All account ids under which the party appears in trust policies of this run. */
  accountIds: string[];
  /** From the register; null where the party is not registered. */
  owner: string | null;
  justification: string | null;
  approvedBy: string | null;
  contractEnds: string | null;
  lastReviewed: string | null;
  /** The day by which the next review is to be held, ISO date; null where the register gives no last review. */
  nextReview?: string | null;
  /** Own accounts and roles that the party may enter. */
  accounts: string[];
  roles: string[];
  /**
   * Roles that the party can get into: those that admit it now, and those that it can reach from there and that do not
   * admit it. Grants that have ended do not count. `unclear`: roles among these of which it is not known in full where
   * they lead. `paths`: the last step of the shortest way to each role of `transitive`, the nearest first; then one
   * step from each role of `direct` that leads on by none of those.
   */
  reachable: { direct: Reachable; transitive: Reachable; unclear: string[]; paths?: ReachPath[] };
  /** The highest access of any of these by its own policies; null where they give none, as far as was read. */
  highestAccess: AccessWord | null;
  /** The latest use of any of these roles by anyone; null when none was used within the tracked period. */
  lastUsedAt: string | null;
  openFindings: Record<Severity, number>;
  /** Fingerprints of the findings that name the party or are on roles which admit it. */
  findings: string[];
}

export interface CheckInfo {
  id: string;
  area: CheckArea;
  title: string;
  failureTitle: string;
  severity: Severity;
  rationale: string;
  remediation: string;
  controls: string[];
}

export interface ReportSummary {
  openFindings: Record<Severity, number>;
  exceptedFindings: number;
  accounts: Record<AccountStatus, number> & { excluded: number };
  checks: CheckCounts[];
}

/** One run as a point of the trend. */
export interface TrendPoint {
  runId: string;
  startedAt: string;
  openFindings: Record<Severity, number>;
  exceptedFindings: number;
  /** False when something was not read: fewer findings may then mean that less was looked at. */
  complete: boolean;
  facts: { planned: number; collected: number };
  /** Roles open to someone outside their account. */
  openRoles: number;
  thirdParties: number;
}

export type FindingChange = 'severity' | 'status' | 'analyzer finding' | 'drift';
export type RoleChange = 'trust policy' | 'external ID' | 'permissions';

/** What is different from what was known before the run. */
export interface ReportChanges {
  /** The run before. */
  since: { runId: string; startedAt: string };
  /** False when external IDs could not be compared: one of the runs had no key, or another one. */
  externalIdsCompared: boolean;
  findings: {
    /** Fingerprints of findings that no earlier run knew. */
    new: string[];
    /** Fingerprints of findings that were gone in an earlier run. */
    reopened: string[];
    changed: Array<{ fingerprint: string; what: FindingChange[] }>;
    /** The number of findings that are as they were. */
    unchanged: number;
    /** Findings of which this run cannot tell whether they are gone, and why. They count neither as open nor as resolved. */
    notKnown: Array<{ finding: Finding; reason: string }>;
  };
  /** ARNs of roles open to outsiders. */
  roles: {
    appeared: string[];
    /** Gone, or no longer open to outsiders. */
    vanished: string[];
    changed: Array<{ roleArn: string; what: RoleChange[] }>;
    /** Not read this time. */
    notKnown: string[];
  };
  thirdParties: {
    appeared: ThirdPartyRef[];
    vanished: ThirdPartyRef[];
    /** Admitted earlier by roles that were not read this time, and by none that was. */
    notKnown: ThirdPartyRef[];
  };
}

/** What `report.json` holds. */
export interface AuditReport {
  schemaVersion: number;
  run: RunInfo;
  scope: ReportScope;
  coverage: ReportCoverage;
  summary: ReportSummary;
  thirdParties: ThirdPartySummary[];
  roles: RoleInventoryEntry[];
  /** Worst first, then by account, Region, resource and check. */
  findings: Finding[];
  /** Findings known before this run that are gone, without their evidence; empty when there is no run before. */
  resolved: Finding[];
  /** Absent when there is no run before. */
  changes?: ReportChanges;
  /** Earlier runs, the oldest first, and this one last. */
  trend?: TrendPoint[];
  unanswered: Unanswered[];
  /** Every exception of the config, how many findings it covers now, and whether it has expired. */
  exceptions: Array<Exception & { covers: number; expired: boolean }>;
  /** Entries of the configuration that need a look; absent in reports of earlier versions. */
  configurationEntries?: ConfigurationEntry[];
  /** The checks that were applied. */
  checks: CheckInfo[];
  /** What the results say of each framework's controls; absent in reports of earlier versions. */
  controls?: FrameworkResult[];
}
