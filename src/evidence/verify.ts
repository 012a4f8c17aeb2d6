import { createHash, type KeyObject } from 'node:crypto';
import { UserError } from '../model/user-error.ts';
import type { Damage, DamageKind } from './damage.ts';
import type { EvidenceReader } from './evidence-reader.ts';
import { parseManifest, sha256Of, type VerifiedManifest } from './manifest.ts';
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
    /** SHA-256 of `manifest.json`, hex: what the next run names, and what `--expect-head` expects. */
    sha256: string;
  };
  signature: SignatureState;
  /** What was hashed. */
  files: number;
  bytes: number;
  damage: Damage[];
}

/**
 * Looks at every byte of one run, one file after the other, in memory that does not grow with the files. Tells all
 * that is wrong. Throws `UserError` when there is no run or a file cannot be read.
 *
 * @param trusted the only key whose signature counts; without it no signature is trusted, since the key that lies
 *   beside the evidence comes from whoever wrote the evidence
 */
export async function verifyRun(reader: EvidenceReader, trusted?: KeyObject): Promise<RunVerification> {
  const run = reader.location;
  const names = new Set(await reader.list());
  if (!names.has(RUN_FILES.manifest) && !names.has(RUN_FILES.run)) {
    throw new UserError(
      'NOT_A_RUN',
      `${run} is not a finished run: it has neither a manifest nor a run.json.`,
    );
  }
  const damage: Damage[] = [];
  const report = (kind: DamageKind, message: string, file?: string) =>
    damage.push({ kind, run, ...(file === undefined ? {} : { file }), message });

  async function read(name: string): Promise<Buffer | undefined> {
    const found: Buffer[] = [];
    if (!names.has(name) || !(await readThrough(reader, name, (chunk) => found.push(chunk))))
      return undefined;
    return Buffer.concat(found);
  }

  const bytes = await read(RUN_FILES.manifest);
  const manifest = bytes === undefined ? undefined : parseManifest(bytes);
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
  const signature = await verifySignature({ names, read, manifest, bytes, trusted, report });
  const hashed =
    manifest === undefined ? { files: 0, bytes: 0 } : await verifyFiles(reader, names, manifest, report);
  return {
    run,
    ...(manifest === undefined || bytes === undefined ? {} : { manifest: linkOf(manifest, bytes) }),
    signature,
    ...hashed,
    damage,
  };
}

function linkOf({ predicate }: VerifiedManifest, bytes: Buffer): RunVerification['manifest'] & {} {
  const { runId, sequence, previousManifest, sealedAt } = predicate;
  const previousSha256 = previousManifest?.sha256 ?? null;
  return { runId, sequence, previousSha256, sealedAt, sha256: sha256Of(bytes) };
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
    const hash = createHash('sha256');
    let size = 0;
    const isPlain = await readThrough(reader, name, (chunk) => {
      hash.update(chunk);
      size += chunk.length;
    });
    if (!isPlain) report('altered-file', `${name} is a link; the manifest names a file.`, name);
    else if (hash.digest('hex') !== digest.sha256 || size !== annotations.size) {
      const how =
        size === annotations.size ? 'has other content' : `has ${size} bytes instead of ${annotations.size}`;
      report('altered-file', `${name} was altered: it ${how}.`, name);
    }
    hashed.files += 1;
    hashed.bytes += size;
  }
  for (const name of names) {
    if (!named.has(name))
      report('extra-file', `${name} is not named by the manifest: it was put in later.`, name);
  }
  return hashed;
}

/** Passes on every chunk of a file; false when the name is no file but a link, which is not followed. */
async function readThrough(
  reader: EvidenceReader,
  name: string,
  take: (chunk: Buffer) => void,
): Promise<boolean> {
  try {
    for await (const chunk of await reader.read(name)) take(chunk);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ELOOP') return false;
    throw error;
  }
}
