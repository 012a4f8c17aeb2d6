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
}

/** What notices take of the runner; that of Security Hub is the auditor roles'. */
export interface RunnerNotices {
  /** On topics by ARN, and where `home` is among them on that of the home; absent where none is told. */
  topics?: { actions: readonly string[]; arns: readonly string[]; home: boolean };
  buses?: { actions: readonly string[]; arns: readonly string[] };
  /** By namespace; the alarm of silence goes by the first. */
  metrics?: { actions: readonly string[]; namespaces: readonly string[]; heartbeat: string };
}

/** Who asks a table of Athena, and which. */
export interface TrailReader {
  role: RoleName;
  /** As the configuration names it; undefined where it does not. */
  roleArn?: string;
  /** Whether the configuration sends it an external ID. */
  sendsExternalId: boolean;
  region: string;
  workGroup: string;
  database: string;
  table: string;
  /** Where results go, where the configuration says it. */
  results?: { bucket: string; prefix: string };
  /** By what they are done on. */
  actions: Readonly<
    Record<
      | 'queries'
      | 'table'
      | 'lake'
      | 'buckets'
      | 'logs'
      | 'results'
      | 'resultsBucket'
      | 'logKey'
      | 'resultsKey',
      readonly string[]
    >
  >;
}

/** All that the templates are made from: no external ID and no other secret is among it. */
export interface SetupValues {
  version: string;
  /** As `countersign policy` prints it. */
  auditorPolicy: PolicyDocument;
  organizationPolicy: PolicyDocument;
  runnerActions: RunnerActions;
  notices: RunnerNotices;
  auditor: RoleName;
  /** ARNs of the roles of single accounts that go by another name. */
  otherAuditors: readonly string[];
  organizationReader: RoleName;
  /** Where the configuration asks a table of Athena who came in. */
  trailReader?: TrailReader;
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
