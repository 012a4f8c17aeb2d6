import type { Countersignature } from '../model/attestation.ts';
import { signatureInWords } from '../model/statement.ts';
import { type ShownText, shown } from '../report/visible.ts';
import { inert, type Paint } from './terminal.ts';

/** Who has countersigned a run, two lines each. */
export function countersignatureLines(all: readonly Countersignature[], paint: Paint): ShownText[] {
  return all.flatMap((one) => {
    const { by, at, decision, note, supersededBy } = one;
    const words = signatureInWords(one);
    const counts = one.state === 'trusted' && one.signedByRunKey === undefined;
    const later = supersededBy === undefined ? '' : ' A later one of theirs counts.';
    return [
      shown`  ${paint(counts ? 'green' : 'yellow', inert(`${decision === 'accept' ? 'Accepted' : 'Rejected'} by ${by} on ${at}: ${note}`))}`,
      inert(`    ${words}${later}`),
    ];
  });
}
