import { SENSITIVE_CREDENTIALS } from './sensitive-credentials.ts';
import { SENSITIVE_DATA } from './sensitive-data.ts';

/** A kind of data that reading alone gives away. */
export interface SensitiveRead {
  /** The data in words: `objects in S3`. */
  what: string;
  actions: readonly string[];
  /** Why reading it is more than looking. */
  why: string;
}

/** What should be read by third parties from named resources only, never by wildcard. */
export const SENSITIVE_READS: readonly SensitiveRead[] = [...SENSITIVE_DATA, ...SENSITIVE_CREDENTIALS];
