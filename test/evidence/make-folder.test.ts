import { existsSync } from 'node:fs';
import { mkdtemp, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeFolder } from '../../src/evidence/make-folder.ts';
import { writeNewFiles } from '../../src/run/new-files.ts';
import { placeForRuns } from '../../src/run/place-for-runs.ts';

const fresh = () => mkdtemp(join(tmpdir(), 'countersign-folder-'));

it('makes a folder with all above it, once or at the same time, and leaves what is there', async () => {
  const at = join(await fresh(), 'a', 'b', 'c');
  const beside = Array.from({ length: 50 }, (_, index) => join(at, '..', '..', 'd', `${index}`));
  await Promise.all([at, at, ...beside].map((one) => makeFolder(one)));
  await writeFile(join(at, 'file'), 'kept');
  await makeFolder(at);
  await makeFolder(`${at}/`);
  expect(await readFile(join(at, 'file'), 'utf8')).toBe('kept');
  for (const one of beside) expect((await stat(one)).isDirectory()).toBe(true);
});

it('gives the mode to each that it makes', async () => {
  const at = join(await fresh(), 'a');
  await makeFolder(join(at, 'b'), 0o700);
  const modes = await Promise.all([at, join(at, 'b')].map(async (one) => (await stat(one)).mode & 0o777));
  expect(modes).toEqual([0o700, 0o700]);
});

it('says what is in the way: a file, or a link that leads nowhere', async () => {
  const at = await fresh();
  await writeFile(join(at, 'file'), '');
  await symlink(join(at, 'nowhere'), join(at, 'link'));
  for (const path of ['file', 'file/a', 'file/a/b', 'link', 'link/a'])
    await expect(makeFolder(join(at, path)), path).rejects.toThrow(/EEXIST|ENOTDIR/);
});

// Where no folder can be made the kernel says ENOENT, as if one above it were missing.
it.runIf(existsSync('/proc/self'))('ends where none can be made', async () => {
  for (const path of ['/proc/a', '/proc/a/b/c', '/proc/self/fd/a/b'])
    await expect(makeFolder(path), path).rejects.toThrow('ENOENT');
  await expect(placeForRuns('/proc/a/runs')).rejects.toThrow('nothing can be put there (ENOENT)');
  await expect(writeNewFiles('/proc/a', new Map([['b/c', 'text']]))).rejects.toThrow('ENOENT');
});
