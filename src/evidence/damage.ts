/** What can be wrong with evidence; part of the contract with those who read `verify --json`. */
export type DamageKind =
  | 'altered-file'
  | 'missing-file'
  | 'extra-file'
  | 'renamed-run'
  | 'high-s-signature'
  | 'bad-signature'
  | 'unknown-key'
  | 'unsigned'
  | 'gap'
  | 'fork'
  | 'wrong-order'
  | 'truncated-tail';

/** One thing that is wrong. */
export interface Damage {
  kind: DamageKind;
  /** Where the run is, as it was given. */
  run: string;
  /** The file's name from the run directory, where one file is to blame. */
  file?: string;
  /** One plain sentence for a person. Names in it come from outside. */
  message: string;
}
