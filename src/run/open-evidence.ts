import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { directoryReader, type EvidenceReader } from '../evidence/evidence-reader.ts';
import type { S3Setup } from '../evidence/store/s3-client.ts';
import { parseS3Location } from '../evidence/store/s3-location.ts';
import { openS3Store } from '../evidence/store/s3-store.ts';
import { UserError } from '../model/user-error.ts';

/** The way to a run's files, to be closed when they have been read. */
export interface OpenEvidence {
  reader: EvidenceReader;
  /** Where the run is on this machine; undefined for one in S3. */
  directory?: string;
  close(): void;
}

/**
 * Opens a run by its directory or its address in S3. Throws `UserError` when there is no such place.
 *
 * @param s3 how S3 is asked; without it only directories are runs
 */
export async function openEvidence(location: string, s3: S3Setup | undefined): Promise<OpenEvidence> {
  if (s3 !== undefined && location.startsWith('s3://')) {
    const place = parseS3Location(location);
    if (place === undefined)
      throw new UserError('NOT_A_RUN', `${location} is not an address such as s3://bucket/prefix/run.`);
    const store = await openS3Store(place, s3);
    return { reader: { ...store, location }, close: store.close };
  }
  const directory = resolve(location);
  if (!(await isDirectory(directory))) throw new UserError('NOT_A_RUN', `${location} is not a directory.`);
  return { reader: { ...directoryReader(directory), location }, directory, close: () => {} };
}

/** What cannot be looked at for another reason than that it is not there is told as it is: it may well be a run. */
async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return false;
    throw error;
  }
}
