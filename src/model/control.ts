import type { ControlId } from './check.ts';

/** One requirement of a framework, and the checks that say something about it. */
export interface Control {
  /** As the framework numbers it: `AC-3`. */
  id: string;
  /** A short title in our words. */
  title: string;
  /** Ids of checks; each tests something that the control's text asks for. */
  checks: readonly string[];
  /** What the control asks for and these checks do not show. */
  unproven: string;
}

export interface Framework {
  /** What the full ids of its controls begin with: `NIST-800-53-r5`. */
  id: string;
  /** The same in every version. */
  name: string;
  version: string;
  /** The framework's own page. */
  source: string;
  /** Which of its controls are spoken of, and what is not. */
  extent: string;
  controls: readonly Control[];
}

/**
 * NOT_MET: a check behind it failed somewhere, an accepted failure included. NOT_SHOWN: none failed, and not every one
 * has an answer everywhere. MET: every one has, and none is a failure. NOT_APPLICABLE: the same, and there was nothing
 * that the control speaks of.
 */
export type ControlStatus = 'MET' | 'NOT_MET' | 'NOT_SHOWN' | 'NOT_APPLICABLE';

export const CONTROL_STATUSES = [
  'NOT_MET',
  'NOT_SHOWN',
  'MET',
  'NOT_APPLICABLE',
] as const satisfies ControlStatus[];

/** The results of all checks behind a control. */
export interface ControlCounts {
  pass: number;
  /** Open failures. */
  fail: number;
  /** Failures that an exception covers. */
  excepted: number;
  unknown: number;
  error: number;
  notApplicable: number;
  /** Of the results that are not applicable: failures of Access Analyzer that a trust finding of the same role reports. */
  joined: number;
  /** Of the results that are not applicable: questions that arise, and that there was no analyzer or record to answer from. */
  silent: number;
}

export interface ControlResult {
  id: ControlId;
  title: string;
  status: ControlStatus;
  checks: string[];
  counts: ControlCounts;
  /** What stands in the way of showing it, in sentences; there may be some beside failures too. */
  notShown: string[];
  unproven: string;
}

export interface FrameworkResult {
  framework: Omit<Framework, 'controls'>;
  controls: ControlResult[];
}
