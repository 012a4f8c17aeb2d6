import type { AsffFinding } from '../report/asff.ts';

/** Findings, and bytes with room for what stands around them: 6 MB are taken at once. */
const MOST = 100;
const MOST_BYTES = 5_500_000;

/** The findings in order, so many at once as BatchImportFindings takes. */
export function* batchesOf(findings: readonly AsffFinding[]): Iterable<AsffFinding[]> {
  let batch: AsffFinding[] = [];
  let bytes = 0;
  for (const finding of findings) {
    const size = Buffer.byteLength(JSON.stringify(finding));
    if (batch.length === MOST || (batch.length > 0 && bytes + size > MOST_BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(finding);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}
