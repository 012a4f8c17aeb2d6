/**
 * What log files or a table hold of all accounts together, of whatever kind. One account may be quiet for a day, or in a
 * Region; where nothing is there of any, the record is not.
 */
export interface HeldRecord {
  /** By Region the last day of it. */
  regions: ReadonlyMap<string, string>;
  /** `2026-11-01`, in UTC. */
  days: ReadonlySet<string>;
}

/** Takes down that there is something of a Region until a day. */
export function noteRegion(regions: Map<string, string>, region: string, day: string): void {
  if (day > (regions.get(region) ?? '')) regions.set(region, day);
}
