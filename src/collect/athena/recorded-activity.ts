import type { ActivityCall, ActivityEntry, ActivityRefusal } from '../../model/facts/activity.ts';

/** What the queries have of one account, of whatever role. */
export interface RecordedActivity {
  records: number;
  /** How many of them are of calls that only read. */
  reads: number;
  regions: Set<string>;
  days: Set<string>;
  firstAt: string | null;
  lastAt: string | null;
  entries: ActivityEntry[];
  refusals: ActivityRefusal[];
  calls: ActivityCall[];
  /** Sessions that were begun, by role. */
  begun: Map<string, number>;
  /** Rows that are no events as CloudTrail documents them. */
  unread: number;
  /** Whether there were more ways in, refusals or calls than one account is given room for. */
  overfull: { entries: boolean; refusals: boolean; calls: boolean };
}
