import { constants } from 'node:buffer';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { ExcludedAccount } from '../model/account.ts';
import type { AccountScope } from '../model/report.ts';
import type { Rows } from '../model/rows.ts';
import type { RunRecord } from '../model/run-record.ts';
import type { SourceLimit } from '../model/source-limits.ts';
import type { CollectionEntry } from './collection-record.ts';
import { readLongJson } from './long-json.ts';
import type { SigningAlgorithm } from './signer.ts';

/** in-toto's own word for what a manifest is. */
export const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';

/** The meaning of the predicate below. */
export const MANIFEST_PREDICATE_TYPE = 'urn:countersign:run-manifest:v1';

/** An in-toto resource descriptor: a file of the run by its path from the run directory. */
export interface ManifestSubject {
  name: string;
  /** Lower-case hex. */
  digest: { sha256: string };
  annotations: { /** Bytes. */ size: number };
}

/**
 * Names every file of a run with its digest.
 * https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md
 */
export interface Manifest {
  _type: typeof STATEMENT_TYPE;
  subject: Rows<ManifestSubject>;
  predicateType: typeof MANIFEST_PREDICATE_TYPE;
  predicate: ManifestPredicate;
}

/** What an auditor asks of a report that the audited party made itself. Digests are SHA-256, lower-case hex; times UTC. */
export interface ManifestPredicate
  extends Pick<RunRecord, 'runId' | 'startedAt' | 'finishedAt' | 'asOf' | 'callerArn' | 'counts'> {
  schemaVersion: 1;
  /** From 1, counting the runs of one output directory in the order in which they were sealed. */
  sequence: number;
  /** The digest of the `manifest.json` of the run before; null for the first. */
  previousManifest: { sha256: string } | null;
  /** Only in a run that `--new-chain` made the first of a chain where there was one already. */
  newChain?: NewChain;
  /** When this manifest was made. */
  sealedAt: string;
  tool: RunRecord['tool'] & Provenance['tool'];
  host: Provenance['host'];
  digests: JudgementDigests & {
    /** The configuration file's bytes; null when there was none. */
    configuration: string | null;
  };
  accounts: {
    /** Where the list came from, in words, and when it was read. */
    source: string;
    readAt: string;
    inScope: Array<
      Pick<AccountScope, 'accountId' | 'name' | 'regions' | 'status' | 'factsPlanned' | 'factsCollected'>
    >;
    excluded: ExcludedAccount[];
  };
  collection: Rows<CollectionEntry>;
  limits: readonly SourceLimit[];
  /** The key that signs the manifest; null when none does. */
  signedBy: { keyid: string; algorithm: SigningAlgorithm } | null;
  /** Forms of the report that could not be written; absent where all were. */
  failedOutputs?: RunRecord['failedOutputs'];
}

/** A chain that was begun over another. */
export interface NewChain {
  /** The run that the other chain ended with; null where that could not be told. */
  over: { runId: string; sequence: number; sha256: string } | null;
}

/** The program and the machine that made a run. */
export interface Provenance {
  tool: {
    /** The revision of the source that the program was made from; null when that is not known for certain. */
    sourceRevision: string | null;
    /** Over the program's own files; null when it does not run from built files. */
    codeDigest: string | null;
  };
  /** `host`: a machine by its name. `codebuild`: a build by its id. */
  host: { kind: 'host' | 'codebuild'; id: string };
}

/** Each is the digest of the canonical JSON (RFC 8785) of what it names. */
export interface JudgementDigests {
  /** The installed checks as they describe themselves, and the built-in list of vendors. */
  rules: string;
  /** The exceptions of the configuration. */
  exceptions: string;
  /** Everything in the configuration that judging depends on, as `run.json` keeps it. */
  judgement: string;
}

export const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);

/** The files that a manifest names, as verifying rests on them. */
export const subjectShape = z
  .array(
    z.looseObject({
      name: z.string().min(1),
      digest: z.looseObject({ sha256: sha256Hex }),
      annotations: z.looseObject({ size: z.int().min(0) }),
    }),
  )
  .refine((subject) => new Set(subject.map(({ name }) => name)).size === subject.length);

/** The part of a manifest that verifying rests on; the rest is for people. */
const verifiedPart = z.looseObject({
  _type: z.literal(STATEMENT_TYPE),
  subject: subjectShape,
  predicateType: z.literal(MANIFEST_PREDICATE_TYPE),
  predicate: z.looseObject({
    runId: z.string(),
    sequence: z.int().min(1),
    previousManifest: z.nullable(z.looseObject({ sha256: sha256Hex })),
    newChain: z
      .looseObject({
        over: z.nullable(z.looseObject({ runId: z.string(), sequence: z.int().min(1), sha256: sha256Hex })),
      })
      .exactOptional(),
    sealedAt: z.iso.datetime(),
    signedBy: z.nullable(z.looseObject({ keyid: sha256Hex })),
  }),
});

export type VerifiedManifest = z.output<typeof verifiedPart>;

/** The file of a manifest as it was read, whatever it is. */
export interface SealedManifest<Manifest> {
  /** Undefined when it is not one of its format, names a file twice, or contradicts itself. */
  manifest: Manifest | undefined;
  /** Of its bytes, hex. */
  sha256: string;
}

/** Reads a manifest, and keeps of it what verifying rests on; undefined where it cannot be a text of ours. */
export async function readManifest(
  file: AsyncIterable<Buffer>,
): Promise<SealedManifest<VerifiedManifest> | undefined> {
  const hash = createHash('sha256');
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const found = { isText: true, isUtf8: true };
  async function* hashed() {
    let length = 0;
    for await (const chunk of file) {
      length += chunk.length;
      found.isText = length <= constants.MAX_STRING_LENGTH && !chunk.includes(0);
      if (!found.isText) return;
      hash.update(chunk);
      found.isUtf8 &&= isDecoded(decoder, chunk);
      yield chunk;
    }
    found.isUtf8 &&= isDecoded(decoder);
  }
  const chunks = hashed();
  // What is no manifest has a digest all the same: whoever stops reading does not end the chunks.
  const endless = { [Symbol.asyncIterator]: () => ({ next: () => chunks.next() }) };
  const document = await readLongJson(endless, { item: forPeople }).catch(() => undefined);
  for await (const _ of chunks);
  if (!found.isText) return undefined;
  return { manifest: found.isUtf8 ? soundManifest(document) : undefined, sha256: hash.digest('hex') };
}

function isDecoded(decoder: InstanceType<typeof TextDecoder>, chunk?: Buffer): boolean {
  try {
    decoder.decode(chunk, { stream: chunk !== undefined });
    return true;
  } catch {
    return false;
  }
}

/** Of what grows with the calls that were made nothing is kept. */
function forPeople(list: string): (() => undefined) | undefined {
  return list === 'predicate/collection' ? () => undefined : undefined;
}

function soundManifest(document: unknown): VerifiedManifest | undefined {
  const manifest = verifiedPart.safeParse(document).data;
  if (manifest === undefined) return undefined;
  const { predicate } = manifest;
  const isFirst = predicate.sequence === 1;
  const sound =
    isFirst === (predicate.previousManifest === null) && (isFirst || predicate.newChain === undefined);
  return sound ? manifest : undefined;
}

/** What has a shape in the bytes of a JSON document; undefined when they hold none of it. */
export function readStatement<Shape extends z.ZodType>(
  bytes: Uint8Array,
  shape: Shape,
): z.output<Shape> | undefined {
  try {
    return shape.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))).data;
  } catch {
    return undefined;
  }
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Streamed, lower-case hex. */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** Every plain file below a directory, by relative path with `/`, sorted by code unit. */
export async function filesUnder(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}
