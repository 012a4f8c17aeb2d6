import type { PartyShare } from '../../../model/third-party-summary.ts';
import { TOOL_KIND_WORDS, toolKind } from '../../../model/tool-kind.ts';
import { age, capital, date, label, quantity } from '../support/format.ts';

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
  const { name, accountId, region, direction, isAccepted, since, permission } = share;
  const terms = TERMS[direction][isAccepted ? 'accepted' : 'pending'];
  return {
    share: label(name),
    account: label(accountNames.get(accountId) ?? accountId),
    region,
    resources: whatIs(share),
    terms: permission === undefined ? terms : `${terms}; ${permissionInWords(permission)}`,
    sound: direction !== 'given',
    since: sinceInWords(since, asOf),
  };
}

/** What of it, an invitation to have it does not always tell. */
const THE_TOOL = 'Well-Architected Tool';

function whatIs({ service, shareArn, direction, resources }: PartyShare): string {
  if (service !== 'wellarchitected')
    return direction === 'invited' ? 'Not known' : quantity(resources, 'resource');
  const kind = toolKind(shareArn);
  return kind === undefined ? THE_TOOL : `${capital(TOOL_KIND_WORDS[kind])} of the ${THE_TOOL}`;
}

/** Since when something is shared, with its age, as far as the service tells it. */
export function sinceInWords(since: string | null, asOf: string): string {
  return since === null ? 'Not told by the service' : `${date(since)}, ${age(since, asOf)}`;
}

/** What whoever has a share of a workload may do. */
export function permissionInWords(permission: string): string {
  if (permission === 'READONLY') return 'may read';
  return permission === 'CONTRIBUTOR' ? 'may change answers' : label(`may do ${permission}`);
}

const TERMS = {
  given: { accepted: 'Yours, and it has it', pending: 'Yours, and it is invited' },
  received: { accepted: 'Its own, and you have it', pending: 'Its own, and you have it' },
  invited: { accepted: 'Its own, and you are invited', pending: 'Its own, and you are invited' },
} as const satisfies Record<PartyShare['direction'], Record<'accepted' | 'pending', string>>;
