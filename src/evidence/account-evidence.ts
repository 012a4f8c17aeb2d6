import { rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Call } from '../model/call.ts';
import { checkedRecord } from '../model/checked-record.ts';
import type { FactRecord } from '../model/fact.ts';
import type { Fault } from '../model/fault.ts';
import { UserError } from '../model/user-error.ts';
import { directoryReader, type EvidenceReader, openFile } from './evidence-reader.ts';
import { writeFaults } from './faults.ts';
import { jsonLinesOf, readJsonLines, writeJsonLines } from './json-lines.ts';
import { makeFolder } from './make-folder.ts';
import { RUN_FILES } from './run-paths.ts';
import { syncDirectory } from './write-file.ts';

/**
 * Writes what was read of one account (or of the organization) as a directory of its own: beside it first, under
 * `.partial`, and renamed when whole, so that a directory under its own name is always complete.
 */
export async function writeEvidence(
  directory: string,
  evidence: { facts: readonly FactRecord[]; calls: readonly Call[]; faults: readonly Fault[] },
): Promise<void> {
  const partial = `${directory}.partial`;
  await rm(partial, { recursive: true, force: true });
  try {
    await makeFolder(partial);
    await writeJsonLines(join(partial, RUN_FILES.facts), evidence.facts);
    await writeJsonLines(join(partial, RUN_FILES.calls), evidence.calls);
    await writeFaults(partial, evidence.faults);
    await syncDirectory(partial);
    await rename(partial, directory);
  } catch (error) {
    // On a full disk this gives room back to those who can still finish.
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
  await syncDirectory(dirname(directory));
}

/** Puts other facts in the place of those of an account directory; its calls stay. */
export async function replaceFacts(directory: string, facts: readonly FactRecord[]): Promise<void> {
  const path = join(directory, RUN_FILES.facts);
  const partial = `${path}.partial`;
  await rm(partial, { force: true });
  await writeJsonLines(partial, facts);
  await rename(partial, path);
  await syncDirectory(directory);
}

/** How many calls an account directory records. Throws `UserError` when that cannot be told. */
export async function countCalls(directory: string): Promise<number> {
  return (await readCalls(directory)).length;
}

/** The calls that an account directory records. Throws `UserError` when they cannot be read. */
export async function readCalls(directory: string): Promise<Call[]> {
  const path = join(directory, RUN_FILES.calls);
  try {
    return (await readJsonLines(path)) as Call[];
  } catch (error) {
    throw damaged(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** The facts of one account directory; undefined when the directory is not there. Throws `UserError` when it is damaged. */
export async function readFacts(directory: string): Promise<FactRecord[] | undefined> {
  return readFactsOf(directoryReader(dirname(directory)), basename(directory));
}

/**
 * The facts in a directory of a run, wherever the run is; undefined when it has none. One that is not what it is
 * declared to be is a gap. Throws `UserError` when they are damaged beyond that.
 */
export async function readFactsOf(run: EvidenceReader, directory: string): Promise<FactRecord[] | undefined> {
  const name = `${directory}/${RUN_FILES.facts}`;
  const path = `${run.location}/${name}`;
  let records: unknown[];
  try {
    const bytes = await openFile(run, name);
    if (bytes === undefined) return undefined;
    records = await jsonLinesOf(bytes);
  } catch (error) {
    throw damaged(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
  const accountId = /\d{12}$/.exec(directory)?.[0];
  return records.map((record, index) => {
    const read = checkedRecord(record, accountId, `line ${index + 1} of ${name}`);
    if (read === undefined) throw damaged(`${path}:${index + 1} is not a fact.`);
    return read;
  });
}

function damaged(how: string): UserError {
  return new UserError('DAMAGED_RUN', how);
}
