import type { AuditReport } from '../model/report.ts';
import { ACCESS_STATES } from '../model/review.ts';
import { number, quantity } from './html/support/format.ts';

/** What people have said of the runs before, in a line or two without names; none where nobody has. */
export function decisionsInWords({ reviews, countersigned }: AuditReport): string[] {
  return [...(reviews === undefined ? [] : [reviewLine(reviews)]), ...countersignedLine(countersigned)];
}

function reviewLine({ summary, problems, reviews }: NonNullable<AuditReport['reviews']>): string {
  const states = ACCESS_STATES.flatMap((state) =>
    summary[state] === 0 ? [] : [`${number(summary[state])} ${state}`],
  );
  const uncounted = reviews.filter(({ counts }) => !counts).length;
  return [
    `Reviews: accesses ${states.join(', ') || 'none'}`,
    ...(uncounted === 0 ? [] : [quantity(uncounted, 'review does not count', 'reviews do not count')]),
    ...(problems.length === 0
      ? []
      : [`${quantity(problems.length, 'damaged file')}, nothing taken from there`]),
  ].join('; ');
}

function countersignedLine(run: AuditReport['countersigned']): string[] {
  if (run === undefined) return [];
  const last = run.signatures.filter(({ supersededBy }) => supersededBy === undefined);
  const trusted = last.filter(
    ({ state, signedByRunKey }) => state === 'trusted' && signedByRunKey === undefined,
  );
  const count = (decision: string) => trusted.filter((one) => one.decision === decision).length;
  const rest = last.length - trusted.length;
  const others = rest === 0 ? '' : `, and ${rest} by a key that is not trusted`;
  return [`The run before was countersigned: ${count('accept')} accept, ${count('reject')} reject${others}`];
}
