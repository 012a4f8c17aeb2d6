import type { KeyObject } from 'node:crypto';
import { type Review, reviewShape } from '../model/review.ts';
import type { StatementState } from '../model/statement.ts';
import { limitedBytes } from './attestations.ts';
import type { DamageKind } from './damage.ts';
import { NotAFile } from './plain-file.ts';
import { isRunId } from './run-id.ts';
import { readStatement } from './statement.ts';
import type { StatementStore } from './store/statement-store.ts';

/** The folder beside the runs that holds sealed reviews, those of each run in one of its own. */
export const REVIEWS = 'reviews';

/** A sealed review, as far as the file itself tells. */
export interface SealedReviewFile {
  /** From the place of the runs. */
  file: string;
  /** The run of whose folder it is. */
  runId: string;
  sha256: string;
  state: Exclude<StatementState, 'bad'>;
  keyid: string | null;
  /** The manifest that it is over. */
  subject: string;
  review: Review;
}

export interface ReviewFiles {
  /** The oldest first. */
  reviews: SealedReviewFile[];
  problems: Array<{
    file: string;
    problem: string;
    kind: DamageKind;
    /** SHA-256 of the statement that is missing here. */
    missing?: string;
  }>;
}

/** The sealed reviews of a place, or of one of its runs, and what there is wrong with them. */
export async function readReviews(
  store: Pick<StatementStore, 'names' | 'read'>,
  trusted: readonly KeyObject[],
  runId?: string,
): Promise<ReviewFiles> {
  const reviews: SealedReviewFile[] = [];
  const problems: ReviewFiles['problems'] = [];
  for (const file of await store.names(runId === undefined ? REVIEWS : `${REVIEWS}/${runId}`)) {
    const read = await readOne(store, file, trusted);
    if (typeof read === 'string')
      problems.push({ file, problem: read, kind: read === STRANGE ? 'extra-file' : 'bad-signature' });
    else reviews.push(read);
  }
  const known = new Set(reviews.map(({ sha256 }) => sha256));
  for (const { file, review } of reviews)
    for (const sha256 of review.earlier)
      if (!known.has(sha256))
        problems.push({
          file,
          kind: 'missing-file',
          missing: sha256,
          problem: `A review that it names as there before it is missing (SHA-256 ${sha256}).`,
        });
  return { reviews: reviews.sort((a, b) => (a.review.at < b.review.at ? -1 : 1)), problems };
}

/** The review; or why it is none, in a sentence. */
async function readOne(
  store: Pick<StatementStore, 'read'>,
  file: string,
  trusted: readonly KeyObject[],
): Promise<SealedReviewFile | string> {
  const [, runId = '', name = ''] = file.split('/');
  if (file.split('/').length !== 3 || !isRunId(runId) || !NAME.test(name)) return STRANGE;
  let bytes: Buffer | undefined;
  try {
    bytes = await limitedBytes(await store.read(file));
  } catch (error) {
    if (!(error instanceof NotAFile)) throw error;
  }
  if (bytes === undefined) return 'It is no file, or too long for a review.';
  const read = readStatement<Review>({ name, bytes }, { kind: 'review', shape: reviewShape, trusted });
  if (read.state === 'bad') return read.problem;
  const { sha256, state, keyid, subject, predicate } = read;
  if (predicate.runId !== runId) return 'It is of another run than that of its folder.';
  return { file, runId, sha256, state, keyid, subject, review: predicate };
}

const STRANGE = 'It is no sealed review: it was put in by other means.';
const NAME = /^\d{8}T\d{6}Z-[0-9a-f]{16}(?:\.dsse)?\.json$/;
