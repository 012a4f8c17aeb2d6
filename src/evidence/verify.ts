import { createHash, type KeyObject } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { Countersignature } from '../model/attestation.ts';
import { UserError } from '../model/user-error.ts';
import { ATTESTATIONS, readAttestations } from './attestations.ts';
import type { Damage, DamageKind } from './damage.ts';
import type { EvidenceReader } from './evidence-reader.ts';
import { readManifest, type VerifiedManifest } from './manifest.ts';
import { NotAFile } from './plain-file.ts';
import { isRunId } from './run-id.ts';
import { RUN_FILES } from './run-paths.ts';
import { type SignatureState, verifySignature } from './verify-signature.ts';

/** What is known of one run after looking at every byte of it. */
export interface RunVerification {
  run: string;
  /** Absent when there is no manifest that can be read. */
  manifest?: {
    runId: string;
    sequence: number;
    previousSha256: string | null;
    sealedAt: string;
    /** Only in a run that began a chain over another: the run that the other ended with, null where it could not be told. */
    newChain?: { over: { runId: string; sequence: number; sha256: string } | null };
    /** SHA-256 of `manifest.json`, hex: what the next run names, and what `--expect-head` expects. */
    sha256: string;
  };
  signature: SignatureState;
  /** Who has countersigned it since, the oldest first; absent where nobody has. */
  countersignatures?: Countersignature[];
  /** What was hashed. */
  files: number;
  bytes: number;
  damage: Damage[];
}

/**
 * Looks at every byte of one run, one file after the other, in memory that does not grow with the files. Tells all
 * that is wrong. Throws `UserError` when there is no run or a file cannot be read.
 *
 * @param trusted the only keys whose signatures count; without one no signature is trusted, since the key that lies
 *   beside the evidence comes from whoever wrote the evidence
 */
export async function verifyRun(
  reader: EvidenceReader,
  trusted: readonly KeyObject[] = [],
): Promise<RunVerification> {
  const run = reader.location;
  const names = new Set(await reader.list());
  if (!names.has(RUN_FILES.manifest) && !names.has(RUN_FILES.run)) {
    throw new UserError(
      'NOT_A_RUN',
      `${run} is not a finished run: it has neither a manifest nor a run.json.`,
      [...names].some((name) => isRunId(name.split('/')[0] ?? ''))
        ? 'It holds runs: name one of them, or several for verify, oldest first; verify --since DAY takes all since then.'
        : undefined,
    );
  }
  const damage: Damage[] = [];
  const report = (kind: DamageKind, message: string, file?: string) =>
    damage.push({ kind, run, ...(file === undefined ? {} : { file }), message });

  async function read(name: string): Promise<Readable | undefined> {
    if (!names.has(name)) return undefined;
    const stream = await plainFile(reader, name);
    return stream instanceof NotAFile ? undefined : stream;
  }

  const file = await read(RUN_FILES.manifest);
  const { manifest, sha256 } = (file && (await readManifest(file))) ?? {};
  if (!names.has(RUN_FILES.manifest)) {
    report(
      'missing-file',
      'manifest.json is missing: the run was not finished, or someone took it away.',
      RUN_FILES.manifest,
    );
  } else if (manifest === undefined) {
    report(
      'altered-file',
      'manifest.json is not a manifest that can be read: it was altered, or a newer version made it.',
      RUN_FILES.manifest,
    );
  }
  const runId = manifest?.predicate.runId;
  for (const name of runId === undefined ? [] : await reader.names()) {
    if (!isRunId(name) || name === runId) continue;
    report('renamed-run', `The run is called ${name}, and its manifest is that of the run ${runId}.`);
  }
  const signature = await verifySignature({ names, read, manifest, sha256, trusted, report });
  const hashed =
    manifest === undefined ? { files: 0, bytes: 0 } : await verifyFiles(reader, names, manifest, report);
  if (manifest === undefined || sha256 === undefined) return { run, signature, ...hashed, damage };
  const link = linkOf(manifest, sha256);
  const { signatures, problems } = await readAttestations(
    { names: [...names].filter(isAttestation), read: (name) => plainFile(reader, name) },
    { manifestSha256: link.sha256, sealedBy: manifest.predicate.signedBy?.keyid, trusted },
  );
  for (const { kind, problem, file } of problems) report(kind, problem, file);
  const countersignatures = signatures.length === 0 ? {} : { countersignatures: signatures };
  return { run, manifest: link, signature, ...countersignatures, ...hashed, damage };
}

/** Countersignatures come after the manifest, which cannot name them. */
function isAttestation(name: string): boolean {
  return name.startsWith(`${ATTESTATIONS}/`);
}

function linkOf({ predicate }: VerifiedManifest, sha256: string): RunVerification['manifest'] & {} {
  const { runId, sequence, previousManifest, newChain, sealedAt } = predicate;
  const previousSha256 = previousManifest?.sha256 ?? null;
  const begun = newChain === undefined ? {} : { newChain: { over: newChain.over } };
  return { runId, sequence, previousSha256, ...begun, sealedAt, sha256 };
}

/** Every file against the manifest, both ways. */
async function verifyFiles(
  reader: EvidenceReader,
  names: ReadonlySet<string>,
  { subject }: VerifiedManifest,
  report: (kind: DamageKind, message: string, file: string) => void,
): Promise<{ files: number; bytes: number }> {
  const hashed = { files: 0, bytes: 0 };
  const named = new Set<string>([RUN_FILES.manifest, RUN_FILES.envelope, RUN_FILES.publicKey]);
  for (const { name, digest, annotations } of subject) {
    named.add(name);
    if (!names.has(name)) {
      report('missing-file', `${name} is missing; the manifest names it.`, name);
      continue;
    }
    const stream = await plainFile(reader, name);
    if (stream instanceof NotAFile) {
      report('altered-file', `${name} is ${stream.what}; the manifest names a file.`, name);
      continue;
    }
    const { size, sha256 } = await hashOf(stream, annotations.size);
    if (sha256 !== digest.sha256 || size !== annotations.size) {
      const many = sha256 === undefined ? `more than ${size}` : size;
      const how =
        size === annotations.size ? 'has other content' : `has ${many} bytes instead of ${annotations.size}`;
      report('altered-file', `${name} was altered: it ${how}.`, name);
    }
    hashed.files += 1;
    hashed.bytes += size;
  }
  for (const name of names) {
    if (named.has(name) || isAttestation(name)) continue;
    const what = name.endsWith('/') ? `${name}, an empty directory,` : name;
    report('extra-file', `${what} is not named by the manifest: it was put in later.`, name);
  }
  return hashed;
}

/** A file; or what has its name instead, which is neither followed nor waited for. */
async function plainFile(reader: EvidenceReader, name: string): Promise<Readable | NotAFile> {
  try {
    return await reader.read(name);
  } catch (error) {
    if (error instanceof NotAFile) return error;
    throw error;
  }
}

/** How far a file is read beyond the size that it may have: how much more there is tells nothing. */
const BEYOND = 1024 * 1024;

/** Without a digest where the file is so much longer that it was not read to its end. */
async function hashOf(stream: Readable, named: number): Promise<{ size: number; sha256?: string }> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    hash.update(chunk);
    size += chunk.length;
    if (size > named + BEYOND) return { size };
  }
  return { size, sha256: hash.digest('hex') };
}
