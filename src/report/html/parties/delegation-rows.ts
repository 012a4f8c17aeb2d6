import type { PartyDelegation } from '../../../model/third-party-summary.ts';
import { date, label, listed, quantity } from '../support/format.ts';
import { ACCESS_IN_WORDS } from './access-words.ts';

/** A request for temporary delegation on the card of the third party that made it. */
export interface DelegationRow {
  request: string;
  account: string;
  standing: string;
  /** Whether nobody has agreed to it yet. */
  sound: boolean;
  access: string;
  /** How long a session lasts, and when the request ends. */
  lasts: string;
  leaves: string;
}

/** Boundaries that a row names. */
const NAMED = 2;

export function delegationRow(
  delegation: PartyDelegation,
  accountNames: ReadonlyMap<string, string>,
): DelegationRow {
  const { requestId, accountId, standing, state, sessionSeconds, expiresAt, roleBoundaryArns } = delegation;
  const session = sessionSeconds === null ? 'Not told' : quantity(Math.round(sessionSeconds / 60), 'minute');
  const named = roleBoundaryArns.slice(0, NAMED);
  const rest = roleBoundaryArns.length - named.length;
  return {
    request: label(requestId),
    account: label(accountNames.get(accountId) ?? accountId),
    standing: standing === 'not-known' ? label(`Not known: ${state}`) : STANDINGS[standing],
    sound: standing === 'asks',
    access: accessInWords(delegation),
    lasts: expiresAt === null ? session : `${session}; until ${date(expiresAt)}`,
    leaves:
      named.length === 0
        ? 'None'
        : label(`With the boundary ${listed([...named, ...(rest > 0 ? [`${rest} more`] : [])])}`),
  };
}

const STANDINGS = {
  asks: 'Asks, and waits',
  accepted: 'Accepted, not let in yet',
  'let-in': 'Accepted and let in',
} as const;

function accessInWords({ highestAccess, administers, notKnown }: PartyDelegation): string {
  const known =
    administers === true
      ? 'Administers the account'
      : highestAccess === null
        ? notKnown === undefined
          ? ACCESS_IN_WORDS.none
          : 'Not known'
        : ACCESS_IN_WORDS[highestAccess];
  return notKnown === undefined ? known : `${known}; not known in full: ${notKnown}`;
}
