import type { KeyObject } from 'node:crypto';
import type { Damage } from '../evidence/damage.ts';
import { readReviews } from '../evidence/reviews.ts';
import type { StatementStore } from '../evidence/store/statement-store.ts';
import type { RunVerification } from '../evidence/verify.ts';
import type { StatementSource } from '../model/statement.ts';

/** A sealed review of a run that was verified. */
export interface VerifiedReview extends StatementSource {
  runId: string;
  by: string;
  at: string;
  decided: number;
  undecided: number;
  /** All accesses of the run. */
  accesses: number;
}

/** The sealed reviews of a run, and what is wrong with them. Without a manifest nobody can tell which are its own. */
export async function verifyReviews(
  statements: StatementStore,
  { run, manifest, signature }: RunVerification,
  trusted: readonly KeyObject[],
): Promise<{ reviews: VerifiedReview[]; damage: Damage[] }> {
  if (manifest === undefined) return { reviews: [], damage: [] };
  const { runId, sha256 } = manifest;
  const found = await readReviews(statements, trusted, runId);
  const damage: Damage[] = found.problems.map(({ file, problem, kind }) => ({
    ...{ kind, run, file },
    message: `${file}: ${problem}`,
  }));
  const reviews: VerifiedReview[] = [];
  for (const { file, subject, state, keyid, review, sha256: ofFile } of found.reviews) {
    if (subject !== sha256) {
      const message = `${file}: It is over another manifest than that of this run.`;
      damage.push({ kind: 'bad-signature', run, file, message });
      continue;
    }
    const own = keyid !== null && keyid === signature.keyid;
    const { by, at, decisions, undecided, population } = review;
    reviews.push({
      ...{ file, sha256: ofFile, state, keyid },
      ...(own ? { signedByRunKey: true as const } : {}),
      ...{ runId, by, at, decided: decisions.length, undecided: undecided.length },
      accesses: population.accesses,
    });
  }
  return { reviews, damage };
}
