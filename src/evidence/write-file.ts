import { open, readdir, readlink, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Writes a file so that no reader ever sees half of it, whatever happens: it is on the disk before it has its name.
 * A long text may come in parts, which need not be in memory together.
 */
export async function writeWhole(path: string, text: string | Iterable<string>): Promise<void> {
  const partial = `${path}.partial`;
  try {
    const file = await open(partial, 'w');
    try {
      for (const block of typeof text === 'string' ? [text] : inBlocks(text)) await file.writeFile(block);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  await syncDirectory(dirname(path));
}

/** Characters that are written at once. */
const BLOCK = 1024 * 1024;

function* inBlocks(parts: Iterable<string>): Iterable<string> {
  let block = '';
  for (const part of parts) {
    block += part;
    if (block.length < BLOCK) continue;
    yield block;
    block = '';
  }
  yield block;
}

/** Throws away what was being written below a directory when its writer died; only for a run that nobody writes. */
export async function removePartials(directory: string): Promise<void> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const partials = entries.filter(({ name }) => name.endsWith('.partial'));
  for (const { parentPath, name } of partials)
    await rm(join(parentPath, name), { recursive: true, force: true });
}

/** Puts the names in a directory on the disk; a rename is only durable after that. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Points `latest`, beside the run directory, at it, unless it points at a run that started later. */
export async function pointLatestAt(runDirectory: string, runId: string): Promise<void> {
  const out = dirname(runDirectory);
  const latest = join(out, 'latest');
  const newest = await readlink(latest).catch(() => '');
  // Run ids begin with their start, so their order is that of time.
  if (/^\d{8}T\d{6}Z-/.test(newest) && newest > runId) return;
  const fresh = `${latest}.${runId}`;
  await rm(fresh, { force: true });
  await symlink(runId, fresh);
  await rename(fresh, latest);
  await syncDirectory(out);
}
