import type { Damage } from '../evidence/damage.ts';
import { readPublicKey } from '../evidence/key-file-signer.ts';
import type { S3Setup } from '../evidence/store/s3-store.ts';
import { type RunVerification, verifyRun } from '../evidence/verify.ts';
import { type ChainStretch, verifyChain } from '../evidence/verify-chain.ts';
import { openEvidence } from './open-evidence.ts';

export interface VerifyRequest {
  /** Run directories, or their addresses in S3, oldest first. */
  runs: readonly string[];
  /** How S3 is asked; without it only directories are runs. */
  s3?: S3Setup;
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

/**
 * Checks runs, each by itself and as a chain. Asks nobody else; a run in S3 is read from there file by file, and no
 * copy is kept. Throws `UserError` when it cannot.
 */
export async function verifyEvidence(request: VerifyRequest): Promise<Verification> {
  const { runs, keyFile, expectHead } = request;
  const trusted = keyFile === undefined ? undefined : await readPublicKey(keyFile);
  const verified: RunVerification[] = [];
  for (const run of runs) {
    const { reader, close } = await openEvidence(run, request.s3);
    try {
      verified.push(await verifyRun(reader, trusted));
    } finally {
      close();
    }
  }
  const { stretch, damage: inChain } = verifyChain(verified, expectHead);
  const damage = [...verified.flatMap((run) => run.damage), ...inChain];
  return { intact: damage.length === 0, runs: verified, chain: stretch, damage };
}
