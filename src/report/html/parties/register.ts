import type { ThirdPartySummary } from '../../../model/third-party-summary.ts';
import { shorten } from '../../visible.ts';
import { age, date } from '../support/format.ts';

/** A thing that the register says of a third party, and what is amiss with it. */
export interface RegisterRow {
  name: string;
  value: string;
  alert: string | null;
}

/** What the register says; nothing for parties that are not in it. */
export function registerRows(summary: ThirdPartySummary, asOf: string): RegisterRow[] {
  if (summary.party.kind !== 'registered') return [];
  const today = date(asOf);
  const { contractEnds, nextReview } = summary;
  const ended = contractEnds !== null && date(contractEnds) < today;
  const overdue = typeof nextReview === 'string' && nextReview < today;
  return [
    row('Owner', summary.owner),
    row('Justification', summary.justification === null ? null : shorten(summary.justification, 600)),
    row('Approved by', summary.approvedBy),
    row('Contract ends', contractEnds, ended ? 'Has ended' : null),
    row('Last reviewed', reviewInWords(summary.lastReviewed, asOf)),
    row('Next review due', nextReview ?? null, overdue ? 'Overdue' : null),
  ];
}

function row(name: string, value: string | null, alert: string | null = null): RegisterRow {
  return { name, value: value ?? 'Not given', alert };
}

function reviewInWords(reviewed: string | null, asOf: string): string | null {
  if (reviewed === null) return null;
  const ago = age(reviewed, asOf);
  return ago === '' ? reviewed : `${reviewed}, ${ago}`;
}
