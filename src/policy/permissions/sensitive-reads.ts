import { SENSITIVE_CREDENTIALS } from './sensitive-credentials.ts';
import { SENSITIVE_DATA } from './sensitive-data.ts';
import type { SensitiveRead } from './sensitive-read.ts';

/** What should be read by third parties from named resources only, never by wildcard. */
export const SENSITIVE_READS: readonly SensitiveRead[] = [...SENSITIVE_DATA, ...SENSITIVE_CREDENTIALS];
