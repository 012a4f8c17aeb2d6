import { signatureInWords } from '../model/statement.ts';
import { number, quantity } from '../report/html/support/format.ts';
import { type ShownText, shown } from '../report/visible.ts';
import type { VerifiedReview } from '../run/verify-reviews.ts';
import { inert, type Paint } from './terminal.ts';

/** A sealed review that was verified, in two lines. */
export function reviewLines(review: VerifiedReview, paint: Paint): ShownText[] {
  const { runId, by, at, decided, undecided, accesses, state } = review;
  const left = undecided === 0 ? '' : `, ${undecided} of its sheets left undecided`;
  const words = `Review    of run ${runId} by ${by} on ${at}: ${number(decided)} of ${quantity(accesses, 'access', 'accesses')} decided${left}`;
  return [
    shown`${paint(state === 'trusted' ? 'green' : 'yellow', inert(words))}`,
    inert(`    ${signatureInWords(review)}`),
  ];
}
