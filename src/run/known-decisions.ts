import type { KeyObject } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { Config } from '../config/schema.ts';
import { ATTESTATIONS, readAttestations } from '../evidence/attestations.ts';
import { bytesOfText, openFile } from '../evidence/evidence-reader.ts';
import { readPublicKey } from '../evidence/key-file-signer.ts';
import { readManifest } from '../evidence/manifest.ts';
import { NotAFile } from '../evidence/plain-file.ts';
import { readReviews, type SealedReviewFile } from '../evidence/reviews.ts';
import { RUN_FILES } from '../evidence/run-paths.ts';
import { keyIdOf } from '../evidence/signer.ts';
import { parsedJson } from '../evidence/statement.ts';
import type { StatementStore } from '../evidence/store/statement-store.ts';
import type { CountersignedRun } from '../model/attestation.ts';
import {
  DECISIONS_SCHEMA_VERSION,
  type KnownDecisions,
  type KnownReview,
  parseDecisions,
} from '../model/review.ts';

/** Whose word counts; none where everybody's does. */
export interface Reviewers {
  keys: readonly KeyObject[];
  nameOf(keyid: string | null): string | undefined;
}

/** The reviewers of the configuration. Throws `UserError` where a key cannot be read: nothing of theirs would count. */
export async function openReviewers(configured: Config['reviewers']): Promise<Reviewers> {
  const keys: KeyObject[] = [];
  const names = new Map<string, string>();
  for (const { name, keyFile } of configured) {
    const key = await readPublicKey(keyFile);
    keys.push(key);
    names.set(keyIdOf(key), name);
  }
  return { keys, nameOf: (keyid) => (keyid === null ? undefined : names.get(keyid)) };
}

/** Where and as what decisions are asked for. */
export interface DecisionsAsked {
  /** Of this machine and of the archive; what is in both counts once. */
  stores: readonly StatementStore[];
  reviewers: Reviewers;
  /** The run before, whose countersignatures are shown; undefined when there is none. */
  before: string | undefined;
  /** Whether what it knew of is to be in these places; they may be some of those that it read. */
  isWhole?: boolean;
  now: Date;
}

/**
 * What people have said of the runs of a place until now; undefined where nobody has. What is damaged is named, and
 * nothing is taken from it.
 */
export async function readDecisions(asked: DecisionsAsked): Promise<KnownDecisions | undefined> {
  const { stores, before, isWhole = false, now } = asked;
  const reviews = new Map<string, KnownReview>();
  const problems: Problem[] = [];
  const manifests = new Map<string, FoundManifest | undefined>();
  for (const store of stores) {
    const found = await readReviews(store, asked.reviewers.keys);
    problems.push(...found.problems);
    for (const one of found.reviews) {
      if (!manifests.has(one.runId)) manifests.set(one.runId, await manifestOf(stores, one.runId));
      if (!reviews.has(one.sha256))
        reviews.set(one.sha256, knownReview(one, manifests.get(one.runId), asked));
    }
  }
  const countersigned = before === undefined ? null : await countersignedRun(before, asked, problems);
  const present = new Set([
    ...reviews.keys(),
    ...(countersigned?.signatures ?? []).map(({ sha256 }) => sha256),
  ]);
  // The last one of a run is named by no later one; but the run before has seen it.
  for (const { file, sha256 } of before !== undefined && isWhole ? await reviewsKnownTo(before, stores) : [])
    problems.push({
      file,
      missing: sha256,
      problem: `The run ${before} knew of it, and it is not here any more or was altered.`,
    });
  const wrong = inNoPlace(problems, present);
  if (reviews.size + wrong.length === 0 && countersigned === null) return undefined;
  return {
    schemaVersion: DECISIONS_SCHEMA_VERSION,
    readAt: now.toISOString(),
    reviews: [...reviews.values()].sort((a, b) => (a.at < b.at ? -1 : 1)),
    countersigned,
    problems: wrong,
  };
}

type Problem = KnownDecisions['problems'][number] & { missing?: string };

/** Each problem once, by what is known of it last. What one place misses is not missing where another has it. */
function inNoPlace(problems: readonly Problem[], present: ReadonlySet<string>): KnownDecisions['problems'] {
  const left = problems.filter(({ missing }) => missing === undefined || !present.has(missing));
  const each = left.map(
    ({ file, problem, missing = `${file}\n${problem}` }) => [missing, { file, problem }] as const,
  );
  return [...new Map(each).values()];
}

async function reviewsKnownTo(runId: string, stores: readonly StatementStore[]): Promise<KnownReview[]> {
  for (const store of stores) {
    const bytes = await bytesAt(store, `${runId}/${RUN_FILES.decisions}`);
    if (bytes === undefined) continue;
    // Whether it is as it was sealed is for the run's manifest to say.
    const parsed = parseDecisions(parsedJson(bytes.toString('utf8')));
    return 'value' in parsed ? parsed.value.reviews : [];
  }
  return [];
}

/** Clocks of two machines differ by no more. */
const SKEW_MS = 3_600_000;

function knownReview(
  { file, sha256, state, keyid, subject, runId, review }: SealedReviewFile,
  manifest: FoundManifest | undefined,
  { reviewers, now }: DecisionsAsked,
): KnownReview {
  const why =
    reviewers.keys.length > 0 && state !== 'trusted'
      ? 'It is not signed by a reviewer of the configuration.'
      : manifest === undefined && state !== 'trusted'
        ? 'Its run is not here, so that nobody can tell whether there ever was one.'
        : manifest !== undefined && manifest.sha256 !== subject
          ? 'It is over another manifest than that of its run.'
          : Date.parse(review.at) > now.getTime() + SKEW_MS
            ? 'It is dated in the future.'
            : review.at < review.runAsOf
              ? 'It is dated before the run that it reviews.'
              : undefined;
  const reviewer = reviewers.nameOf(keyid);
  const { by, at, runAsOf, population, parties, decisions, undecided } = review;
  return {
    ...{ file, sha256, state, keyid },
    ...(keyid !== null && keyid === manifest?.sealedBy ? { signedByRunKey: true as const } : {}),
    ...(reviewer === undefined ? {} : { reviewer }),
    manifestSha256: subject,
    counts: why === undefined,
    ...(why === undefined ? {} : { why }),
    ...{ runId, by, at, runAsOf, population, parties },
    undecided: undecided.length,
    decisions: decisions.map(({ access, ...answer }) => {
      const {
        findings: _,
        guards: __,
        guard: ___,
        lastUsedAt: ____,
        servicesUsed: _____,
        owner: ______,
        ...what
      } = access;
      return { ...answer, access: what };
    }),
  };
}

interface FoundManifest {
  sha256: string;
  sealedBy: string | undefined;
}

/** The manifest of a run, wherever it is; undefined where it is nowhere. */
async function manifestOf(
  stores: readonly StatementStore[],
  runId: string,
): Promise<FoundManifest | undefined> {
  for (const store of stores) {
    const file = await fileAt(store, `${runId}/${RUN_FILES.manifest}`);
    const { manifest, sha256 } = (file && (await readManifest(file))) ?? {};
    if (sha256 !== undefined && manifest !== undefined)
      return { sha256, sealedBy: manifest.predicate.signedBy?.keyid };
  }
  return undefined;
}

async function bytesAt(store: StatementStore, name: string): Promise<Buffer | undefined> {
  const file = await fileAt(store, name);
  return file === undefined ? undefined : bytesOfText(file);
}

function fileAt(store: StatementStore, name: string): Promise<Readable | undefined> {
  return openFile(store, name).catch((error: unknown) => {
    if (error instanceof NotAFile) return undefined;
    throw error;
  });
}

async function countersignedRun(
  runId: string,
  { stores, reviewers }: DecisionsAsked,
  problems: Problem[],
): Promise<CountersignedRun | null> {
  const manifest = await manifestOf(stores, runId);
  if (manifest === undefined) return null;
  const signatures = new Map<string, CountersignedRun['signatures'][number]>();
  for (const store of stores) {
    const below = `${runId}/`;
    const names = (await store.names(`${below}${ATTESTATIONS}`)).map((name) => name.slice(below.length));
    const found = await readAttestations(
      { names, read: (name) => fileOrNot(store, `${below}${name}`) },
      { manifestSha256: manifest.sha256, sealedBy: manifest.sealedBy, trusted: reviewers.keys },
    );
    problems.push(...found.problems.map((one) => ({ ...one, file: `${below}${one.file}` })));
    for (const signature of found.signatures) {
      const reviewer = reviewers.nameOf(signature.keyid);
      signatures.set(signature.sha256, { ...signature, ...(reviewer === undefined ? {} : { reviewer }) });
    }
  }
  const all = [...signatures.values()].sort((a, b) => (a.at < b.at ? -1 : 1));
  return all.length === 0 ? null : { runId, manifestSha256: manifest.sha256, signatures: all };
}

async function fileOrNot(store: StatementStore, name: string): Promise<Readable | NotAFile> {
  try {
    return await store.read(name);
  } catch (error) {
    if (error instanceof NotAFile) return error;
    throw error;
  }
}
