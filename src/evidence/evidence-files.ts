import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { EvidenceFile } from '../model/evidence-file.ts';
import { filesUnder, sha256OfFile } from './manifest.ts';
import { RUN_FILES } from './run-paths.ts';

const EVIDENCE: readonly string[] = [RUN_FILES.facts, RUN_FILES.calls, RUN_FILES.baseline];

/** What a run rests on: facts and calls of the organization and of each account, and what was known before; by name. */
export async function evidenceFiles(runDirectory: string): Promise<EvidenceFile[]> {
  const files: EvidenceFile[] = [];
  for (const name of await filesUnder(runDirectory)) {
    if (!EVIDENCE.includes(basename(name))) continue;
    const path = join(runDirectory, name);
    files.push({ name, sha256: await sha256OfFile(path), bytes: (await stat(path)).size });
  }
  return files;
}
