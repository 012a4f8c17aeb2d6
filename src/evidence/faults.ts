import { join } from 'node:path';
import type { Fault } from '../model/fault.ts';
import { type EvidenceReader, textOf } from './evidence-reader.ts';
import { RUN_FILES } from './run-paths.ts';
import { writeWhole } from './write-file.ts';

/** Writes `faults.jsonl` into a directory; where nothing was thrown there is none. */
export async function writeFaults(directory: string, faults: readonly Fault[]): Promise<void> {
  if (faults.length === 0) return;
  const lines = faults.map((fault) => `${JSON.stringify(fault)}\n`);
  await writeWhole(join(directory, RUN_FILES.faults), lines.join(''));
}

/** The faults in a directory that `run` reads. */
export async function readFaults(run: EvidenceReader): Promise<Fault[]> {
  const lines = ((await textOf(run, RUN_FILES.faults)) ?? '').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}
