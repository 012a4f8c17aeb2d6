/** A file of collected evidence, as a reader checks it. */
export interface EvidenceFile {
  /** Relative to the run directory: `accounts/111122223333/facts.jsonl.gz`. */
  name: string;
  /** Lower-case hex. */
  sha256: string;
  bytes: number;
}
