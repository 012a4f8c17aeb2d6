import type { KeyObject } from 'node:crypto';
import { basename } from 'node:path';
import type { Damage } from '../evidence/damage.ts';
import { isRunId } from '../evidence/run-id.ts';
import type { S3Setup } from '../evidence/store/s3-client.ts';
import { type KeyPlaces, readTrustedKeys } from '../evidence/trusted-keys.ts';
import { type RunVerification, verifyRun } from '../evidence/verify.ts';
import { type ChainStretch, verifyChain } from '../evidence/verify-chain.ts';
import { openRunPlace } from './run-place.ts';
import { type ArchiveVerification, verifyArchive } from './verify-archive.ts';
import { type VerifiedReview, verifyReviews } from './verify-reviews.ts';

export interface VerifyRequest {
  /** Run directories, their addresses in S3, oldest first, or the address of an archive for all its runs. */
  runs: readonly string[];
  /** How S3 is asked; without it only directories are runs. */
  s3?: S3Setup;
  /** PEM files of the public keys that signatures must be of, or folders of them. */
  keyFile?: KeyPlaces;
  /** SHA-256 of the newest run's manifest, hex. */
  expectHead?: string;
}

export interface Verification {
  /** Nothing is wrong. */
  intact: boolean;
  runs: RunVerification[];
  /** Sealed reviews of these runs, run by run; absent where there are none. */
  reviews?: VerifiedReview[];
  chain: ChainStretch | null;
  /** All that is wrong, run by run, then with archives, then with the chain. */
  damage: Damage[];
}

/**
 * Checks runs, each by itself and as a chain. Asks nobody else; a run in S3 is read from there file by file, and no
 * copy is kept. Throws `UserError` when it cannot.
 */
export async function verifyEvidence(request: VerifyRequest): Promise<Verification> {
  const { runs, keyFile, expectHead } = request;
  const trusted = await readTrustedKeys(keyFile);
  const verified: RunVerification[] = [];
  const reviews: VerifiedReview[] = [];
  const inArchives: Damage[] = [];
  for (const run of runs) {
    const archive = await archiveAt(run, request.s3, trusted);
    if (archive !== undefined) {
      verified.push(...archive.runs);
      reviews.push(...archive.reviews);
      inArchives.push(...archive.damage);
      continue;
    }
    const { reader, statements, close } = await openRunPlace(run, request.s3);
    try {
      const one = await verifyRun(reader, trusted);
      const said = await verifyReviews(statements, one, trusted);
      verified.push({ ...one, damage: [...one.damage, ...said.damage] });
      reviews.push(...said.reviews);
    } finally {
      close();
    }
  }
  const { stretch, damage: inChain } = verifyChain(verified, expectHead);
  const damage = [...verified.flatMap((run) => run.damage), ...inArchives, ...inChain];
  const all = reviews.length === 0 ? {} : { reviews };
  return { intact: damage.length === 0, runs: verified, ...all, chain: stretch, damage };
}

/** The runs of an archive; undefined for the address of a run, which ends with its id, and for a directory. */
async function archiveAt(
  address: string,
  s3: S3Setup | undefined,
  trusted: readonly KeyObject[],
): Promise<ArchiveVerification | undefined> {
  if (s3 === undefined || !address.startsWith('s3://') || isRunId(basename(address))) return undefined;
  return verifyArchive(address, s3, trusted);
}
