import type { Fault } from '../model/fault.ts';
import type { HistoryDamage } from '../model/history.ts';
import type { NoticeOutcome } from '../model/notice.ts';
import type { AccountStatus } from '../model/report.ts';
import type { RunRecord } from '../model/run-record.ts';

/** What a run tells those who watch it. */
export type ProgressEvent =
  /** By what name the run goes, before anything else is told of it. */
  | { kind: 'run-known'; runId: string }
  /** Which unfinished run is gone on with; null when there is none and a new one starts. */
  | { kind: 'resuming'; runId: string | null }
  /** The archive writes over what is there, though it was asked not to: it cannot tell two runs apart. */
  | { kind: 'no-conditional-writes'; address: string }
  /** External IDs cannot be compared with those of the run before: its key was another. */
  | { kind: 'other-key'; before: string; keyFile: string | null }
  /** A key of external-ID fingerprints is made where no later run may find it. */
  | { kind: 'key-not-kept'; path: string }
  /** The key of external-ID fingerprints lies where earlier versions put it. */
  | { kind: 'key-among-runs'; path: string }
  | {
      kind: 'accounts-known';
      inScope: number;
      excluded: number;
      /** How many are read at the same time, and for how long the run before read each that it knows, in seconds. */
      atOnce?: number;
      seconds?: ReadonlyMap<string, number>;
    }
  | { kind: 'account-started'; accountId: string; name: string }
  /** What was kept of an account before the run was interrupted is damaged; it is read again. */
  | { kind: 'account-damaged'; accountId: string; name: string; problem: string }
  | {
      kind: 'account-done';
      accountId: string;
      name: string;
      status: AccountStatus;
      gaps: number;
      /** It was read before the run was interrupted, and not again. */
      kept?: true;
    }
  /** Runs before are damaged; the run that is compared with instead, null when there is none. */
  | { kind: 'damaged-history'; damaged: readonly HistoryDamage[]; comparedWith: string | null }
  /** The run before is intact and cannot be read by this version, so nothing is compared with it. */
  | { kind: 'no-comparison'; message: string }
  /** A check or collector threw something that had not been thrown before. */
  | { kind: 'fault'; fault: Fault }
  /** What was taken over from the run before, or why nothing was. */
  | { kind: 'carried'; sinceLast: NonNullable<RunRecord['sinceLast']> }
  | { kind: 'writing'; directory: string }
  | { kind: 'archiving'; address: string }
  | { kind: 'telling'; count: number }
  /** Those who could not be told of the run, which is sealed all the same. */
  | { kind: 'not-told'; outcomes: readonly NoticeOutcome[] };

export type Watch = (event: ProgressEvent) => void;
