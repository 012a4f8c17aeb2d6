import type { ControlId } from './check.ts';
import type { Severity } from './severity.ts';

/** One requirement of a framework, and the checks that say something about it. */
export interface Control {
  /** As the framework numbers it: `AC-3`. */
  id: string;
  /** A short title in our words. */
  title: string;
  /** Ids of checks; each tests something that the control's text asks for. */
  checks: readonly string[];
  /**
   * The checks judge all that the control's text speaks of, so that it is met when they hold. Left out, the text speaks
   * of more than they judge, and what was looked at supports it at most.
   */
  whole?: true;
  /** The numbers of its text. */
  demands?: readonly ControlDemand[];
  /** What the control asks for and these checks do not show. */
  unproven: string;
}

/** A number in a control's text, which a parameter of one of its checks must not exceed. */
export interface ControlDemand {
  check: string;
  /** The check's parameter; an entry of the register may set a field of the same name for itself. */
  parameter: 'reviewEveryDays' | 'staleAfterDays';
  atMost: number;
  /** In the words of the text: `every six months`. */
  words: string;
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
 * NOT_MET: a check behind it failed somewhere, and nobody has accepted that. NOT_SHOWN: none did, and not every one has
 * an answer everywhere, or its parameters are laxer than the control's text. All others: every one has an answer.
 * SUPPORTED: what was looked at holds, and the text speaks of more than that. MET_WITH_EXCEPTIONS: only accepted
 * failures stand against it. MET: nothing does. NOT_APPLICABLE: there was nothing that the control speaks of.
 */
export type ControlStatus =
  | 'MET'
  | 'MET_WITH_EXCEPTIONS'
  | 'SUPPORTED'
  | 'NOT_MET'
  | 'NOT_SHOWN'
  | 'NOT_APPLICABLE';

export const CONTROL_STATUSES = [
  'NOT_MET',
  'NOT_SHOWN',
  'SUPPORTED',
  'MET_WITH_EXCEPTIONS',
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
  /** Behind NOT_MET: the worst severity of the failures that nobody has accepted. */
  worstOpen?: Severity;
  /** What the run before found, where it found something else. */
  before?: ControlStatus;
}

export interface FrameworkResult {
  framework: Omit<Framework, 'controls'>;
  controls: ControlResult[];
}
