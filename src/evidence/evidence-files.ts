import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { EvidenceFile } from '../model/evidence-file.ts';
import type { EvidenceReader } from './evidence-reader.ts';
import { RUN_FILES } from './run-paths.ts';

const EVIDENCE: readonly string[] = [
  RUN_FILES.facts,
  RUN_FILES.calls,
  RUN_FILES.baseline,
  RUN_FILES.decisions,
  RUN_FILES.faults,
];

/** What a run rests on: facts and calls of the organization and of each account, what was known before, and what went wrong; by name. */
export async function evidenceFiles(run: EvidenceReader): Promise<EvidenceFile[]> {
  const files: EvidenceFile[] = [];
  for (const name of await run.list()) {
    if (name.endsWith('/') || !EVIDENCE.includes(basename(name))) continue;
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of await run.read(name)) {
      hash.update(chunk);
      bytes += chunk.length;
    }
    files.push({ name, sha256: hash.digest('hex'), bytes });
  }
  return files;
}
