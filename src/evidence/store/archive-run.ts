import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { stopper } from '../../aws/stop.ts';
import { type Manifest, sha256OfFile } from '../manifest.ts';
import { RUN_FILES } from '../run-paths.ts';
import type { EvidenceStore, SealedFile } from './evidence-store.ts';

/** Files on their way at the same time. */
const AT_ONCE = 8;

/**
 * Puts a sealed run into a store: first every file that the manifest names, by the digest that it names; then the
 * manifest's signature and its key, and the manifest last, so that a run in the store without one is not complete.
 * Going on after an interruption is doing it again: what is there stays.
 *
 * @param place gives the run its place among others, once all that the manifest names is there; it may seal it anew
 * @returns how many files the run has
 */
export async function archiveRun(
  runDirectory: string,
  store: Pick<EvidenceStore, 'put'>,
  place: () => Promise<void> = async () => {},
): Promise<number> {
  const manifest: Manifest = JSON.parse(await readFile(join(runDirectory, RUN_FILES.manifest), 'utf8'));
  const named = [...manifest.subject].map(({ name, digest, annotations }) => ({
    name,
    path: join(runDirectory, name),
    size: annotations.size,
    sha256: digest.sha256,
  }));
  await putAll(named, store);
  await place();
  const closing = await sealedFiles(runDirectory, [
    RUN_FILES.publicKey,
    RUN_FILES.envelope,
    RUN_FILES.manifest,
  ]);
  for (const file of closing) await store.put(file);
  return named.length + closing.length;
}

/** Throws the first failure, after all that were on their way have ended; the others are not begun. */
async function putAll(files: readonly SealedFile[], store: Pick<EvidenceStore, 'put'>): Promise<void> {
  const stop = stopper();
  const limit = pLimit(AT_ONCE);
  const puts = files.map((file) =>
    limit(async () => {
      if (stop.signal.aborted) return;
      await store.put(file).catch((error: unknown) => stop.abort(error));
    }),
  );
  await Promise.all(puts);
  stop.signal.throwIfAborted();
}

/** Those of the files that the run has; a run that is not signed has no envelope. */
async function sealedFiles(runDirectory: string, names: readonly string[]): Promise<SealedFile[]> {
  const present = new Set(await readdir(runDirectory));
  const files: SealedFile[] = [];
  for (const name of names.filter((candidate) => present.has(candidate))) {
    const path = join(runDirectory, name);
    files.push({ name, path, size: (await stat(path)).size, sha256: await sha256OfFile(path) });
  }
  return files;
}
