import type { KeyObject } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { copyFile, rename } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { sealedReader } from '../../evidence/archived-manifest.ts';
import { manifestSubjects } from '../../evidence/build-manifest.ts';
import { inOneChunk } from '../../evidence/dsse.ts';
import type { EvidenceReader, FileReader } from '../../evidence/evidence-reader.ts';
import { makeFolder } from '../../evidence/make-folder.ts';
import { type Provenance, sha256Of } from '../../evidence/manifest.ts';
import { closedPart, type PartManifest, partManifestText } from '../../evidence/part-manifest.ts';
import { RUN_FILES } from '../../evidence/run-paths.ts';
import type { Signer } from '../../evidence/signer.ts';
import { archiveRun } from '../../evidence/store/archive-run.ts';
import type { S3Setup } from '../../evidence/store/s3-client.ts';
import { parseS3Location } from '../../evidence/store/s3-location.ts';
import { openS3Store } from '../../evidence/store/s3-store.ts';
import { writeWhole } from '../../evidence/write-file.ts';
import { signRun } from '../seal.ts';

/** A part of a run as it was sealed: reading a file of it to its end fails where that is not so. */
export interface Part {
  address: string;
  predicate: PartManifest['predicate'];
  /** SHA-256 of its manifest, hex. */
  sha256: string;
  reader: EvidenceReader;
}

/** The name of a shard's directory: `3-of-7`. */
export function shardName(shard: number, of: number): string {
  return `${shard}-of-${of}`;
}

/** The files below a folder. */
export function below(files: FileReader, folder: string): FileReader {
  return { location: `${files.location}/${folder}`, read: (name) => files.read(`${folder}/${name}`) };
}

/** A part by its manifest; undefined where there is none, and what is wrong with it where it is not to be believed. */
export async function readPart(
  files: FileReader,
  trusted: KeyObject | undefined,
): Promise<Part | { problem: string } | undefined> {
  const closed = await closedPart(files, trusted);
  if (closed === undefined) return undefined;
  const { manifest, sha256, problems } = closed;
  if (manifest === undefined || problems.length > 0) return { problem: problems.join(' ') };
  const { predicate } = manifest;
  return { address: files.location, predicate, sha256, reader: sealedReader(files, manifest) };
}

/** What of a part's files is not as it was sealed; undefined where all are. */
export async function damageOf({ reader }: Pick<Part, 'reader'>): Promise<string | undefined> {
  try {
    for (const name of await reader.list()) for await (const _ of await reader.read(name));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Seals the files of a directory as a part. Answers the digest of its manifest. */
export async function sealPart(
  directory: string,
  predicate: Parameters<typeof partManifestText>[1],
  by: { provenance: Provenance; signer: Signer | undefined },
): Promise<string> {
  const bytes = Buffer.from(partManifestText(await manifestSubjects(directory), predicate, by));
  await signRun(directory, inOneChunk(bytes), by.signer);
  await writeWhole(join(directory, RUN_FILES.manifest), bytes.toString('utf8'));
  return sha256Of(bytes);
}

/** Puts a sealed part where the other processes find it, its manifest last. What an earlier attempt left is written over. */
export async function handOver(directory: string, address: string, s3: S3Setup): Promise<void> {
  const location = address.startsWith('s3://') ? parseS3Location(address) : undefined;
  if (location !== undefined) {
    const store = await openS3Store(location, s3, { replaces: true });
    await archiveRun(directory, store).finally(store.close);
  } else if (resolve(address) !== resolve(directory)) {
    await archiveRun(directory, { put: ({ name, path }) => copyWhole(path, join(address, name)) });
  }
}

async function copyWhole(from: string, to: string): Promise<void> {
  await makeFolder(dirname(to));
  await copyFile(from, `${to}.partial`);
  await rename(`${to}.partial`, to);
}

/** Copies a file of a part into a directory, and holds it against its seal on the way. */
export async function copyFrom({ reader }: Pick<Part, 'reader'>, name: string, to: string): Promise<void> {
  await makeFolder(dirname(to));
  await pipeline(await reader.read(name), createWriteStream(to, { flush: true }));
}
