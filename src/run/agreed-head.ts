import type { KeyObject } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ANEW, type ChainLink, linkAt, type TakenPlace, takenPlaces } from '../evidence/archive-chain.ts';
import { closedManifest } from '../evidence/archived-manifest.ts';
import type { InChain } from '../evidence/build-manifest.ts';
import { type ChainHead, chainHeads, readChainHead } from '../evidence/chain.ts';
import { directoryReader, openFile } from '../evidence/evidence-reader.ts';
import type { NewChain } from '../evidence/manifest.ts';
import { isRunId } from '../evidence/run-id.ts';
import { RUN_FILES } from '../evidence/run-paths.ts';
import { type ArchiveStore, archivedFiles } from '../evidence/store/archive-store.ts';
import { UserError } from '../model/user-error.ts';
import { isUnfinished } from './run-start.ts';

/** The two places that know which run was the last. */
export interface BothPlaces {
  /** The directory of runs on this machine, which may be new and empty. */
  out: string;
  archive: ArchiveStore;
  /** The key that signs here: only what it signed is believed. Undefined where nobody signs. */
  trusted: KeyObject | undefined;
  /** The run that asks. */
  runId: string;
}

/** Where the next run stands, by what this machine and the archive know together. */
export interface AgreedHead extends InChain {
  /** The chain of the archive in which it takes its place. */
  chain: number;
  /** Runs of this machine that go before it and have no place in the archive, oldest first. */
  unplaced: ChainLink[];
  /** Whether the archive has runs that this machine has not. */
  ahead: boolean;
}

/**
 * The last run, of this machine or of the archive, whichever goes on from the other. Throws `UserError` when neither does,
 * or when the archive's last run cannot be told or believed: the next one would begin another chain without a word.
 */
export async function agreedHead(both: BothPlaces): Promise<AgreedHead> {
  const { out, archive } = both;
  const here = await headHere(out);
  const places = await takenPlaces(archive);
  const last = places.at(-1);
  if (last === undefined) {
    await demandNoStrangers(both, here);
    return { previous: here, chain: 1, unplaced: [], ahead: false };
  }
  const there = await headThere(both, places, last);
  const { chain } = last;
  if (here === undefined || (await isPlaced(archive, places, here))) {
    return { ...there, chain, unplaced: [], ahead: here?.sha256 !== there.previous.sha256 };
  }
  const unplaced = await linksSince(out, there.previous.sha256, here);
  if (unplaced !== undefined) return { previous: here, chain, unplaced, ahead: false };
  throw new UserError(
    'CHAIN_FORKS',
    `The runs of ${archive.location} end with ${words(there.previous)}, those of ${out} with ${words(here)}, and neither goes on from the other. To go on with those of the archive, use another directory. ${ANEW}`,
  );
}

/** What a run begins a chain over; undefined where there is none yet. */
export async function chainBefore({
  out,
  archive,
  runId,
}: Pick<BothPlaces, 'out' | 'runId'> & { archive: ArchiveStore | undefined }): Promise<NewChain | undefined> {
  const unlessUnreadable = (error: unknown): null => {
    if (error instanceof UserError && error.code === 'CHAIN_BROKEN') return null;
    throw error;
  };
  const last = archive === undefined ? undefined : (await takenPlaces(archive)).at(-1);
  if (archive !== undefined && last !== undefined) {
    const link = await linkAt(archive, last).catch(unlessUnreadable);
    return { over: link === null ? null : headOf(link) };
  }
  if (archive !== undefined && (await stranger(archive, runId)) !== undefined) return { over: null };
  const here = await headHere(out).catch(unlessUnreadable);
  return here === undefined ? undefined : { over: here };
}

/** Whether a run has a place in the archive. */
export async function isPlaced(
  archive: ArchiveStore,
  places: readonly TakenPlace[],
  { sequence, sha256 }: Pick<ChainHead, 'sequence' | 'sha256'>,
): Promise<boolean> {
  for (const place of places.filter((one) => one.sequence === sequence))
    if ((await linkAt(archive, place)).sha256 === sha256) return true;
  return false;
}

/** The last run of this machine that is put away; one that is still to be may be given another place. */
async function headHere(out: string): Promise<ChainHead | undefined> {
  const head = await readChainHead(out);
  if (head === undefined || !(await isUnfinished(out, head.runId))) return head;
  return (await chainHeads(out)).find(({ runId }) => runId !== head.runId);
}

/** The last run of the archive, as far as it can be believed. */
async function headThere(
  { archive, trusted, runId }: BothPlaces,
  places: readonly TakenPlace[],
  last: TakenPlace,
): Promise<{ previous: ChainHead; notBefore?: string }> {
  const { location } = archive;
  const before = places.at(-2);
  if (before?.chain === last.chain && before.sequence !== last.sequence - 1)
    throw broken(`The chain of ${location} goes from number ${before.sequence} to ${last.sequence}.`);
  const link = await linkAt(archive, last);
  const later = await archive.runIds(link.runId);
  for (const id of later.filter((one) => one !== runId)) {
    const sequence = (await closedManifest(archivedFiles(archive, id), trusted))?.manifest?.predicate
      .sequence;
    if (sequence !== undefined && sequence > link.sequence)
      throw broken(
        `${location} holds the run ${id} (number ${sequence}), and its chain ends with ${words(link)}.`,
      );
  }
  const closed = await closedManifest(archivedFiles(archive, link.runId), trusted);
  // Its upload is under way, or was broken off: its place is taken all the same.
  if (closed === undefined) return { previous: headOf(link) };
  const [problem] = [
    ...closed.problems,
    ...(closed.sha256 === link.sha256 ? [] : ['Its manifest is not the one that the chain names.']),
  ];
  if (problem !== undefined)
    throw broken(`The last run of ${location}, ${words(link)}, is not to be believed. ${problem}`);
  const sealedAt = closed.manifest?.predicate.sealedAt;
  return { previous: headOf(link), ...(sealedAt === undefined ? {} : { notBefore: sealedAt }) };
}

/** Throws where an archive holds runs without an order, unless this machine knows the last of them. */
async function demandNoStrangers({ archive, runId }: BothPlaces, here: ChainHead | undefined): Promise<void> {
  if (here !== undefined) {
    const own = await closedManifest(archivedFiles(archive, here.runId), undefined);
    if (own?.sha256 === here.sha256) return;
  }
  const id = await stranger(archive, runId);
  if (id === undefined) return;
  throw broken(
    `${archive.location} holds runs, ${id} the newest of them, and nothing of their order: the next one would begin a chain as if there were none.`,
  );
}

/** The newest run that came whole into an archive; undefined when there is none besides the one that asks. */
async function stranger(archive: ArchiveStore, besides: string): Promise<string | undefined> {
  for (const id of (await archive.runIds()).reverse()) {
    if (id === besides) continue;
    const manifest = await openFile(archivedFiles(archive, id), RUN_FILES.manifest);
    manifest?.destroy();
    if (manifest !== undefined) return id;
  }
  return undefined;
}

/** The runs of this machine after the one with this digest, up to the last; undefined when that does not lead there. */
async function linksSince(out: string, sha256: string, last: ChainHead): Promise<ChainLink[] | undefined> {
  const links = new Map<string, ChainLink>();
  for (const id of (await readdir(out)).filter(isRunId)) {
    // A run that cannot be read links nothing: where the way needs it, there is no way, and the chains fork.
    const closed = await closedManifest(directoryReader(join(out, id)), undefined).catch(() => undefined);
    if (closed?.manifest === undefined) continue;
    const { runId, sequence, previousManifest } = closed.manifest.predicate;
    const previous = previousManifest?.sha256 ?? null;
    links.set(closed.sha256, { runId, sequence, sha256: closed.sha256, previous });
  }
  const path: ChainLink[] = [];
  for (let at: string | null = last.sha256; at !== sha256; ) {
    const link: ChainLink | undefined = at === null ? undefined : links.get(at);
    if (link === undefined) return undefined;
    links.delete(link.sha256);
    path.unshift(link);
    at = link.previous;
  }
  return path;
}

function headOf({ runId, sequence, sha256 }: ChainHead): ChainHead {
  return { runId, sequence, sha256 };
}

function broken(what: string): UserError {
  return new UserError('CHAIN_BROKEN', `${what} ${ANEW}`);
}

function words({ runId, sequence }: Pick<ChainHead, 'runId' | 'sequence'>): string {
  return `the run ${runId} (number ${sequence})`;
}
