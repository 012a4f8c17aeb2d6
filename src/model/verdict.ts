import { z } from 'zod';
import { count } from './shape.ts';

/** Why a run cannot be relied on as a whole. The first three may be accepted by `--allow-incomplete`. */
const VERDICT_REASONS = [
  'UNREAD_FACTS',
  'UNANSWERED_RESULTS',
  'DAMAGED_HISTORY',
  'NOTHING_READ',
  'FAILED_CHECKS',
  'NO_CHECKS',
  'ROLES_DO_NOT_ADD_UP',
  'STRICT_CONFIGURATION',
  'FAILED_OUTPUTS',
] as const;

/** Whether a run looked at all that it set out to look at, and said all of it. What it found is another matter. */
export const verdictShape = z.object({
  complete: z.boolean().describe('Whether there is no reason to the contrary.'),
  reasons: z.array(
    z.object({
      reason: z.enum(VERDICT_REASONS),
      count: count.describe(
        'Of facts, results, runs, statements of people, entries or forms; 1 where nothing is counted.',
      ),
      sentence: z.string().describe('A part of a sentence: `27 results have no answer`.'),
    }),
  ),
  declared: z
    .object({
      facts: count,
      results: count,
      sentence: z.string().describe('What was not looked at by declaration, as a part of a sentence.'),
    })
    .exactOptional()
    .describe(
      'What declared blind spots cover: no reason to the contrary, and never a pass. Absent where there is none.',
    ),
});

export type Verdict = z.output<typeof verdictShape>;
export type VerdictReason = Verdict['reasons'][number];
