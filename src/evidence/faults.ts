import { join } from 'node:path';
import { z } from 'zod';
import type { Fault } from '../model/fault.ts';
import { UserError } from '../model/user-error.ts';
import { type EvidenceReader, textOf } from './evidence-reader.ts';
import { RUN_FILES } from './run-paths.ts';
import { writeWhole } from './write-file.ts';

/** Writes `faults.jsonl` into a directory; where nothing was thrown there is none. */
export async function writeFaults(directory: string, faults: readonly Fault[]): Promise<void> {
  if (faults.length === 0) return;
  const lines = faults.map((fault) => `${JSON.stringify(fault)}\n`);
  await writeWhole(join(directory, RUN_FILES.faults), lines.join(''));
}

const faultShape: z.ZodType<Fault> = z.object({
  source: z.enum(['check', 'collector']),
  id: z.string(),
  accountId: z.string().nullable(),
  region: z.string(),
  code: z.string(),
  message: z.string(),
  stack: z.array(z.string()),
  times: z.int().min(1),
});

/** The faults in a directory that `run` reads. Throws `UserError` when they are damaged. */
export async function readFaults(run: EvidenceReader): Promise<Fault[]> {
  try {
    const lines = ((await textOf(run, RUN_FILES.faults)) ?? '').split('\n');
    return lines.filter((line) => line !== '').map((line) => faultShape.parse(JSON.parse(line)));
  } catch {
    throw new UserError('DAMAGED_RUN', `${run.location}/${RUN_FILES.faults} is damaged.`);
  }
}
