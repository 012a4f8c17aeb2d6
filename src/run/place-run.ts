import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../aws/clock.ts';
import { type ChainLink, takenPlaces, takePlace } from '../evidence/archive-chain.ts';
import { type InChain, placeInChain, sealTime } from '../evidence/build-manifest.ts';
import { type ChainHead, writeChainHead } from '../evidence/chain.ts';
import { type Manifest, sha256Of } from '../evidence/manifest.ts';
import { RUN_FILES } from '../evidence/run-paths.ts';
import type { Signer } from '../evidence/signer.ts';
import { UserError } from '../model/user-error.ts';
import { agreedHead, type BothPlaces, chainBefore, isPlaced } from './agreed-head.ts';
import { closeRun, lockChain } from './seal.ts';

const ATTEMPTS = 20;

interface Placing extends BothPlaces {
  directory: string;
  /** Begin a chain anew, whatever there is. */
  newChain: boolean;
  clock: Clock;
  signer: Signer | undefined;
}

/**
 * Takes the place of a sealed run in the chain of the archive, once. Where another run has become the last since it was
 * sealed, it is sealed anew behind that one: nobody has seen its manifest yet. Throws `UserError`.
 */
export async function placeRun(placing: Placing): Promise<void> {
  const { out, directory, archive, clock, signer } = placing;
  const release = await lockChain(out, clock);
  try {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const { manifest, own } = await sealedAs(directory);
      if (await isPlaced(archive, await takenPlaces(archive), own)) return;
      const { chain, unplaced, ...standing } = await standingNow(placing, manifest);
      let link = own;
      if (!standsSo(manifest, standing)) {
        const { sequence: _, previousManifest: __, newChain: ___, ...predicate } = manifest.predicate;
        const sealedAt = sealTime(clock.now(), standing);
        const signedBy = signer === undefined ? null : { keyid: signer.keyid, algorithm: signer.algorithm };
        const anew = { ...predicate, ...placeInChain(standing), sealedAt, signedBy };
        const { previous } = standing;
        const head = await closeRun(out, directory, { ...manifest, predicate: anew }, { previous, signer });
        link = { ...head, previous: previous?.sha256 ?? null };
      }
      if (await takeInOrder(placing, chain, [...unplaced, link])) {
        await writeChainHead(out, headOf(link), standing.previous);
        return;
      }
    }
  } finally {
    await release();
  }
  throw new UserError('RUN_IN_PROGRESS', `Other runs took the next place in ${archive.location} each time.`);
}

/** Each only after the one before it, so that no other run gets between them. */
async function takeInOrder(
  { archive }: Placing,
  chain: number,
  links: readonly ChainLink[],
): Promise<boolean> {
  for (const link of links)
    if (!(await takePlace(archive, { chain, sequence: link.sequence }, link))) return false;
  return true;
}

async function sealedAs(directory: string): Promise<{ manifest: Manifest; own: ChainLink }> {
  const bytes = await readFile(join(directory, RUN_FILES.manifest));
  const manifest: Manifest = JSON.parse(bytes.toString('utf8'));
  const { runId, sequence, previousManifest } = manifest.predicate;
  const previous = previousManifest?.sha256 ?? null;
  return { manifest, own: { runId, sequence, sha256: sha256Of(bytes), previous } };
}

/** Where the run stands by now. It begins a chain only over the one that it was to begin it over. */
async function standingNow(
  placing: Placing,
  { predicate }: Manifest,
): Promise<InChain & { chain: number; unplaced: readonly ChainLink[] }> {
  const { archive, newChain } = placing;
  if (newChain || predicate.newChain !== undefined) {
    const before = await chainBefore(placing);
    const asSealed = JSON.stringify(before) === JSON.stringify(predicate.newChain);
    if (before !== undefined && (asSealed || predicate.newChain === undefined)) {
      const last = (await takenPlaces(archive)).at(-1);
      return { previous: undefined, newChain: before, chain: (last?.chain ?? 0) + 1, unplaced: [] };
    }
  }
  return agreedHead(placing);
}

function standsSo({ predicate }: Manifest, standing: InChain): boolean {
  const { sequence, previousManifest, newChain } = predicate;
  const as = (place: object) => JSON.stringify(place);
  const now = placeInChain(standing);
  return (
    as({ sequence, previousManifest, newChain }) ===
    as({ sequence: now.sequence, previousManifest: now.previousManifest, newChain: now.newChain })
  );
}

function headOf({ runId, sequence, sha256 }: ChainLink): ChainHead {
  return { runId, sequence, sha256 };
}
