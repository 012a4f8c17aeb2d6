import type { PartyShare } from '../../../model/report.ts';
import { age, date, label, quantity } from '../support/format.ts';

/** A resource share on the card of the third party that has it, or gives it. */
export interface PartyShareRow {
  share: string;
  account: string;
  region: string;
  resources: string;
  terms: string;
  /** Whether the party gives it, and nothing of yours is open by it. */
  sound: boolean;
  since: string;
}

export function shareRow(
  share: PartyShare,
  accountNames: ReadonlyMap<string, string>,
  asOf: string,
): PartyShareRow {
  const { name, accountId, region, direction, isAccepted, since, resources } = share;
  return {
    share: label(name),
    account: label(accountNames.get(accountId) ?? accountId),
    region,
    resources: direction === 'invited' ? 'Not known' : quantity(resources, 'resource'),
    terms: TERMS[direction][isAccepted ? 'accepted' : 'pending'],
    sound: direction !== 'given',
    since: `${date(since)}, ${age(since, asOf)}`,
  };
}

const TERMS = {
  given: { accepted: 'Yours, and it has it', pending: 'Yours, and it is invited' },
  received: { accepted: 'Its own, and you have it', pending: 'Its own, and you have it' },
  invited: { accepted: 'Its own, and you are invited', pending: 'Its own, and you are invited' },
} as const satisfies Record<PartyShare['direction'], Record<'accepted' | 'pending', string>>;
