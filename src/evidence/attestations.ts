import type { KeyObject } from 'node:crypto';
import type { Readable } from 'node:stream';
import { type Attestation, attestationShape, type Countersignature } from '../model/attestation.ts';
import { NotAFile } from './plain-file.ts';
import { LONGEST_STATEMENT, type ReadStatement, readStatement } from './statement.ts';

/**
 * The folder of a run that holds its countersignatures. They come after the manifest, which is what they sign and so
 * cannot name them: `verify` knows the folder, and takes nothing in it but statements over this manifest.
 */
export const ATTESTATIONS = 'attestations';

/** What there is of countersignatures in a run, and what is wrong with them. */
export interface Countersigned {
  signatures: Countersignature[];
  problems: Array<{
    file: string;
    problem: string;
    kind: 'bad-signature' | 'extra-file' | 'missing-file';
    /** SHA-256 of the statement that is missing here. */
    missing?: string;
  }>;
}

export interface AttestationFiles {
  /** Of the run's files, those below the folder; a name that ends with `/` is an empty directory. */
  names: readonly string[];
  read(name: string): Promise<Readable | NotAFile>;
}

/** What a countersignature has to fit. */
export interface AttestedRun {
  manifestSha256: string;
  /** The key that sealed the run; undefined where none did. */
  sealedBy: string | undefined;
  trusted: readonly KeyObject[];
}

/** Reads the countersignatures of a run, the oldest first. Throws when a file cannot be read at all. */
export async function readAttestations(files: AttestationFiles, run: AttestedRun): Promise<Countersigned> {
  const found: Countersigned = { signatures: [], problems: [] };
  const earlier = new Map<string, string>();
  const present = new Set<string>();
  for (const file of files.names.filter((name) => name !== `${ATTESTATIONS}/`)) {
    const wrong = (kind: Countersigned['problems'][number]['kind'], problem: string) =>
      void found.problems.push({ file, kind, problem });
    const name = file.slice(ATTESTATIONS.length + 1);
    const bytes = NAME.test(name) ? await limitedBytes(await files.read(file)) : undefined;
    if (bytes === undefined) {
      wrong('extra-file', `${file} is no countersignature: it was put in by other means.`);
      continue;
    }
    const read = readStatement<Attestation>(
      { name, bytes },
      { kind: 'attestation', shape: attestationShape, trusted: run.trusted },
    );
    const problem = problemOf(read, run);
    if (problem !== undefined) {
      wrong('bad-signature', `${file}: ${problem}`);
      continue;
    }
    if (read.state === 'bad') continue;
    present.add(read.sha256);
    for (const sha256 of read.predicate.earlier) earlier.set(sha256, file);
    const { by, at, decision, note } = read.predicate;
    const own = read.keyid !== null && read.keyid === run.sealedBy;
    found.signatures.push({
      ...{ file, sha256: read.sha256, state: read.state, keyid: read.keyid },
      ...(own ? { signedByRunKey: true as const } : {}),
      ...{ by, at, decision, note },
    });
  }
  for (const [sha256, file] of earlier)
    if (!present.has(sha256))
      found.problems.push({
        ...{ file, kind: 'missing-file' as const, missing: sha256 },
        problem: `A countersignature that ${file} names as there before it is missing (SHA-256 ${sha256}).`,
      });
  return { ...found, signatures: inOrder(found.signatures) };
}

/** As they are named; what else is there was not written by `attest`. */
const NAME = /^\d{8}T\d{6}Z-[0-9a-f]{16}\.dsse\.json$/;

function problemOf(read: ReadStatement<Attestation>, { manifestSha256 }: AttestedRun): string | undefined {
  if (read.state === 'bad') return read.problem;
  return read.subject === manifestSha256 ? undefined : 'It is over another manifest than that of this run.';
}

/** The oldest first. Of those of one person and key the last counts, and the others say so. */
function inOrder(signatures: readonly Countersignature[]): Countersignature[] {
  const sorted = [...signatures].sort((a, b) => (a.at < b.at || (a.at === b.at && a.file < b.file) ? -1 : 1));
  const last = new Map(sorted.map((one) => [JSON.stringify([one.by, one.keyid]), one.file]));
  return sorted.map((one) => {
    const file = last.get(JSON.stringify([one.by, one.keyid]));
    return file === undefined || file === one.file ? one : { ...one, supersededBy: file };
  });
}

/** Undefined for what is no file, and for what is longer than any statement. */
export async function limitedBytes(stream: Readable | NotAFile): Promise<Buffer | undefined> {
  if (stream instanceof NotAFile) return undefined;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LONGEST_STATEMENT) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
