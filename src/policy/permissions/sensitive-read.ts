/** A kind of data that reading alone gives away. */
export interface SensitiveRead {
  /** The data in words: `objects in S3`. */
  what: string;
  actions: readonly string[];
  /** Why reading it is more than looking. */
  why: string;
}
