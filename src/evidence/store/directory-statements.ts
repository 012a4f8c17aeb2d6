import { randomUUID } from 'node:crypto';
import { link, open, readdir, rm } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { makeFolder } from '../make-folder.ts';
import { openPlainFile } from '../plain-file.ts';
import { naming, syncDirectory } from '../write-file.ts';
import type { StatementStore } from './statement-store.ts';

/** Statements beside the runs of a directory of this machine. */
export function directoryStatements(out: string): StatementStore {
  return {
    location: out,
    async names(folder) {
      const entries = await readdir(join(out, folder), { recursive: true, withFileTypes: true }).catch(
        (error: unknown) => {
          if (isCode(error, 'ENOENT')) return [];
          throw error;
        },
      );
      return entries
        .filter((entry) => !entry.isDirectory())
        .map(({ parentPath, name }) => relative(out, join(parentPath, name)).split(sep).join('/'))
        .sort();
    },
    async read(name) {
      return (await openPlainFile(join(out, name))).file.createReadStream();
    },
    async create(name, text) {
      const path = join(out, name);
      await makeFolder(dirname(path));
      // Written beside the runs, where half a file is no part of any evidence, and on the disk before it has its name.
      const partial = join(out, `.${randomUUID()}.partial`);
      try {
        const file = await open(partial, 'wx');
        try {
          await file.writeFile(text);
          await file.sync();
        } finally {
          await file.close();
        }
        await link(partial, path);
      } catch (error) {
        if (isCode(error, 'EEXIST')) return false;
        throw naming(path, error);
      } finally {
        await rm(partial, { force: true });
      }
      await syncDirectory(dirname(path));
      return true;
    },
  };
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
