import type { EvidenceFile } from '../../../model/evidence-file.ts';
import { capped, number, quantity } from '../support/format.ts';
import { LIMITS } from '../support/limits.ts';

export interface AppendixView {
  sentence: string;
  files: Array<{ name: string; sha256: string; bytes: string }>;
  leftOut: string | null;
}

/** The files that the report rests on, each with its digest. */
export function appendixView(evidence: readonly EvidenceFile[]): AppendixView {
  const { shown, leftOut } = capped(
    evidence,
    LIMITS.evidenceFiles,
    (left) =>
      `${quantity(left, 'more file is', 'more files are')} not listed here; manifest.json names every file of the run.`,
  );
  const bytes = evidence.reduce((sum, file) => sum + file.bytes, 0);
  return {
    sentence:
      evidence.length === 0
        ? 'The evidence was not at hand when this page was made; manifest.json names every file of the run.'
        : `This report rests on ${quantity(evidence.length, 'file')} of ${quantity(bytes, 'byte')} in all.`,
    files: shown.map((file) => ({ ...file, bytes: number(file.bytes) })),
    leftOut,
  };
}
