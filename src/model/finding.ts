import type { CheckArea, CheckStatus } from './check.ts';
import type { ComparedSide } from './compared-side.ts';
import type { NotCollectedReason } from './fact.ts';
import type { Fix } from './fix.ts';
import type { ThirdPartyRef } from './party.ts';
import type { Severity } from './severity.ts';

/** Points into a file of the run directory: every finding names the collected bytes it rests on. */
export interface Evidence {
  /** Relative to the run directory: `accounts/111122223333/facts.jsonl.gz`. */
  file: string;
  fact: string;
  region: string;
  /** JSON Pointer (RFC 6901) into the fact's value. Where it passes through a string, that string is a JSON document. */
  pointer: string;
  /** What stands there, external IDs masked unless the config shows them. */
  value: unknown;
  /** JSON Pointers into `value` of the parts that are to blame; where one passes through a string, see `pointer`. */
  marks?: string[];
  /** Set on the two sides of a comparison; a side that is not among the evidence says that nothing stands there. */
  comparison?: ComparedSide;
}

/** A known risk that someone has accepted for a while. */
export interface Exception {
  check: string;
  /** Glob over the resource ARN: `*` any run of characters, `?` one. */
  resource: string;
  /** Only findings of this account. */
  account?: string;
  reason: string;
  approvedBy: string;
  ticket?: string;
  /** ISO date; from the start of the next day (UTC) on, the finding counts again. */
  expires: string;
}

/** `OPEN` counts; `EXCEPTED` is covered by an exception in force. */
export type FindingStatus = 'OPEN' | 'EXCEPTED';

export interface Finding {
  /** Hex; the same thing wrong with the same resource has the same fingerprint in every run. */
  fingerprint: string;
  checkId: string;
  area: CheckArea;
  severity: Severity;
  status: FindingStatus;
  accountId: string;
  accountName: string;
  region: string;
  resourceArn: string;
  resourceType: string;
  title: string;
  detail: string;
  /** The one whose access is wrong. */
  thirdParty?: ThirdPartyRef;
  /** Roles that it bears on besides its resource; absent where there are none. */
  roleArns?: string[];
  /**
   * The keys of all third parties that it concerns: the one above, and whoever may enter the roles that it is on.
   * Absent where it concerns none, and in reports of earlier versions.
   */
  thirdPartyKeys?: string[];
  evidence: Evidence[];
  /** In words; what is to be copied stands in `fixes`. */
  remediation: string;
  fixes?: Fix[];
  controls: string[];
  /** The exception that covers it, or one that did and has expired. */
  exception?: Exception & { expired: boolean };
  /** When the first run that saw it was started; this run's start when no earlier run is known. */
  firstSeen: string;
}

/** A result that is not a FAIL and not a PASS: someone should know why. */
export interface Unanswered {
  checkId: string;
  status: Extract<CheckStatus, 'UNKNOWN' | 'ERROR'>;
  accountId: string;
  region: string;
  /** Empty when the whole check could not run. */
  resourceArn: string;
  detail: string;
}

/** The number of results of one check over the whole run. */
export interface CheckCounts {
  checkId: string;
  pass: number;
  fail: number;
  unknown: number;
  notApplicable: number;
  error: number;
}

/** One fact of one Region of one account: was it read? */
export interface CoverageEntry {
  accountId: string;
  region: string;
  fact: string;
  /** Set when one member of a fact that is read resource by resource is missing. */
  resource?: string;
  status: 'COLLECTED' | 'NOT_COLLECTED';
  reason: NotCollectedReason | null;
  action: string | null;
  message: string | null;
}
