import type { Readable } from 'node:stream';
import { UserError } from '../../model/user-error.ts';
import type { ArchiveStore } from './archive-store.ts';

/** The place of many runs, as far as keeping what people say of them takes. Nothing that is in it is written over. */
export interface StatementStore {
  /** Where it is, for messages. */
  location: string;
  /** What is below a folder, by its name from the place, sorted: links and other oddities too. */
  names(folder: string): Promise<string[]>;
  /** Throws an error whose code is one of `NOT_THERE` when there is no such file. */
  read(name: string): Promise<Readable>;
  /** Puts a small text in, whole or not at all, unless something has its name: then false. */
  create(name: string, text: string): Promise<boolean>;
}

/** Statements of an archive: objects of their own, kept and held as all others. */
export function archivedStatements(archive: ArchiveStore): StatementStore {
  const { location, read, create } = archive;
  return {
    location,
    names: async (folder) => (await archive.list(folder)).map(({ name }) => name).sort(),
    read,
    create,
  };
}

/** Puts a statement in. Throws `UserError` where another file has its name. */
export async function keepStatement(store: StatementStore, name: string, text: string): Promise<void> {
  if (await store.create(name, text)) return;
  const bytes: Buffer[] = [];
  for await (const chunk of (await store.read(name)) as AsyncIterable<Buffer>) bytes.push(chunk);
  if (Buffer.concat(bytes).toString('utf8') === text) return;
  throw new UserError(
    'FILE_EXISTS',
    `${store.location}/${name} is there already and says something else. Nothing was written over it.`,
  );
}
