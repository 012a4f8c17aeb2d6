import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Damage } from '../evidence/damage.ts';
import { directoryReader, type EvidenceReader } from '../evidence/evidence-reader.ts';
import { readPublicKey } from '../evidence/key-file-signer.ts';
import { type RunVerification, verifyRun } from '../evidence/verify.ts';
import { type ChainStretch, verifyChain } from '../evidence/verify-chain.ts';
import { UserError } from '../model/user-error.ts';

export interface VerifyRequest {
  /** Run directories, oldest first. */
  runs: readonly string[];
  /** The PEM file of the public key that signatures must be of. */
  keyFile?: string;
  /** SHA-256 of the newest run's manifest, hex. */
  expectHead?: string;
}

export interface Verification {
  /** Nothing is wrong. */
  intact: boolean;
  runs: RunVerification[];
  chain: ChainStretch | null;
  /** All that is wrong, run by run, then with the chain. */
  damage: Damage[];
}

/** Checks runs, each by itself and as a chain; asks nobody else. Throws `UserError` when it cannot. */
export async function verifyEvidence(request: VerifyRequest): Promise<Verification> {
  const { runs, keyFile, expectHead } = request;
  const trusted = keyFile === undefined ? undefined : await readPublicKey(keyFile);
  const verified: RunVerification[] = [];
  for (const run of runs) verified.push(await verifyRun(await openEvidence(run), trusted));
  const { stretch, damage: inChain } = verifyChain(verified, expectHead);
  const damage = [...verified.flatMap((run) => run.damage), ...inChain];
  return { intact: damage.length === 0, runs: verified, chain: stretch, damage };
}

/** The way to a run's files. Throws `UserError` when there is no such place. */
async function openEvidence(location: string): Promise<EvidenceReader> {
  const directory = resolve(location);
  const found = await stat(directory).catch(() => undefined);
  if (found?.isDirectory() !== true) throw new UserError('NOT_A_RUN', `${location} is not a directory.`);
  return { ...directoryReader(directory), location };
}
