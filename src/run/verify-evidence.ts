import type { KeyObject } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Damage } from '../evidence/damage.ts';
import { firstIdOf, type Period, periodOf } from '../evidence/period.ts';
import { isRunId } from '../evidence/run-id.ts';
import { RUN_FILES } from '../evidence/run-paths.ts';
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
  /** A period that must have its runs: those of an archive, or of a directory of runs, that started since then. */
  period?: { since: Date; until: Date /** Seconds from one run to the next. */; every?: number };
}

export interface Verification {
  /** Nothing is wrong. */
  intact: boolean;
  runs: RunVerification[];
  /** Sealed reviews of these runs, run by run; absent where there are none. */
  reviews?: VerifiedReview[];
  chain: ChainStretch | null;
  /** Which runs the period lacks, where one was asked for: no damage, since nothing says that they were. */
  period?: Period;
  /** All that is wrong, run by run, then with archives, then with the chain. */
  damage: Damage[];
}

/**
 * Checks runs, each by itself and as a chain. Asks nobody else; a run in S3 is read from there file by file, and no
 * copy is kept. Throws `UserError` when it cannot.
 */
export async function verifyEvidence(request: VerifyRequest): Promise<Verification> {
  const { keyFile, expectHead, period } = request;
  const runs =
    period === undefined
      ? request.runs
      : (await Promise.all(request.runs.map((run) => runsIn(run, period.since)))).flat();
  const trusted = await readTrustedKeys(keyFile);
  const verified: RunVerification[] = [];
  const reviews: VerifiedReview[] = [];
  const inArchives: Damage[] = [];
  for (const run of runs) {
    const archive = await archiveAt(run, request.s3, trusted, period?.since);
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
  const ids = verified.flatMap(({ manifest }) => manifest?.runId ?? []);
  const lacking = period === undefined ? {} : { period: periodOf(ids, period) };
  return { intact: damage.length === 0, runs: verified, ...all, chain: stretch, ...lacking, damage };
}

/** The runs of an archive; undefined for the address of a run, which ends with its id, and for a directory. */
async function archiveAt(
  address: string,
  s3: S3Setup | undefined,
  trusted: readonly KeyObject[],
  since: Date | undefined,
): Promise<ArchiveVerification | undefined> {
  if (s3 === undefined || !address.startsWith('s3://') || isRunId(basename(address))) return undefined;
  return verifyArchive(address, s3, trusted, since);
}

/** The sealed runs of a directory of runs that started since a moment, oldest first; what is none stays as it is. */
async function runsIn(address: string, since: Date): Promise<string[]> {
  if (address.startsWith('s3://') || isRunId(basename(address))) return [address];
  const names = await readdir(address).catch((): string[] => []);
  if (names.includes(RUN_FILES.run) || !names.some(isRunId)) return [address];
  const first = firstIdOf(since);
  const runs: string[] = [];
  for (const name of names.filter((one) => isRunId(one) && one >= first).sort()) {
    const files = await readdir(join(address, name));
    // One that was broken off is no run: it is missing.
    if (files.includes(RUN_FILES.manifest) || files.includes(RUN_FILES.run)) runs.push(join(address, name));
  }
  return runs;
}
