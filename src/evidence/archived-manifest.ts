import { createHash, type KeyObject } from 'node:crypto';
import { Readable } from 'node:stream';
import { bytesOfText, type EvidenceReader, type FileReader, openFile } from './evidence-reader.ts';
import { readManifest, type SealedManifest, type VerifiedManifest } from './manifest.ts';
import { RUN_FILES } from './run-paths.ts';
import { verifySignature } from './verify-signature.ts';

/** A manifest and what closes it, read without the files that it names. */
export interface ClosedManifest<Manifest> extends SealedManifest<Manifest> {
  /** What is wrong with it and its signature, in sentences. */
  problems: string[];
}

/**
 * The manifest of a run, with its signature held against the key that is trusted; undefined when the run has none. What
 * it names is not looked at: see `sealedReader`.
 */
export function closedManifest(
  run: FileReader,
  trusted: KeyObject | undefined,
): Promise<ClosedManifest<VerifiedManifest> | undefined> {
  return closedStatement(run, trusted, readManifest);
}

/** The same of what is sealed like a run and is none. @param readIt reads its manifest; undefined where that is no text */
export async function closedStatement<Manifest extends { predicate: { signedBy: { keyid: string } | null } }>(
  run: FileReader,
  trusted: KeyObject | undefined,
  readIt: (file: Readable) => Promise<SealedManifest<Manifest> | undefined>,
): Promise<ClosedManifest<Manifest> | undefined> {
  const file = await openFile(run, RUN_FILES.manifest);
  if (file === undefined) return undefined;
  const { manifest, sha256 } = (await readIt(file)) ?? {};
  const closing = new Map<string, Buffer | undefined>();
  for (const name of [RUN_FILES.envelope, RUN_FILES.publicKey]) {
    const beside = await openFile(run, name);
    if (beside !== undefined) closing.set(name, await bytesOfText(beside));
  }
  const problems = manifest === undefined ? ['manifest.json is not a manifest that can be read.'] : [];
  await verifySignature({
    names: new Set(closing.keys()),
    read: async (name) => {
      const bytes = closing.get(name);
      return bytes === undefined ? undefined : Readable.from([bytes]);
    },
    manifest,
    sha256,
    trusted: trusted === undefined ? [] : [trusted],
    report: (_kind, message) => void problems.push(message),
  });
  return { manifest, sha256: sha256 ?? '', problems };
}

/** A run's files as far as its manifest names them: reading one to its end fails where it is not the file that was sealed. */
export function sealedReader(
  run: FileReader,
  { subject, predicate }: Pick<VerifiedManifest, 'subject'> & { predicate: { runId: string } },
): EvidenceReader {
  const named = new Map(
    subject.map(({ name, digest, annotations }) => [name, { ...digest, ...annotations }]),
  );
  return {
    location: run.location,
    names: async () => [predicate.runId],
    list: async () => [...named.keys()],
    async read(name) {
      const sealed = named.get(name);
      if (sealed === undefined)
        throw Object.assign(new Error(`The manifest names no ${name}.`), { code: 'ENOENT' });
      const file = await openFile(run, name);
      if (file === undefined) throw new Error(`${name} is missing; the manifest names it.`);
      return Readable.from(asSealed(file, name, sealed));
    },
  };
}

async function* asSealed(
  file: Readable,
  name: string,
  sealed: { sha256: string; size: number },
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of file as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > sealed.size) break;
    hash.update(chunk);
    yield chunk;
  }
  if (size !== sealed.size || hash.digest('hex') !== sealed.sha256)
    throw new Error(`${name} was altered: it is not the file that the manifest names.`);
}
