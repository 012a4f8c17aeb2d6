/** Something in the runs before that is not as it was sealed, so that nothing is taken from it. */
export interface HistoryDamage {
  runId: string;
  /** The file's name from the run directory; null where the run as a whole is meant. */
  file: string | null;
  /** One plain sentence for a person. Names in it come from outside. */
  problem: string;
}

/** What a run found of those before it. */
export interface RunHistory {
  damaged: HistoryDamage[];
}

/** What of the history is damaged, of a run record or a start; none where nothing was found. */
export function historyDamage(run: { history?: RunHistory }): readonly HistoryDamage[] {
  return run.history?.damaged ?? [];
}
