import type { ControlId } from './check.ts';
import type { ControlStatus } from './control.ts';
import type { Finding } from './finding.ts';
import type { ThirdPartyRef } from './party.ts';
import type { RoleDigests, TrendPoint } from './report.ts';

/** The newest shape of `baseline.json`. */
export const BASELINE_SCHEMA_VERSION = 1;

/**
 * What was known before a run, kept in the run as `baseline.json`: the report of the run before, and for all that it
 * did not read, what earlier runs knew. With it a run is compared again, years later, without the run before.
 */
export interface Baseline {
  schemaVersion: number;
  /** The run before. */
  run: { runId: string; startedAt: string };
  /** Names the key of its external-ID fingerprints; null when there was none. */
  externalIdKey: string | null;
  /** The accounts whose roles the run before, or one earlier, has read. */
  accountIds: string[];
  /** Findings not known to be gone. */
  findings: KnownFinding[];
  /** Findings of earlier runs that were gone by the run before. */
  resolved: ResolvedEarlier[];
  /** Roles open to outsiders. */
  roles: KnownRole[];
  /** What the run before found of each control; absent in runs from before it was kept. */
  controls?: Array<{ id: ControlId; status: ControlStatus }>;
  /** The run before and those before it, the oldest first; absent in runs from before it was kept. */
  history?: TrendPoint[];
}

export interface KnownFinding {
  /** Without evidence: that stands in the run that saw it. */
  finding: Finding;
  /** The accounts whose facts it rested on. */
  readIn: string[];
}

/** Remembered so that a finding that comes back is told from a new one. */
export interface ResolvedEarlier {
  fingerprint: string;
  firstSeen: string;
  /** The run that no longer saw it. */
  resolvedIn: string;
}

export interface KnownRole {
  accountId: string;
  roleArn: string;
  digests?: RoleDigests;
  /** The third parties it admitted. */
  parties: ThirdPartyRef[];
}
