import { blindSpotInWords, type DeclaredBlindSpot } from '../model/blind-spot.ts';
import { quantity } from './html/support/format.ts';
import { cut, oneLine, shorten } from './visible.ts';

/** A reason may be long, and a line of the terminal is not. */
const REASON_SHOWN = 300;

/** What one blind spot covers now: `12 facts, 3 results without an answer`. */
export function coversInWords({ gaps, unanswered, expired }: DeclaredBlindSpot): string {
  const facts = quantity(gaps, 'refused fact');
  return expired
    ? `${facts}, all of which count again`
    : `${facts}, ${quantity(unanswered, 'result')} without an answer`;
}

/** `Not looked at until 2027-06-30: eu-south-1 (12 refused facts…), approved by …: why`. */
export function blindSpotSentence(spot: DeclaredBlindSpot): string {
  const { approvedBy, reason, expires, expired } = spot;
  const standing = expired ? `Blind spot expired on ${expires}` : `Not looked at until ${expires}`;
  return `${standing}: ${blindSpotInWords(spot)} (${coversInWords(spot)}), approved by ${approvedBy}: ${shorten(oneLine(reason), REASON_SHOWN)}`;
}

/** The same for a page with little room: `Declared a blind spot by … until 2027-06-30: eu-south-1, 12 refused facts.` */
export function blindSpotReason(spot: DeclaredBlindSpot): string {
  const { approvedBy, expires } = spot;
  const what = cut(blindSpotInWords(spot), 60);
  return `Declared a blind spot by ${cut(approvedBy, 40)}, last day ${expires}: ${what} (${coversInWords(spot)}).`;
}
