import type { z } from 'zod';
import { limitedBytes } from '../evidence/attestations.ts';
import { NotAFile } from '../evidence/plain-file.ts';
import { readStatement, type StatementKind } from '../evidence/statement.ts';
import { keepStatement, type StatementStore } from '../evidence/store/statement-store.ts';
import type { StatementBase } from '../model/statement.ts';

/**
 * The SHA-256 of the sound statements of a folder, in whichever of the places they are. What only one place holds is put
 * into the others as well: a later statement names all of them, and in no place may one that it names be missed.
 */
export async function earlierStatements<P extends StatementBase>(
  stores: readonly StatementStore[],
  folder: string,
  of: { kind: StatementKind; shape: z.ZodType<P>; manifestSha256: string },
): Promise<string[]> {
  const held = await Promise.all(stores.map(async (store) => new Set(await store.names(folder))));
  const earlier: string[] = [];
  for (const name of [...new Set(held.flatMap((names) => [...names]))].sort()) {
    const from = stores.find((_, at) => held[at]?.has(name));
    const bytes = from === undefined ? undefined : await bytesIn(from, name);
    if (bytes === undefined) continue;
    const read = readStatement(
      { name: name.slice(folder.length + 1), bytes },
      { kind: of.kind, shape: of.shape, trusted: [] },
    );
    if (read.state === 'bad' || read.subject !== of.manifestSha256) continue;
    for (const [at, store] of stores.entries())
      if (!held[at]?.has(name)) await keepStatement(store, name, bytes.toString('utf8'));
    earlier.push(read.sha256);
  }
  return earlier;
}

async function bytesIn(store: StatementStore, name: string): Promise<Buffer | undefined> {
  try {
    return await limitedBytes(await store.read(name));
  } catch (error) {
    if (error instanceof NotAFile) return undefined;
    throw error;
  }
}
