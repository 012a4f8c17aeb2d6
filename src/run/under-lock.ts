import { createRunId } from '../evidence/run-id.ts';
import { UserError } from '../model/user-error.ts';
import type { BegunRun } from './begin.ts';
import { placeForRuns } from './place-for-runs.ts';
import { lockRun } from './run-lock.ts';
import {
  newestUnfinished,
  removeHalfWrittenStarts,
  removeRunStart,
  type UnfinishedRun,
} from './run-start.ts';
import type { ScanRequest } from './scan-request.ts';

/** A run all of whose accounts were read elsewhere. */
export interface GatheredRun {
  begun: BegunRun & {
    /** When the last of them was read; ISO 8601 UTC. */
    readUntil: string;
  };
  /** External IDs that its accounts ask for, whose facts hold stand-ins. */
  externalIds: readonly string[];
  /** Why an account was not read, if nothing is kept of it: it is not read any more. */
  unread: ReadonlyMap<string, string>;
}

/** A run that starts now, or one that is gone on with. */
export interface StartedRun {
  runId: string;
  startedAt: Date;
  unfinished: UnfinishedRun | undefined;
  gathered?: GatheredRun;
}

/**
 * Does the work of a run as the only process that writes it. With `resume` that is the newest unfinished run, where
 * there is one. When nothing is left to do, the run is no longer unfinished.
 */
export async function underLock<T>(
  { out, resume, random, aws, watch }: ScanRequest,
  work: (started: StartedRun) => Promise<T>,
): Promise<T> {
  await placeForRuns(out);
  if (resume === true) await removeHalfWrittenStarts(out);
  const unfinished = resume === true ? await newestUnfinished(out) : undefined;
  if (resume === true) watch({ kind: 'resuming', runId: unfinished?.start.runId ?? null });
  const startedAt = aws.clock.now();
  const runId = unfinished?.start.runId ?? createRunId(startedAt, random);
  return holdingRun({ out, runId, watch }, () => work({ runId, startedAt, unfinished }));
}

/** Does what is left to do of a run as the only process that writes it. */
export async function holdingRun<T>(
  { out, runId, watch }: Pick<ScanRequest, 'out' | 'watch'> & { runId: string },
  work: () => Promise<T>,
): Promise<T> {
  watch({ kind: 'run-known', runId });
  const unlock = await lockRun(out, runId);
  try {
    const result = await work();
    await removeRunStart(out, runId);
    return result;
  } catch (error) {
    throw diskFull(error, out) ?? error;
  } finally {
    await unlock();
  }
}

/** What to say when there is no room left; undefined for any other failure. */
function diskFull(error: unknown, out: string): UserError | undefined {
  const full =
    error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
  if (!full) return undefined;
  return new UserError(
    'DISK_FULL',
    `There is no room left under ${out}. What was read until then is kept.`,
    'Make room, then run again with --resume.',
  );
}
