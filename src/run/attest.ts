import { ATTESTATIONS } from '../evidence/attestations.ts';
import { makeStatement } from '../evidence/statement.ts';
import { type Attestation, attestationShape } from '../model/attestation.ts';
import { UserError } from '../model/user-error.ts';
import { LONGEST_NAME, LONGEST_NOTE, wordsProblem } from '../review/words.ts';
import { openSayableRun, type StatingRequest } from './state-on-run.ts';

export interface AttestRequest extends StatingRequest {
  by: string;
  decision: Attestation['decision'];
  note: string;
  /** This tool's version. */
  version: string;
  now: Date;
}

/** A countersignature that was put beside the run. */
export interface Attested extends Pick<Attestation, 'runId' | 'by' | 'at' | 'decision' | 'note'> {
  manifestSha256: string;
  keyid: string;
  /** Where it is. */
  files: string[];
}

/**
 * Adds a second signature over the manifest of a run. The sealed run stays as it is: the statement gets a file of its own
 * that nothing is written over. Throws `EvidenceDamaged` and `UserError`.
 */
export async function attest(request: AttestRequest): Promise<Attested> {
  const { by, decision, note, version, now } = request;
  demandWords('--as', by, LONGEST_NAME);
  demandWords('--note', note, LONGEST_NOTE);
  const run = await openSayableRun(request);
  try {
    const { manifest, signer, place } = run;
    if (signer === undefined)
      throw new UserError('BAD_COMMAND_LINE', 'A countersignature is signed: give --key or --kms-key.');
    const folder = `${place.name}/${ATTESTATIONS}`;
    const said = {
      ...{ runId: manifest.runId, by: by.trim(), at: now.toISOString() },
      tool: { name: 'countersign' as const, version },
      earlier: await run.earlier(folder, 'attestation', attestationShape),
      ...{ decision, note: note.trim() },
    };
    const file = await makeStatement<Attestation>('attestation', manifest.sha256, said, signer);
    const files = await run.keep(folder, file);
    const { runId, at } = said;
    return {
      ...{ runId, by: said.by, at, decision, note: said.note },
      manifestSha256: manifest.sha256,
      keyid: signer.keyid,
      files,
    };
  } finally {
    run.close();
  }
}

/** Throws `UserError`. */
export function demandWords(field: string, text: string, longest: number): void {
  const problem = wordsProblem(text, longest);
  if (problem !== undefined) throw new UserError('BAD_WORDS', `${field} ${problem}.`);
}
