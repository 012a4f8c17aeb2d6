import { stableUuid } from '../digest.ts';

/** The role by which the audit enters a generated account. */
export const AUDITOR_ROLE_NAME = 'CountersignAuditor';

export function auditorExternalId(seed: string): string {
  return stableUuid('auditor', seed);
}
