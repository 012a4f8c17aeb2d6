import { access, constants } from 'node:fs/promises';
import { makeFolder } from '../evidence/make-folder.ts';
import { UserError } from '../model/user-error.ts';

/** Makes the directory that runs are put in, where it is not there. Throws `UserError` where nothing can be put into it. */
export async function placeForRuns(out: string): Promise<void> {
  try {
    await makeFolder(out);
    await access(out, constants.W_OK | constants.X_OK);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') throw error;
    throw notWritable(out, error);
  }
}

/** What to say where nothing can be put into the directory of runs. */
function notWritable(out: string, error: unknown): UserError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  // So Node says that what is there is no directory.
  const why = code === 'EEXIST' || code === 'ENOTDIR' ? 'a file is in its way' : code;
  return new UserError(
    'NOT_WRITABLE',
    `Runs are to be kept in ${out}, and nothing can be put there (${why}).`,
    WRITABLE,
  );
}

/** What to do about it. */
export const WRITABLE = 'Let this user write there, or name another directory (--out, evidence.directory).';
