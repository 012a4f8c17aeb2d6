import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder, and those above it, where they are not there yet. `mkdir` of Node never ends with `recursive` where
 * none can be made and the system says so by ENOENT, as below /proc.
 */
export async function makeFolder(path: string, mode?: number): Promise<void> {
  try {
    await mkdir(path, { mode });
  } catch (error) {
    if (await isFolder(path)) return;
    const lacksAbove = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!lacksAbove || dirname(path) === path) throw error;
    await makeFolder(dirname(path), mode);
    // Somebody else may make it meanwhile, and `a/..` is there once `a` is.
    await mkdir(path, { mode }).catch(async (again: unknown) => {
      if (!(await isFolder(path))) throw again;
    });
  }
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (there) => there.isDirectory(),
    () => false,
  );
}
