import type { EvidenceReader } from '../evidence-reader.ts';

/** A file of a sealed run on its way into a store. */
export interface SealedFile {
  /** From the run directory, with `/`. */
  name: string;
  path: string;
  /** Bytes. */
  size: number;
  /** Lower-case hex. */
  sha256: string;
}

/** Where sealed runs are kept beyond the machine that made them: files come in once and are not changed. */
export interface EvidenceStore extends EvidenceReader {
  /**
   * Puts a file in. One that is there already with the same SHA-256 stays; one that is there with another is refused.
   * Throws `UserError`.
   */
  put(file: SealedFile): Promise<void>;
  /** Closes connections. */
  close(): void;
}
