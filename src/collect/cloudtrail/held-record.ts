/**
 * What log files or a table hold of all accounts together, of whatever kind. One account may be quiet for a day, or in a
 * Region; where nothing is there of any, the record is not.
 */
export interface HeldRecord {
  regions: ReadonlySet<string>;
  /** `2026-11-01`, in UTC. */
  days: ReadonlySet<string>;
}
