import { z } from 'zod';
import { UserError } from '../model/user-error.ts';
import { textOf } from './evidence-reader.ts';
import { isRunId } from './run-id.ts';
import type { ArchiveStore } from './store/archive-store.ts';

/**
 * The order of the runs of an archive: an object for each, whose name is its place. A name can be taken only once, so
 * that of two runs that end at once one gets the place and the other the next one.
 */
export interface ChainPlace {
  /** From 1: a chain that is begun anew is another one. */
  chain: number;
  /** The run's number in it. */
  sequence: number;
}

/** Who has a place, and since when by the clock of the store. */
export interface TakenPlace extends ChainPlace {
  at: Date;
}

/** What stands under a place. Digests are SHA-256 of a `manifest.json`, hex. */
export interface ChainLink {
  runId: string;
  sequence: number;
  sha256: string;
  /** The run that it follows; null for the first. */
  previous: string | null;
}

const FOLDER = 'chain';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const linkShape = z.looseObject({
  runId: z.string().refine(isRunId),
  sequence: z.int().min(1),
  sha256,
  previous: z.nullable(sha256),
});

/** The places taken, in order. */
export async function takenPlaces(archive: ArchiveStore): Promise<TakenPlace[]> {
  return (await archive.list(FOLDER))
    .flatMap(({ name, at }) => {
      const [, chain, sequence] = /^chain\/(\d{4,9})-(\d{8,15})\.json$/.exec(name) ?? [];
      return sequence === undefined ? [] : [{ chain: Number(chain), sequence: Number(sequence), at }];
    })
    .sort((a, b) => a.chain - b.chain || a.sequence - b.sequence);
}

/** The run that has a place. Throws `UserError` when that cannot be told. */
export async function linkAt(archive: ArchiveStore, place: ChainPlace): Promise<ChainLink> {
  const name = nameOf(place);
  const text = await textOf(archive, name);
  try {
    const { runId, sequence, previous, ...link } = linkShape.parse(JSON.parse(text ?? ''));
    if (sequence === place.sequence) return { runId, sequence, sha256: link.sha256, previous };
  } catch {
    // What is wrong with it does not matter: it is not what was put there.
  }
  throw new UserError(
    'CHAIN_BROKEN',
    `${archive.location}/${name} is damaged, so that nobody can tell which run the next one follows. ${ANEW}`,
  );
}

/** The way out of a chain that cannot be gone on with. */
export const ANEW = 'Look into it first; --new-chain begins another chain, and the evidence says so.';

/** Takes a place for a run; false when another run has it. */
export async function takePlace(
  archive: ArchiveStore,
  place: ChainPlace,
  { runId, sequence, sha256, previous }: ChainLink,
): Promise<boolean> {
  const text = `${JSON.stringify({ runId, sequence, sha256, previous }, null, 2)}\n`;
  if (await archive.create(nameOf(place), text)) return true;
  // An earlier attempt may have arrived, and its answer not.
  return (await linkAt(archive, place)).sha256 === sha256;
}

function nameOf({ chain, sequence }: ChainPlace): string {
  return `${FOLDER}/${String(chain).padStart(4, '0')}-${String(sequence).padStart(8, '0')}.json`;
}
