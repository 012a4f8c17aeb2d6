import type { KeyObject } from 'node:crypto';
import { linkAt, type TakenPlace, takenPlaces } from '../evidence/archive-chain.ts';
import type { Damage } from '../evidence/damage.ts';
import { openFile } from '../evidence/evidence-reader.ts';
import { firstIdOf } from '../evidence/period.ts';
import { RUN_FILES } from '../evidence/run-paths.ts';
import { type ArchiveStore, archivedFiles } from '../evidence/store/archive-store.ts';
import { openS3Archive } from '../evidence/store/s3-archive.ts';
import type { S3Setup } from '../evidence/store/s3-client.ts';
import { parseS3Location } from '../evidence/store/s3-location.ts';
import { archivedStatements } from '../evidence/store/statement-store.ts';
import { type RunVerification, verifyRun } from '../evidence/verify.ts';
import { UserError } from '../model/user-error.ts';
import { openEvidence } from './open-evidence.ts';
import { type VerifiedReview, verifyReviews } from './verify-reviews.ts';

/** All runs of an archive, in the order of its chain, and what is wrong between the two. */
export interface ArchiveVerification {
  runs: RunVerification[];
  reviews: VerifiedReview[];
  damage: Damage[];
}

/**
 * Looks at every run that the chain of an archive names, and at whether it names every run that is there. Undefined when
 * the address is not that of an archive with a chain. Throws `UserError` when it cannot look.
 *
 * @param since looks at the runs that started since then alone, and at nothing of those before
 */
export async function verifyArchive(
  address: string,
  s3: S3Setup,
  trusted: readonly KeyObject[] = [],
  since?: Date,
): Promise<ArchiveVerification | undefined> {
  const location = parseS3Location(address);
  if (location === undefined) return undefined;
  const archive = await openS3Archive(location, s3);
  try {
    const all = await takenPlaces(archive);
    if (all.length === 0) return undefined;
    const first = since === undefined ? undefined : firstIdOf(since);
    const places = first === undefined ? all : await placesFrom(archive, all, first);
    const runs: RunVerification[] = [];
    const reviews: VerifiedReview[] = [];
    const damage: Damage[] = [];
    const named: string[] = [];
    for (const place of places) {
      const found = await verifyPlace(archive, place, s3, trusted);
      named.push(...found.named);
      runs.push(...found.runs);
      damage.push(...found.damage);
      for (const run of found.runs) {
        const said = await verifyReviews(archivedStatements(archive), run, trusted);
        reviews.push(...said.reviews);
        damage.push(...said.damage);
      }
    }
    damage.push(...(await unnamed(archive, named, first)));
    return { runs, reviews, damage };
  } finally {
    archive.close();
  }
}

/** The places of the runs from an id on. From the last one backwards, so that what is before is not read. */
async function placesFrom(
  archive: ArchiveStore,
  places: readonly TakenPlace[],
  first: string,
): Promise<TakenPlace[]> {
  const found: TakenPlace[] = [];
  for (const place of places.toReversed()) {
    // What cannot be read is told of where it is verified.
    const link = await linkAt(archive, place).catch(() => undefined);
    if (link !== undefined && link.runId < first) break;
    found.unshift(place);
  }
  return found;
}

async function verifyPlace(
  archive: ArchiveStore,
  place: TakenPlace,
  s3: S3Setup,
  trusted: readonly KeyObject[],
): Promise<Omit<ArchiveVerification, 'reviews'> & { named: string[] }> {
  const link = await linkAt(archive, place).catch((error: unknown) => {
    if (error instanceof UserError && error.code === 'CHAIN_BROKEN') return error.message;
    throw error;
  });
  if (typeof link === 'string') {
    return { runs: [], named: [], damage: [{ kind: 'altered-file', run: archive.location, message: link }] };
  }
  const { runId, sequence, sha256 } = link;
  const run = archive.addressOf(runId);
  const { reader, close } = await openEvidence(run, s3);
  try {
    const verified = await verifyRun(reader, trusted);
    const message = `The chain of ${archive.location} names another manifest as number ${sequence} than that of the run ${runId}.`;
    const isNamed = verified.manifest === undefined || verified.manifest.sha256 === sha256;
    return { runs: [verified], named: [runId], damage: isNamed ? [] : [{ kind: 'fork', run, message }] };
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'NOT_A_RUN') throw error;
    const message = `The run ${runId} has the place number ${sequence} in the chain of ${archive.location} and is not there: its upload was broken off or is under way, or someone took it away.`;
    return { runs: [], named: [runId], damage: [{ kind: 'missing-file', run, message }] };
  } finally {
    close();
  }
}

/** Runs that came whole into the archive since it has a chain, and have no place in that. */
async function unnamed(archive: ArchiveStore, named: readonly string[], from?: string): Promise<Damage[]> {
  const first = from ?? [...named].sort()[0];
  const damage: Damage[] = [];
  for (const runId of first === undefined ? [] : await archive.runIds(first)) {
    if (named.includes(runId)) continue;
    const manifest = await openFile(archivedFiles(archive, runId), RUN_FILES.manifest);
    manifest?.destroy();
    if (manifest === undefined) continue;
    const message = `The run ${runId} is in ${archive.location} and has no place in its chain: it was put in from elsewhere, or its place was taken away.`;
    damage.push({ kind: 'extra-file', run: archive.addressOf(runId), message });
  }
  return damage;
}
