import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { RunRecord } from '../model/run-record.ts';
import { RUN_FILES } from './run-paths.ts';

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
  _type: 'https://in-toto.io/Statement/v1';
  subject: ManifestSubject[];
  predicateType: typeof MANIFEST_PREDICATE_TYPE;
  predicate: Pick<
    RunRecord,
    'runId' | 'startedAt' | 'finishedAt' | 'tool' | 'configDigest' | 'callerArn' | 'counts'
  >;
}

export async function buildManifest(runDirectory: string, run: RunRecord): Promise<Manifest> {
  const { runId, startedAt, finishedAt, tool, configDigest, callerArn, counts } = run;
  const subject: ManifestSubject[] = [];
  for (const name of await filesUnder(runDirectory)) {
    if (name === RUN_FILES.manifest) continue;
    const path = join(runDirectory, name);
    subject.push({
      name,
      digest: { sha256: await sha256OfFile(path) },
      annotations: { size: (await stat(path)).size },
    });
  }
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject,
    predicateType: MANIFEST_PREDICATE_TYPE,
    predicate: { runId, startedAt, finishedAt, tool, configDigest, callerArn, counts },
  };
}

/** Every file below a directory, by relative path with `/`, sorted by code unit. */
export async function filesUnder(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
