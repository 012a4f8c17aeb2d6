import type { AwsSetup } from '../aws/connection.ts';
import type { Config } from '../config/schema.ts';
import type { Provenance } from '../evidence/manifest.ts';
import type { JudgementConfig } from '../model/config.ts';
import type { NoticeOutcome } from '../model/notice.ts';
import type { AuditReport } from '../model/report.ts';
import type { RunRecord } from '../model/run-record.ts';
import type { Interruption } from './ending.ts';
import type { Watch } from './progress.ts';
import type { Theme } from './theme.ts';

export interface ScanRequest {
  config: Config;
  judgement: JudgementConfig;
  /** Colours and a logo for the pages. */
  theme?: Theme;
  /** SHA-256 of the configuration file; null when there was none. */
  configDigest: string | null;
  /** SHA-256 of the files that it names, by key. */
  configFiles?: NonNullable<RunRecord['configFiles']>;
  /** The directory that run directories are put in. */
  out: string;
  /** Only these accounts of those in scope. */
  selected?: readonly string[];
  version: string;
  /** The program and the machine, for the manifest. */
  provenance: Provenance;
  /** Go on with the newest unfinished run under `out`, if there is one. */
  resume?: boolean;
  /** Take over from the run before what has not changed, where it takes a call for each role or stack. */
  sinceLast?: boolean;
  /** Begin a chain of runs anew, whatever there is. The evidence says so. */
  newChain?: boolean;
  /** The disk may be gone when the next run starts. */
  mayForget?: boolean;
  /** Four bytes that tell runs of the same second apart. */
  random: Uint8Array;
  aws: Pick<
    AwsSetup,
    | 'clock'
    | 'homeRegion'
    | 'region'
    | 'endpoint'
    | 'credentials'
    | 'maxAttempts'
    | 'connectionTimeoutMs'
    | 'requestTimeoutMs'
    | 'callTimeoutMs'
  >;
  watch: Watch;
  /** What may end the run before its end. */
  interrupted?: Interruption;
  /** With `resume`: accounts that are not read any more. */
  leaveOut?: readonly string[];
}

export interface ScanResult {
  directory: string;
  report: AuditReport;
  /** How it went with each entry of `notify`. */
  notices: NoticeOutcome[];
}
