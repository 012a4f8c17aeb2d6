import { lstat, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder } from '../evidence/make-folder.ts';
import { UserError } from '../model/user-error.ts';

/**
 * Writes files below a directory, by their names there. One that is there and says the same stays as it is; where one
 * says something else nothing is written at all. Throws `UserError`.
 */
export async function writeNewFiles(
  directory: string,
  files: ReadonlyMap<string, string>,
): Promise<{ written: string[]; kept: string[] }> {
  const there = new Map(
    await Promise.all(
      [...files.keys()].map(async (name) => [name, await textOf(join(directory, name))] as const),
    ),
  );
  const different = [...files].filter(([name, text]) => (there.get(name) ?? text) !== text);
  if (different.length > 0) {
    throw new UserError(
      'FILE_DIFFERS',
      `In ${directory} there is already another ${different.map(([name]) => name).join(', ')}. Nothing was written. Name a new directory with --out, and compare: diff -r`,
    );
  }
  const written: string[] = [];
  for (const [name, text] of files) {
    if (there.get(name) !== undefined) continue;
    await makeFolder(dirname(join(directory, name)));
    // Whoever else makes the file meanwhile keeps it.
    await writeFile(join(directory, name), text, { flag: 'wx' });
    written.push(name);
  }
  return { written, kept: [...files.keys()].filter((name) => !written.includes(name)) };
}

/** What is there under a name: a link that leads nowhere is there too, and says nothing. */
async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error;
  }
  try {
    await lstat(path);
    return '';
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** Writes one file. Throws `UserError` where there is something under its name, whatever it says. */
export async function writeNewFile(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx' });
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
    throw isThere(path);
  }
}

/** The same question before the work, and not after it. */
export async function demandAbsent(path: string): Promise<void> {
  try {
    await lstat(path);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return;
    throw error;
  }
  throw isThere(path);
}

function isThere(path: string): UserError {
  return new UserError(
    'FILE_EXISTS',
    `There is already a ${path}. Nothing was written. Name another place with --out.`,
  );
}
