import { rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Writes a file so that no reader ever sees half of it. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const partial = `${path}.partial`;
  await writeFile(partial, text);
  await rename(partial, path);
}

/** Points `latest`, beside the run directory, at it. */
export async function pointLatestAt(runDirectory: string, runId: string): Promise<void> {
  const latest = join(dirname(runDirectory), 'latest');
  const fresh = `${latest}.${runId}`;
  await rm(fresh, { force: true });
  await symlink(runId, fresh);
  await rename(fresh, latest);
}
