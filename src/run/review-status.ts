import type { Config } from '../config/schema.ts';
import { reviewSetting } from '../evaluate/decisions.ts';
import type { S3Setup } from '../evidence/store/s3-client.ts';
import { type KeyPlaces, readTrustedKeys } from '../evidence/trusted-keys.ts';
import { verifyRun } from '../evidence/verify.ts';
import type { CountersignedRun } from '../model/attestation.ts';
import { DECISIONS_SCHEMA_VERSION, type KnownDecisions, type ReviewStanding } from '../model/review.ts';
import { UserError } from '../model/user-error.ts';
import { reviewStanding } from '../review/standing.ts';
import { EvidenceDamaged } from './intact.ts';
import { openReviewers, readDecisions } from './known-decisions.ts';
import { readRun } from './open-run.ts';
import { demandReport } from './review-sheets.ts';
import { openRunPlace } from './run-place.ts';

export interface ReviewStatusRequest {
  run: string;
  s3: S3Setup;
  runKeys?: KeyPlaces;
  /** Whose reviews count; those of everybody where none is configured. */
  reviewers: Config['reviewers'];
  now: Date;
}

export interface ReviewStatus {
  runId: string;
  standing: ReviewStanding;
  /** Who has countersigned the run; null where nobody has. */
  countersigned: CountersignedRun | null;
}

/** What the reviews beside a run come to now, held against what that run found. Throws `EvidenceDamaged` and `UserError`. */
export async function reviewStatus(request: ReviewStatusRequest): Promise<ReviewStatus> {
  const { run, s3, now } = request;
  const trusted = await readTrustedKeys(request.runKeys);
  const reviewers = await openReviewers(request.reviewers);
  const place = await openRunPlace(run, s3);
  try {
    const { damage, manifest } = await verifyRun(place.reader, trusted);
    if (damage.length > 0) throw new EvidenceDamaged(damage);
    if (manifest === undefined) throw new UserError('NOT_A_RUN', `${run} has no manifest.`);
    const report = await demandReport(place.reader);
    const { judgement } = await readRun(place.reader);
    const known =
      (await readDecisions({ stores: [place.statements], reviewers, before: place.name, now })) ??
      nothingKnown(now);
    const setting = reviewSetting(report, judgement, report.trend);
    const standing = reviewStanding(known, { ...setting, asOf: now.toISOString() });
    return { runId: manifest.runId, standing, countersigned: known.countersigned };
  } finally {
    place.close();
  }
}

function nothingKnown(now: Date): KnownDecisions {
  const readAt = now.toISOString();
  return { schemaVersion: DECISIONS_SCHEMA_VERSION, readAt, reviews: [], countersigned: null, problems: [] };
}
