import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../model/user-error.ts';
import { directoryReader, openFile } from './evidence-reader.ts';
import { readManifest, type SealedManifest, type VerifiedManifest } from './manifest.ts';
import { smallText } from './plain-file.ts';
import { RUN_FILES } from './run-paths.ts';
import { writeWhole } from './write-file.ts';

/** The last sealed run of an output directory: what the next one follows. */
export interface ChainHead {
  runId: string;
  sequence: number;
  /** SHA-256 of its `manifest.json`, hex. */
  sha256: string;
}

/**
 * Kept beside the runs, so that the next run names the manifest that was sealed, whatever has become of it since.
 * `latest` cannot serve: it follows the start of runs, and of two that overlap the later one may be sealed first.
 */
const HEAD_FILE = '.chain-head.json';

const link = z.object({
  runId: z.string(),
  sequence: z.int().min(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
const headSchema = link.extend({ previous: z.nullable(link) });

/** The head of the chain under `out`; undefined before the first run. Throws `UserError` when it cannot be told. */
export async function readChainHead(out: string): Promise<ChainHead | undefined> {
  const kept = await keptHead(out);
  if (kept !== undefined) {
    const { previous, ...head } = kept;
    // A run that died between writing the head and its manifest was never sealed.
    return (await isUnsealed(join(out, head.runId))) ? (previous ?? undefined) : head;
  }
  const manifestFile = join(out, 'latest', RUN_FILES.manifest);
  // One that cannot be read is told of below, as one that is no manifest.
  const read = await manifestIn(join(out, 'latest')).catch(() => null);
  if (read === undefined) return undefined;
  if (read?.manifest === undefined) throw broken(manifestFile, 'cannot be read as a manifest');
  const { runId, sequence } = read.manifest.predicate;
  return { runId, sequence, sha256: read.sha256 };
}

/** Makes a run the head. To be called before its manifest is written: no later run may then miss it. */
export async function writeChainHead(
  out: string,
  head: ChainHead,
  previous: ChainHead | undefined,
): Promise<void> {
  const text = JSON.stringify({ ...head, previous: previous ?? null });
  await writeWhole(join(out, HEAD_FILE), `${text}\n`);
}

/** Whether the run's directory is there without a manifest. A directory that is elsewhere now was sealed. */
async function isUnsealed(runDirectory: string): Promise<boolean> {
  try {
    return !(await readdir(runDirectory)).includes(RUN_FILES.manifest);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    // To take a run for sealed that is not would make the next one name a manifest that never was.
    throw broken(runDirectory, 'cannot be looked into');
  }
}

/** The head of the chain as it was kept and the one before it, the newest first; none where none was kept. */
export async function chainHeads(out: string): Promise<ChainHead[]> {
  const kept = await keptHead(out);
  if (kept === undefined) return [];
  const { previous, ...head } = kept;
  return previous === null ? [head] : [head, previous];
}

async function keptHead(out: string): Promise<z.output<typeof headSchema> | undefined> {
  const path = join(out, HEAD_FILE);
  try {
    const text = await smallText(path);
    return text === undefined ? undefined : headSchema.parse(JSON.parse(text));
  } catch {
    throw broken(path, 'is damaged');
  }
}

/** Undefined when there is no such file. Throws when it is none that can be read. */
async function manifestIn(directory: string): Promise<SealedManifest<VerifiedManifest> | undefined> {
  const file = await openFile(directoryReader(directory), RUN_FILES.manifest);
  if (file === undefined) return undefined;
  const read = await readManifest(file);
  if (read === undefined) throw new Error('It is no text.');
  return read;
}

function broken(path: string, how: string): UserError {
  return new UserError(
    'CHAIN_BROKEN',
    `${path} ${how}, so this run cannot name the one before it. Use another output directory, or --new-chain to begin a new chain in this one.`,
  );
}
