import type { RolesAnywhere } from './facts/roles-anywhere.ts';

/** What was read of IAM Roles Anywhere in an account. */
export interface AnywhereRead {
  regions: ReadonlyArray<{ region: string; value: RolesAnywhere }>;
  /** Regions in which it was to be read and was not. */
  unread: readonly string[];
}
