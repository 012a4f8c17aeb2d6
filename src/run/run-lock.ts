import { lstat, lutimes, readlink, rm, symlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../model/user-error.ts';

/** A holder shows this often that it lives, and is taken for dead after so long without. */
const BEAT_MS = 10_000;
const DEAD_AFTER_MS = 60_000;

/**
 * Makes this process the only one that writes a run, and returns how to let go of it. The lock of a process that was
 * killed does not hold: at once on the same machine, after a minute from another one.
 * Throws `UserError` when another process is at it.
 */
export async function lockRun(out: string, runId: string): Promise<() => Promise<void>> {
  const path = join(out, `.${runId}.lock`);
  if (!(await tryLock(path))) {
    if (await isHeld(path)) {
      throw new UserError(
        'RUN_IN_PROGRESS',
        `Another process is writing the run ${runId}, or did within the last minute. Wait for it to end.`,
      );
    }
    await rm(path, { force: true });
    if (!(await tryLock(path))) {
      throw new UserError('RUN_IN_PROGRESS', `Another process has just taken over the run ${runId}.`);
    }
  }
  const beat = setInterval(() => {
    const now = new Date();
    // One beat missed tells nobody anything, and the next comes long before the lock lapses. A disk that fails for
    // good is met by what is written to the run itself, which does say so.
    lutimes(path, now, now).catch(() => {});
  }, BEAT_MS).unref();
  return async () => {
    clearInterval(beat);
    await rm(path, { force: true });
  };
}

/** A link whose target says who holds it: made in one step, so that it is never there without its words. */
async function tryLock(path: string): Promise<boolean> {
  try {
    await symlink(`${process.pid}@${hostname()}`, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function isHeld(path: string): Promise<boolean> {
  try {
    const { mtimeMs } = await lstat(path);
    if (Date.now() - mtimeMs > DEAD_AFTER_MS) return false;
    const [pid, host] = (await readlink(path)).split('@');
    return host !== hostname() || isAlive(Number(pid));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
