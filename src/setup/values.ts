import type { PolicyDocument } from './policy-document.ts';

/** A role by its path (`/`, `/audit/`) and name. */
export interface RoleName {
  path: string;
  name: string;
}

/** The actions that the runner calls with its own credentials, by what it calls them on. */
export interface RunnerActions {
  bucket: readonly string[];
  /** On every object below the prefix of the evidence. */
  evidence: readonly string[];
  signingKey: readonly string[];
  fingerprintKey: readonly string[];
  encryptionKey: readonly string[];
  topic: readonly string[];
}

/** All that the templates are made from: no external ID and no other secret is among it. */
export interface SetupValues {
  version: string;
  /** As `countersign policy` prints it. */
  auditorPolicy: PolicyDocument;
  organizationPolicy: PolicyDocument;
  runnerActions: RunnerActions;
  auditor: RoleName;
  /** ARNs of the roles of single accounts that go by another name. */
  otherAuditors: readonly string[];
  organizationReader: RoleName;
  /** Seconds. */
  sessionDuration: number;
  archive: {
    /** Left out, it is asked for. */
    bucket?: string;
    prefix: string;
    objectLock: { mode: 'governance' | 'compliance'; retainDays: number };
  };
  /** Aliases of KMS keys, `alias/…`. */
  aliases: { signing: string; fingerprints: string; encryption: string };
}
