import { z } from 'zod';
import { severityShape } from './severity-shape.ts';
import { count, texts } from './shape.ts';

/** One requirement of a framework, and the checks that say something about it. */
export interface Control {
  /** As the framework numbers it: `AC-3`. */
  id: string;
  /** A short title in our words. */
  title: string;
  /** Ids of checks; each tests something that the control's text asks for. */
  checks: readonly string[];
  /**
   * Those of them that look at more than the others where the configuration asks for it, such as at policies that Access
   * Analyzer looks at too: where it does not ask, that leaves nothing open that `unproven` does not name.
   */
  whereAskedFor?: readonly string[];
  /**
   * The checks judge all that the control's text speaks of, so that it is met when they hold. Left out, the text speaks
   * of more than they judge, and what was looked at supports it at most.
   */
  whole?: true;
  /** Said where nothing was judged, if its text speaks of others too: then there may be what it speaks of all the same. */
  others?: string;
  /** The numbers of its text. */
  demands?: readonly ControlDemand[];
  /** What the control asks for and these checks do not show. */
  unproven: string;
}

/** A number in a control's text, which a parameter of one of its checks must not exceed. */
export interface ControlDemand {
  check: string;
  /** The check's parameter; an entry of the register may set a field of the same name for itself. */
  parameter: 'reviewEveryDays' | 'staleAfterDays' | 'maxAgeDays' | 'unusedAfterDays';
  atMost: number;
  /** In the words of the text: `every six months`. */
  words: string;
}

const frameworkShape = z.object({
  id: z.string().describe('What the full ids of its controls begin with: `NIST-800-53-r5`.'),
  name: z.string().describe('The same in every version.'),
  version: z.string(),
  source: z.string().describe("The framework's own page."),
  extent: z.string().describe('Which of its controls are spoken of, and what is not.'),
});

export type Framework = z.output<typeof frameworkShape> & { controls: readonly Control[] };

/**
 * NOT_MET: a check behind it failed somewhere, and nobody has accepted that. NOT_SHOWN: none did, and not every one has
 * an answer everywhere, or its parameters are laxer than the control's text, or nothing was judged of what is but part of
 * it. All others: every one has an answer.
 * SUPPORTED: what was looked at holds, and the text speaks of more than that. MET_WITH_EXCEPTIONS: only accepted
 * failures stand against it. MET: nothing does. NOT_APPLICABLE: there was nothing that the control speaks of.
 */
export const CONTROL_STATUSES = [
  'NOT_MET',
  'NOT_SHOWN',
  'SUPPORTED',
  'MET_WITH_EXCEPTIONS',
  'MET',
  'NOT_APPLICABLE',
] as const;

export type ControlStatus = (typeof CONTROL_STATUSES)[number];

/** The results of all checks behind a control. */
const controlCountsShape = z.object({
  pass: count,
  fail: count.describe('Open failures.'),
  excepted: count.describe('Failures that an exception covers.'),
  unknown: count,
  error: count,
  notApplicable: count,
  joined: count.describe(
    'Of the results that are not applicable: failures of Access Analyzer that a trust finding of the same role reports.',
  ),
  silent: count.describe(
    'Of the results that are not applicable: questions that arise, and that there was no analyzer or record to answer from.',
  ),
});

export type ControlCounts = z.output<typeof controlCountsShape>;

const controlResultShape = z.object({
  id: z.string(),
  title: z.string(),
  status: z.enum(CONTROL_STATUSES),
  checks: texts,
  counts: controlCountsShape,
  notShown: texts.describe(
    'What stands in the way of showing it, in sentences; there may be some beside failures too.',
  ),
  unproven: z.string().describe('What the control asks for and these checks do not show.'),
  worstOpen: severityShape
    .exactOptional()
    .describe('Behind NOT_MET: the worst severity of the failures that nobody has accepted.'),
  before: z
    .enum(CONTROL_STATUSES)
    .exactOptional()
    .describe('What the run before found, where it found something else.'),
});

export type ControlResult = z.output<typeof controlResultShape>;

export const frameworkResultShape = z.object({
  framework: frameworkShape,
  controls: z.array(controlResultShape),
});

export type FrameworkResult = z.output<typeof frameworkResultShape>;
