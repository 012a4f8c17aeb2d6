import { z } from 'zod';

/** Something in the runs before that is not as it was sealed, so that nothing is taken from it. */
const historyDamageShape = z.object({
  runId: z.string(),
  file: z
    .string()
    .nullable()
    .describe("The file's name from the run directory; null where the run as a whole is meant."),
  problem: z.string().describe('One plain sentence for a person. Names in it come from outside.'),
});

/** What a run found of those before it. */
export const runHistoryShape = z.object({ damaged: z.array(historyDamageShape) });

export type HistoryDamage = z.output<typeof historyDamageShape>;
export type RunHistory = z.output<typeof runHistoryShape>;

/** What of the history is damaged, of a run record or a start; none where nothing was found. */
export function historyDamage(run: { history?: RunHistory }): readonly HistoryDamage[] {
  return run.history?.damaged ?? [];
}
