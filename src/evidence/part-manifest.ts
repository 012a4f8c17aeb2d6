import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import type { Rows } from '../model/rows.ts';
import { type ClosedManifest, closedStatement } from './archived-manifest.ts';
import { bytesOfText, type FileReader } from './evidence-reader.ts';
import {
  type ManifestSubject,
  type Provenance,
  readStatement,
  STATEMENT_TYPE,
  sha256Hex,
  sha256Of,
  subjectShape,
} from './manifest.ts';
import type { Signer } from './signer.ts';

/** Sealed like a run and none: nobody can pass a part off as a whole. */
const PART_PREDICATE_TYPE = 'urn:countersign:part-manifest:v1';

/** What seals a part of a run that several processes read: its plan, or one shard. Times are ISO 8601 UTC. */
const partShape = z.looseObject({
  _type: z.literal(STATEMENT_TYPE),
  subject: subjectShape,
  predicateType: z.literal(PART_PREDICATE_TYPE),
  predicate: z.looseObject({
    schemaVersion: z.literal(1),
    runId: z.string(),
    /** SHA-256 of the manifest of the plan that a shard is of; null in that of the plan itself. */
    plan: sha256Hex.nullable(),
    /** Which shard it is, from 1; null in the manifest of a plan. */
    shard: z.int().min(1).nullable(),
    of: z.int().min(1),
    /** When reading began and ended. */
    startedAt: z.iso.datetime(),
    finishedAt: z.iso.datetime(),
    callerArn: z.string().nullable(),
    /** The machine that made it. */
    host: z.object({ kind: z.enum(['host', 'codebuild']), id: z.string() }),
    signedBy: z.looseObject({ keyid: sha256Hex }).nullable(),
  }),
});

export type PartManifest = z.output<typeof partShape>;

type Predicate = Pick<
  PartManifest['predicate'],
  'runId' | 'plan' | 'shard' | 'of' | 'startedAt' | 'finishedAt' | 'callerArn'
>;

/** The text of a part's `manifest.json`. */
export function partManifestText(
  subject: Rows<ManifestSubject>,
  { runId, plan, shard, of, startedAt, finishedAt, callerArn }: Predicate,
  { provenance, signer }: { provenance: Provenance; signer: Signer | undefined },
): string {
  const predicate = {
    schemaVersion: 1,
    ...{ runId, plan, shard, of, startedAt, finishedAt, callerArn, ...provenance },
    signedBy: signer === undefined ? null : { keyid: signer.keyid, algorithm: signer.algorithm },
  };
  const manifest = { _type: STATEMENT_TYPE, subject, predicateType: PART_PREDICATE_TYPE, predicate };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** The manifest of a part, with its signature held against the key that is trusted; undefined when there is none. */
export function closedPart(
  part: FileReader,
  trusted: KeyObject | undefined,
): Promise<ClosedManifest<PartManifest> | undefined> {
  return closedStatement(part, trusted, async (file) => {
    const bytes = await bytesOfText(file);
    return bytes && { manifest: readStatement(bytes, partShape), sha256: sha256Of(bytes) };
  });
}
