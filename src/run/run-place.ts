import { realpath } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { EvidenceReader } from '../evidence/evidence-reader.ts';
import { directoryStatements } from '../evidence/store/directory-statements.ts';
import { openS3Archive } from '../evidence/store/s3-archive.ts';
import type { S3Keeping, S3Setup } from '../evidence/store/s3-client.ts';
import { parseS3Location } from '../evidence/store/s3-location.ts';
import { archivedStatements, type StatementStore } from '../evidence/store/statement-store.ts';
import { openEvidence } from './open-evidence.ts';

/** A run, and the place that it is in with others and with what people say of them. */
export interface RunPlace {
  reader: EvidenceReader;
  /** The run's own name in the place. */
  name: string;
  /** The directory of the run and of the place; undefined for one in S3. */
  directory?: string;
  out?: string;
  statements: StatementStore;
  close(): void;
}

/**
 * Opens a run by its directory, a link to it, or its address in S3, with the place around it. Throws `UserError` when
 * there is no such place.
 *
 * @param keeping how what is put there is kept, for a run in S3
 */
export async function openRunPlace(
  location: string,
  s3: S3Setup | undefined,
  keeping: S3Keeping = {},
): Promise<RunPlace> {
  const opened = await openEvidence(location, s3);
  const { reader } = opened;
  if (opened.directory !== undefined) {
    const directory = await realpath(opened.directory);
    const out = dirname(directory);
    const name = basename(directory);
    return { reader, name, directory, out, statements: directoryStatements(out), close: opened.close };
  }
  const place = parseS3Location(location);
  if (s3 === undefined || place === undefined) throw new Error('A run that is in no directory is in S3.');
  const parts = place.prefix.split('/');
  const name = parts.pop() ?? '';
  const archive = await openS3Archive({ ...place, prefix: parts.join('/') }, s3, keeping);
  function close(): void {
    opened.close();
    archive.close();
  }
  return { reader, name, statements: archivedStatements(archive), close };
}
